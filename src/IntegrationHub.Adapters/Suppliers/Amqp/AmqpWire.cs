using global::Amqp;
using global::Amqp.Framing;
using global::Amqp.Sasl;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>One connection with one session. It does not mend itself: when it has ended, open another.</summary>
internal sealed class AmqpWire : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private readonly Connection _connection;
    private readonly TimeProvider _clock;
    private readonly TaskCompletionSource<Error?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AmqpWire(Connection connection, TimeProvider clock)
    {
        (_connection, _clock) = (connection, clock);
        connection.AddClosedCallback((_, error) => _ended.TrySetResult(error));
        Session = new Session(connection);
        Session.AddClosedCallback((_, error) => _ended.TrySetResult(error));
    }

    /// <summary>The session of all its links.</summary>
    public Session Session { get; }

    /// <summary>Ends when the connection, the session or a link has ended, with what the broker said.</summary>
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
        factory.AMQP.ContainerId = name;
        factory.AMQP.HostName = broker.Host;
        factory.SASL.Profile = broker.User is null ? SaslProfile.Anonymous : null;
        var address = new Address(broker.Host, broker.Port, broker.User, broker.Secret, "/", broker.Tls ? "AMQPS" : "AMQP");
        var opening = factory.CreateAsync(address);
        try
        {
            return new AmqpWire(await opening.WaitAsync(s_patience, clock, ct), clock);
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

    /// <summary>A link to send on, once the broker has agreed to it.</summary>
    public async Task<SenderLink> SenderAsync(string address, CancellationToken ct)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = new Source(), Target = new Target { Address = address, Durable = 2 }, SndSettleMode = SenderSettleMode.Unsettled };
        var link = new SenderLink(Session, "hub-out-" + address, attach, (_, _) => attached.TrySetResult());
        return await AttachedAsync(link, attached, ct);
    }

    /// <summary>A link to receive on, once the broker has agreed to it. It has no credit yet.</summary>
    public async Task<ReceiverLink> ReceiverAsync(string address, CancellationToken ct)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = new Source { Address = address, Durable = 2 }, Target = new Target(), SndSettleMode = SenderSettleMode.Unsettled };
        var link = new ReceiverLink(Session, "hub-in-" + address, attach, (_, _) => attached.TrySetResult());
        return await AttachedAsync(link, attached, ct);
    }

    /// <summary>Ends the connection; what is not settled goes back to the broker.</summary>
    public async ValueTask DisposeAsync()
    {
        _ended.TrySetResult(null);
        try
        {
            await _connection.CloseAsync().WaitAsync(TimeSpan.FromSeconds(5), _clock);
        }
        catch (Exception fault) when (IsWireFault(fault))
        {
            // It had ended already.
        }
    }

    private async Task<T> AttachedAsync<T>(T link, TaskCompletionSource attached, CancellationToken ct)
        where T : Link
    {
        link.AddClosedCallback((_, error) => attached.TrySetException(new AmqpException(error ?? new Error("amqp:link:detach-forced"))));
        await attached.Task.WaitAsync(s_patience, _clock, ct);

        // A refusal comes as an agreement followed by an end: an answer on the same session comes after it.
        link.AddClosedCallback((_, error) => _ended.TrySetResult(error));
        if (link.Error is { } refused)
        {
            throw new AmqpException(refused);
        }

        return link;
    }
}
