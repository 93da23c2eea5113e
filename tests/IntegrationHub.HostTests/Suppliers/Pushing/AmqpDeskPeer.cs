using System.Globalization;
using Amqp;
using Amqp.Framing;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.HostTests.Suppliers.Pushing;

/// <summary>The desk behind two queues of a broker. Its own connection is straight; the hub's goes over the wire that fails.</summary>
internal sealed class AmqpDeskPeer : PushingPeer
{
    public const string In = "telephony-in";
    public const string Out = "telephony-out";
    private const string Mark = "mark";
    private static readonly AmqpSupplier s_supplier = new("telephony", In, null, Out, "IntegrationHub.Messages", new Dictionary<string, string>(StringComparer.Ordinal));
    private readonly AmqpFaultyWire _wire;
    private readonly AmqpBroker _broker;
    private readonly IAsyncDisposable _owned;
    private readonly Connection _connection;
    private readonly SenderLink _told;
    private readonly SenderLink _marks;
    private readonly Receiving _receiving;
    private readonly List<AmqpSystem> _adapters = [];
    private volatile TaskCompletionSource _marked = new();
    private int _mark;

    private AmqpDeskPeer(AmqpFaultyWire wire, AmqpBroker broker, Connection connection, Func<string, string> addressOf, IAsyncDisposable owned)
    {
        (_wire, _broker, _connection, _owned) = (wire, broker, connection, owned);
        var session = new Session(connection);
        _told = new SenderLink(session, "desk-tells", addressOf(Out));
        _marks = new SenderLink(session, "desk-marks", addressOf(In));
        new ReceiverLink(session, "desk-takes", new Source { Address = addressOf(In), Durable = 2 }, null).Start(50, Take);
        _receiving = new Receiving(new AmqpReceiver(broker, s_supplier, TimeProvider.System), HearMessage);
    }

    public override IFaultyWire Wire => _wire;

    public override bool RefusesAtOnce => false;

    protected override bool IsDown => _wire.IsDown;

    /// <param name="port">Of the broker.</param>
    /// <param name="hubs">The hub's connection string, by the port that it is to use.</param>
    /// <param name="desks">The desk's own address of the broker.</param>
    /// <param name="addressOf">A queue's address there.</param>
    /// <param name="beBusy">As of <see cref="AmqpFaultyWire"/>.</param>
    /// <param name="owned">Is disposed of last.</param>
    public static async Task<AmqpDeskPeer> StartAsync(
        int port, Func<int, string> hubs, string desks, Func<string, string> addressOf, Action<bool>? beBusy, IAsyncDisposable owned)
    {
        var wire = new AmqpFaultyWire(port, beBusy).Start();
        var broker = AmqpBroker.Read(hubs(wire.Port), sasl: null, development: false, out var fault) ?? throw new InvalidOperationException(fault);
        return new AmqpDeskPeer(wire, broker, await new ConnectionFactory().CreateAsync(new Address(desks)), addressOf, owned);
    }

    public override ISupplierSystem Adapter(TimeProvider clock, IReadOnlyDictionary<string, string>? options = null)
    {
        var adapter = new AmqpSystem(_broker, s_supplier, clock);
        _adapters.Add(adapter);
        return adapter;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _receiving.DisposeAsync();
        await _wire.DisposeAsync();
        foreach (var adapter in _adapters)
        {
            await adapter.DisposeAsync();
        }

        await _connection.CloseAsync();
        await _owned.DisposeAsync();
    }

    protected override async Task<bool> SendAsync(OutgoingEvent told)
    {
        await _told.SendAsync(new Message
        {
            Header = new Header { Durable = true },
            Properties = new Properties { MessageId = told.Id, GroupId = told.Extensions!["partitionkey"], ContentType = OutgoingEvent.MediaType },
            BodySection = new Data { Binary = told.Encode().ToArray() },
        });
        return true;
    }

    /// <summary>What was sent before a mark is taken before it.</summary>
    protected override async Task AllTakenAsync()
    {
        _marked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _marks.SendAsync(new Message
        {
            Properties = new Properties { Subject = Mark, MessageId = string.Create(CultureInfo.InvariantCulture, $"{Mark}-{++_mark}") },
            BodySection = new Data { Binary = [] },
        });
        await _marked.Task.WaitAsync(TimeSpan.FromSeconds(180), TimeProvider.System);
    }

    private void Take(IReceiverLink link, Message message)
    {
        if (message.Properties.Subject == Mark)
        {
            _marked.TrySetResult();
        }
        else if (AmqpReading.Read(message, s_supplier, TimeProvider.System.GetUtcNow()) is EventsRead { Events: [var received] } && Desk.Take(received) is { } why)
        {
            Desk.Decline(received, why);
        }

        link.Accept(message);
    }

    private Taking HearMessage(Message message)
    {
        if (AmqpReading.Read(message, s_supplier, TimeProvider.System.GetUtcNow()) is not EventsRead read)
        {
            return new Taking.Invalid("event-invalid", "The desk sent no event.");
        }

        foreach (var received in read.Events)
        {
            Hear(received);
        }

        return new Taking.Taken();
    }
}
