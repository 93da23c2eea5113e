using System.Globalization;
using System.Net.Sockets;
using System.Threading.Channels;
using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp.Listener;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>
/// Azure Service Bus as its clients see it, in the test's own process: the official one for Node takes it for the real thing
/// (<see cref="AsAzureServiceBus"/>). What it keeps survives <see cref="Kill"/>, as with the service; all of it is done by one thread.
/// </summary>
internal sealed partial class ServiceBusStandIn : ILinkProcessor, IHandler, IAsyncDisposable
{
    public const string Rule = "RootManageSharedAccessKey";
    public const string Key = "SAS_KEY_VALUE";
    private readonly Dictionary<string, IReadOnlyList<StandInEntity>> _addresses = new(StringComparer.OrdinalIgnoreCase);
    private readonly Channel<Action> _deeds = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<(ListenerLink Link, string Address)> _links = [];
    private readonly List<(ListenerLink Link, string Address)> _back = [];
    private readonly Dictionary<Connection, Dictionary<string, DateTimeOffset>> _tokens = [];
    private readonly Dictionary<Connection, Socket> _sockets = [];
    private readonly List<Socket> _open = [];
    private readonly ITimer _ticks;
    private readonly Task _works;
    private ContainerHost? _host;
    private int _busy;
    private int _lost;

    public ServiceBusStandIn(TimeProvider? clock = null)
    {
        Clock = clock ?? TimeProvider.System;
        _works = WorkAsync();
        var often = TimeSpan.FromMilliseconds(20);
        _ticks = Clock.CreateTimer(_ => Post(Tick), null, often, often);
    }

    public TimeProvider Clock { get; }

    public int Port { get; } = HubProcess.FreeAddress().Port;

