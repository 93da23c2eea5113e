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
    /// <param name="entity">The queue or topic that it is for; a Service Bus wants a token for each.</param>
    /// <param name="clock">The time.</param>
    /// <param name="ct">Ends the try.</param>
    /// <exception cref="AmqpException">The broker refused.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">It is not there.</exception>
    /// <exception cref="TimeoutException">No answer in 15 s.</exception>
    public static async Task<AmqpWire> OpenAsync(AmqpBroker broker, string name, string entity, TimeProvider clock, CancellationToken ct)
    {
        var factory = new ConnectionFactory();
        factory.AMQP.ContainerId = name;
        factory.AMQP.HostName = broker.Host;
        factory.SASL.Profile = broker is { Dialect: AmqpDialect.RabbitMq, User: not null } ? null : SaslProfile.Anonymous;
        var plain = broker.Dialect == AmqpDialect.RabbitMq;
        var address = new Address(broker.Host, broker.Port, plain ? broker.User : null, plain ? broker.Secret : null, "/", broker.Tls ? "AMQPS" : "AMQP");
        var opening = factory.CreateAsync(address);
        try
        {
            var wire = new AmqpWire(await opening.WaitAsync(s_patience, clock, ct), clock);
            if (!plain)
            {
                await wire.AuthoriseAsync(broker, entity, ct);
            }

            return wire;
        }
        catch (Exception left) when (left is TimeoutException or OperationCanceledException)
        {
            _ = opening.ContinueWith(late => late.Result.Close(TimeSpan.Zero, null), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Puts a token for an entity, and again before each ends.</summary>
    private async Task AuthoriseAsync(AmqpBroker broker, string entity, CancellationToken ct)
    {
        var tokens = new ServiceBusTokens(broker, _clock);
        await tokens.PutAsync(this, entity, ct);
        _ = RenewAsync(tokens, entity);
    }

    private async Task RenewAsync(ServiceBusTokens tokens, string entity)
    {
        while (!Ended.IsCompleted)
        {
            await Task.WhenAny(Task.Delay(ServiceBusTokens.RenewAfter, _clock), Ended);
            try
            {
                if (!Ended.IsCompleted)
                {
                    await tokens.PutAsync(this, entity, CancellationToken.None);
                }
            }
            catch (Exception fault) when (IsWireFault(fault))
            {
                _ended.TrySetResult(new Error("amqp:unauthorized-access") { Description = "The token could not be renewed." });
            }
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
    /// <param name="source">What is received.</param>
    /// <param name="properties">Of the link; null for none.</param>
    /// <param name="agreed">Is given the broker's answer.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<ReceiverLink> ReceiverAsync(Source source, Fields? properties, Action<Attach>? agreed, CancellationToken ct)
    {
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = source, Target = new Target(), SndSettleMode = SenderSettleMode.Unsettled, Properties = properties };
        var link = new ReceiverLink(Session, "hub-in-" + source.Address, attach, (_, answer) =>
        {
            agreed?.Invoke(answer);
            attached.TrySetResult();
        });
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
