using global::Amqp;
using global::Amqp.Framing;
using global::Amqp.Sasl;
using global::Amqp.Types;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>One connection with one session. It does not mend itself: when it has ended, open another.</summary>
internal sealed class AmqpWire : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private readonly Connection _connection;
    private int _links;
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource<Error?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AmqpWire(Connection connection, TimeProvider clock)
    {
        (_connection, Clock, Closing) = (connection, clock, _closing.Token);
        connection.AddClosedCallback((_, error) => _ended.TrySetResult(error));
        Session = new Session(connection);
        Session.AddClosedCallback((_, error) => _ended.TrySetResult(error));
    }

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Cancelled when the connection is closed.</summary>
    public CancellationToken Closing { get; }

    /// <summary>The session of all its links.</summary>
    public Session Session { get; }

    /// <summary>Ends when the connection, the session or a link of <see cref="EndWith"/> has ended, with what the broker said.</summary>
    public Task<Error?> Ended => _ended.Task;

    /// <summary>Connects.</summary>
    /// <param name="broker">Which.</param>
    /// <param name="name">How the broker's operator sees the connection.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ct">Ends the try.</param>
    /// <exception cref="AmqpException">The broker refused.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It is not there.</exception>
    /// <exception cref="TimeoutException">No answer in 15 s.</exception>
    public static async Task<AmqpWire> OpenAsync(AmqpBroker broker, string name, TimeProvider clock, CancellationToken ct)
    {
        var factory = new ConnectionFactory();
        factory.AMQP.ContainerId = $"{name}-{Guid.CreateVersion7(clock.GetUtcNow()):N}"; // Two of one name would take each other's links.
        factory.AMQP.HostName = broker.Host;
        factory.SASL.Profile = broker.User is null ? SaslProfile.Anonymous : null;
        var address = new Address(broker.Host, broker.Port, broker.User, broker.Secret, "/", broker.Tls ? "AMQPS" : "AMQP");
        var opening = factory.CreateAsync(address);
        try
        {
            return new AmqpWire(await opening.WaitAsync(s_patience, clock, ct), clock);
        }
        catch (OperationCanceledException gone) when (!ct.IsCancellationRequested)
        {
            throw new IOException(gone.Message, gone); // The library's word for a peer that hung up before it had said anything.
        }
        catch (Exception left) when (left is TimeoutException or OperationCanceledException)
        {
            _ = opening.ContinueWith(late => late.Result.Close(TimeSpan.Zero, null), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Whether an exception is a fault of the wire or the broker, and another connection may do.</summary>
    public static bool IsWireFault(Exception fault) =>
        fault is AmqpException or IOException or System.Net.Sockets.SocketException or TimeoutException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException or InvalidOperationException { Source: "AMQPNetLite" or "Amqp.Net" };

    /// <summary>Why a round is over whose link or connection ended so.</summary>
    public static RoundEnd EndOf(Error? error) => error?.Condition?.ToString() switch
    {
        null or "amqp:link:detach-forced" or "amqp:connection:forced" or "com.microsoft:session-lock-lost" => RoundEnd.Idle, // A broker may end what is idle; attach again.
        "com.microsoft:server-busy" => RoundEnd.Busy,
        _ => RoundEnd.Broken,
    };

    /// <summary>A link to send on, once the broker has agreed to it.</summary>
    /// <exception cref="AmqpException">It did not.</exception>
    public async Task<SenderLink> SenderAsync(string address, CancellationToken ct)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = new Source(), Target = new Target { Address = address, Durable = 2 }, SndSettleMode = SenderSettleMode.Unsettled };
        var link = new SenderLink(Session, Name("hub-out-", address), attach, (_, said) => Attached(attached, said, said.Target));
        await AttachedAsync(link, attached, ct);
        return link;
    }

    /// <summary>A link to receive on, once the broker has agreed to it. It has no credit yet.</summary>
    /// <exception cref="AmqpException">It did not.</exception>
    public async Task<ReceiverLink> ReceiverAsync(string address, CancellationToken ct) =>
        (await ReceiverAsync(new Source { Address = address, Durable = 2 }, new Target(), null, ct)).Link;

    /// <summary>As <see cref="ReceiverAsync(string, CancellationToken)"/>, with what the broker said when it agreed.</summary>
    public async Task<(ReceiverLink Link, Attach Said)> ReceiverAsync(Source source, Target target, Fields? properties, CancellationToken ct)
    {
        var attached = new TaskCompletionSource<Attach>(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = source, Target = target, SndSettleMode = SenderSettleMode.Unsettled, Properties = properties };
        var link = new ReceiverLink(Session, Name("hub-in-", source.Address), attach, (_, said) => Attached(attached, said, said.Source));
        return (link, await AttachedAsync(link, attached, ct));
    }

    /// <summary>The connection is over when the link is.</summary>
    public void EndWith(Link link)
    {
        link.AddClosedCallback((_, error) => _ended.TrySetResult(error));
        if (link.IsClosed)
        {
            _ended.TrySetResult(link.Error);
        }
    }

    /// <summary>Waits for what the broker is to do.</summary>
    /// <exception cref="AmqpException">The connection ended before.</exception>
    /// <exception cref="TimeoutException">It took more than 15 s.</exception>
    public async Task InTimeAsync(Task done, CancellationToken ct)
    {
        if (await Task.WhenAny(done, Ended).WaitAsync(s_patience, Clock, ct) != done)
        {
            throw new AmqpException(await Ended ?? new Error(ErrorCode.ConnectionForced) { Description = "The connection ended." });
        }

        await done;
    }

    /// <inheritdoc cref="InTimeAsync(Task, CancellationToken)"/>
    public async Task<T> InTimeAsync<T>(Task<T> answer, CancellationToken ct)
    {
        await InTimeAsync((Task)answer, ct);
        return await answer;
    }

    /// <summary>Ends a link, whatever state it is in.</summary>
    public async Task CloseAsync(Link link)
    {
        try
        {
            if (!link.IsClosed)
            {
                await InTimeAsync(link.CloseAsync(), CancellationToken.None);
            }
        }
        catch (Exception fault) when (IsWireFault(fault))
        {
            // It had ended already.
        }
    }

    /// <summary>Ends the connection; what is not settled goes back to the broker.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult(null);
        await _closing.CancelAsync();
        try
        {
            await _connection.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5), Clock);
        }
        catch (Exception fault) when (IsWireFault(fault))
        {
            // It had ended already.
        }

        _closing.Dispose();
    }

    private string Name(string prefix, string address) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{prefix}{address}-{Interlocked.Increment(ref _links)}");

    /// <summary>A refusal comes as an agreement to nothing, followed by an end with the reason.</summary>
    private static void Attached(TaskCompletionSource<Attach> attached, Attach said, object? terminus)
    {
        if (terminus is not null)
        {
            attached.TrySetResult(said);
        }
    }

    private async Task<Attach> AttachedAsync(Link link, TaskCompletionSource<Attach> attached, CancellationToken ct)
    {
        link.AddClosedCallback((_, error) => attached.TrySetException(new AmqpException(error ?? new Error(ErrorCode.DetachForced))));
        var said = await InTimeAsync(attached.Task, ct);
        return link.Error is { } refused ? throw new AmqpException(refused) : said;
    }
}