    /// <summary>As the official emulator's, on a port of its own.</summary>
    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture, $"Endpoint=sb://127.0.0.1:{Port};SharedAccessKeyName={Rule};SharedAccessKey={Key};UseDevelopmentEmulator=true;");

    public int TokensPut { get; set; }

    public int LocksRenewed { get; set; }

    public int LostLocks { get; set; }

    public int Refusals { get; private set; }

    public StandInEntity Queue(string name, EntityPlan? plan = null)
    {
        var letters = new StandInEntity(name + "/$DeadLetterQueue", new EntityPlan(), Clock);
        var queue = new StandInEntity(name, plan ?? new EntityPlan(), Clock) { DeadLetters = letters };
        _addresses[name] = [queue];
        _addresses[letters.Name] = [letters];
        return queue;
    }

    public void Topic(string name, params string[] subscriptions) =>
        _addresses[name] = [.. subscriptions.Select(subscription => Queue($"{name}/Subscriptions/{subscription}"))];

    public ServiceBusStandIn Start()
    {
        _host = new ContainerHost(new Address("127.0.0.1", Port, null, null, "/", "AMQP"));
        _host.RegisterLinkProcessor(this);
        var listener = _host.Listeners[0];
        listener.SASL.EnableMechanism("MSSBCBS", new StandInDoor("MSSBCBS", null, null));
        listener.SASL.EnableMechanism("PLAIN", new StandInDoor("PLAIN", Rule, Key));
        listener.SASL.EnableMechanism("ANONYMOUS", new StandInDoor("ANONYMOUS", null, null));
        listener.HandlerFactory = _ => this;
        _host.Open();
        return this;
    }

    /// <summary>Every connection is gone at once, without a word, and nobody gets in until <see cref="Start"/>.</summary>
    public void Kill()
    {
        _host?.Close();
        _host = null;
        lock (_open)
        {
            _open.ForEach(socket => socket.Close(0));
            _open.Clear();
        }
    }

    /// <summary>The next messages are refused as too many.</summary>
    public void BeBusyFor(int sends) => Interlocked.Exchange(ref _busy, sends);

    /// <summary>The next messages are taken, and their senders never hear of it.</summary>
    public void LoseAnswers(int sends) => Interlocked.Exchange(ref _lost, sends);

    /// <summary>Ends every link to an entity, as the service does to idle ones and when it moves.</summary>
    public Task DetachAllAsync(string condition = "amqp:link:detach-forced") => DoAsync(() => Detach(_links, condition, "The link was detached by force."));

    /// <summary>Every token's time is over.</summary>
    public Task ExpireTokensAsync() => DoAsync(() =>
    {
        foreach (var tokens in _tokens.Values)
        {
            foreach (var audience in tokens.Keys.ToList())
            {
                tokens[audience] = DateTimeOffset.MinValue;
            }
        }
    });

    /// <summary>Looks at what the service has, on its own thread.</summary>
    public async Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new Task<T>(question, TaskCreationOptions.RunContinuationsAsynchronously); // What it throws is whose who asked.
        Post(() => answer.RunSynchronously());
        return await await Task.WhenAny(answer, _works.ContinueWith<T>(
            works => throw works.Exception ?? (Exception)new ObjectDisposedException(nameof(ServiceBusStandIn)), TaskScheduler.Default));
    }

    public Task DoAsync(Action deed) => AskAsync(() =>
    {
        deed();
        return true;
    });

    public void Post(Action deed) => _deeds.Writer.TryWrite(deed);

    public bool IsBusy() => _busy > 0 && Interlocked.Decrement(ref _busy) >= 0;

    public bool LosesAnswer() => _lost > 0 && Interlocked.Decrement(ref _lost) >= 0;

    public void Cut(Connection connection)
    {
        if (_sockets.GetValueOrDefault(connection) is { } socket)
        {
            socket.Close(0);
        }
    }

    public static DateTimeOffset? Read(string token) => SharedAccess.Until(token, Rule, Key);

    public Dictionary<string, DateTimeOffset> TokensOf(Connection connection) =>
        _tokens.TryGetValue(connection, out var known) ? known : _tokens[connection] = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The link that a request's answer goes out on: by its target's address, or by its name, as the client of Node's means it.</summary>
    public ListenerLink? LinkBack(Connection connection, string? to) => _back
        .FindLast(one => one.Link.Session.Connection == connection && !one.Link.IsClosed && (one.Address == to || one.Link.Name == to)).Link;

    public bool CanHandle(EventId id) => id is EventId.SendDelivery or EventId.SocketAccept or EventId.ConnectionAccept;

    public void Handle(Event protocolEvent)
    {
        if (protocolEvent is { Id: EventId.SendDelivery, Context: IDelivery { Message: StandInDelivery given } delivery })
        {
            delivery.Tag = given.Lock.ToByteArray();
        }
        else if (protocolEvent is { Id: EventId.SocketAccept, Context: Socket accepted })
        {
            lock (_open)
            {
                _open.Add(accepted);
            }
        }
        else if (protocolEvent is { Id: EventId.ConnectionAccept, Context: Socket socket })
        {
            var connection = protocolEvent.Connection;
            Post(() => _sockets[connection] = socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _ticks.DisposeAsync();
        _deeds.Writer.TryComplete();
    }

    private bool IsAllowed(ListenerLink link, string address)
    {
        var connection = (ListenerConnection)link.Session.Connection;
        return connection.Principal is not null
            || TokensOf(connection).Any(token => token.Value > Clock.GetUtcNow() && (address + "/").StartsWith(token.Key + "/", StringComparison.OrdinalIgnoreCase));
    }

    private void Tick()
    {
        _links.RemoveAll(one => one.Link.IsClosed);
        _back.RemoveAll(one => one.Link.IsClosed);
        Detach([.. _links.Where(one => !IsAllowed(one.Link, one.Address))], ErrorCode.UnauthorizedAccess, "ExpiredToken: The token is expired.");
        TickSessions();
        foreach (var entity in _addresses.Values.SelectMany(entities => entities).Distinct())
        {
            entity.Tick();
        }
    }

    private static void Detach(IEnumerable<(ListenerLink Link, string Address)> links, string condition, string description)
    {
        foreach (var (link, _) in links.ToList())
        {
            End(link, condition, description);
        }
    }

    /// <summary>Ends a link, unless its session or its client has left in the meantime.</summary>
    public static void End(ListenerLink link, string condition, string description)
    {
        try
        {
            link.Close(TimeSpan.Zero, new Error(condition) { Description = description });
        }
        catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
        {
        }
    }

    private async Task WorkAsync()
    {
        await foreach (var deed in _deeds.Reader.ReadAllAsync())
        {
            try
            {
                deed();
            }
            catch (Exception gone) when (gone is AmqpException or ObjectDisposedException)
            {
                // The client has left in the meantime.
            }
        }
    }
}
