using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>What every adapter to a supplier's system does, told once. In process and over the wire: no hub is needed.</summary>
/// <remarks>A subclass gives the peer. The other parts of this class: creating and refusing, writing, the ticket's life, reading.</remarks>
public abstract partial class SupplierContract : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);
    private static int s_numbers = 20_000_000;
    private static int s_messages;
    private string? _cursor;
    private SupplierMessageDeclined? _declined;

    private protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The case of this test.</summary>
    private protected string Number { get; } = Text(Interlocked.Increment(ref s_numbers));

    private protected SupplierPeer Peer { get; private set; } = null!;

    private protected ISupplierSystem Hub { get; private set; } = null!;

    /// <summary>A peer that runs; it may be shared by tests.</summary>
    protected abstract Task<SupplierPeer> PeerAsync();

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Peer = await PeerAsync();
        Hub = Peer.Adapter(TimeProvider.System);
        _cursor = (await Polled.ReadAsync(null, Ct)).Cursor;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Peer.Mend();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private IPolledSystem Polled => Peer.Heard(Hub);

    private protected CaseAssigned Assigned(string? ticket = null) => new(
        Number, "telephony", $"Växeln tappar samtal i {Number}", new Reporter("Åsa Öst", "+46701234567", "asa.ost@stad.example"), "switchboard", ticket, Priority: "3");

    private protected static SupplierTelling Telling(HubMessage news, string? ticket = null) => new(
        news, Text(Interlocked.Increment(ref s_messages)).PadLeft(32, '0'), "/hub/cases", TimeProvider.System.GetUtcNow(), null, ticket ?? news.Ticket);

    private protected async Task<Delivered> TellAsync(SupplierTelling telling) => Assert.IsType<Delivered>(await ToldAsync(Hub, telling));

    /// <summary>What comes of a telling while nothing is meant to fail. A real peer on a busy machine may not answer in time: then it is told again, as the hub does.</summary>
    private static async Task<Delivery> ToldAsync(ISupplierSystem hub, SupplierTelling telling)
    {
        const int MostTries = 3;
        for (var tries = 1; ; tries++)
        {
            var delivery = await hub.TellAsync(telling, Ct);
            if (delivery is not TryLater later)
            {
                return delivery;
            }

            Assert.True(tries < MostTries, later.Why);
        }
    }

    private protected Task<Delivered> TellAsync(HubMessage news) => TellAsync(Telling(news));

    /// <summary>A case that the peer has.</summary>
    private protected async Task<string> GivenAsync() => await TicketAsync(await TellAsync(Assigned()));

    /// <summary>The one ticket of a case, which the hub has been told of as far as the peer does that.</summary>
    private protected async Task<string> TicketAsync(Delivered delivered, string? number = null)
    {
        var ticket = Assert.Single(await Peer.TicketsOfAsync(number ?? Number));
        Assert.Equal(Peer.IsReadBack ? ticket : null, delivered.Ticket);
        return ticket;
    }

    /// <summary>That the peer does not act on a telling, and says so: at once, or by a message of its own.</summary>
    private protected async Task<string> RefusedAsync(ISupplierSystem hub, SupplierTelling telling)
    {
        var delivery = await ToldAsync(hub, telling);
        if (Peer.RefusesAtOnce)
        {
            return Assert.IsType<Refused>(delivery).Why;
        }

        Assert.IsType<Delivered>(delivery);
        if (_declined?.Message != telling.Id) // A repeat is declined by a repeat, which is not heard twice.
        {
            _declined = await HeardAsync<SupplierMessageDeclined>();
        }

        Assert.Equal(telling.Id, _declined.Message);
        return _declined.Reason;
    }

    /// <summary>A case that the peer works on; the hub has heard of it.</summary>
    private protected async Task<string> GivenStartedAsync()
    {
        var ticket = await GivenAsync();
        await Peer.StartAsync(ticket);
        await HeardAsync<TicketAccepted>();
        return ticket;
    }

    /// <summary>What the hub hears next of the case, each once; waits until at least one thing is there, as a peer may take a moment to let it be seen.</summary>
    private protected async Task<IReadOnlyList<PolledReport>> HeardAsync()
    {
        using var late = new CancellationTokenSource(s_patience, TimeProvider.System);
        while (true)
        {
            if (await ReadAsync() is { Count: > 0 } heard)
            {
                return heard;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, late.Token);
        }
    }

    /// <summary>The one thing that the hub hears next, or the last of several of which it is one.</summary>
    private protected async Task<T> HeardAsync<T>()
        where T : SupplierReport
    {
        using var late = new CancellationTokenSource(s_patience, TimeProvider.System);
        while (true)
        {
            if ((await HeardAsync()).Select(one => one.Report).OfType<T>().LastOrDefault() is { } report)
            {
                return report;
            }

            late.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>That the hub hears nothing of the case: shown by a later thing that is heard, as nothing by itself is never over.</summary>
    private protected async Task HearsNothingAsync(string ticket)
    {
        var end = $"Slut {Text(Interlocked.Increment(ref s_messages))}";
        await Peer.PublicNoteAsync(ticket, end);
        List<SupplierReport> heard = [];
        while (!heard.OfType<TicketNoteAdded>().Any())
        {
            heard.AddRange((await HeardAsync()).Select(one => one.Report));
        }

        Assert.Equal(end, Assert.Single(heard, one => one is not TicketAccepted) is TicketNoteAdded note ? note.Text : null); // Some peers take a new ticket with the first note.
    }

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private async Task<IReadOnlyList<PolledReport>> ReadAsync()
    {
        List<PolledReport> fresh = [];
        PolledReports read;
        do
        {
            read = await Polled.ReadAsync(_cursor, Ct);
            _cursor = read.Cursor;
            fresh.AddRange(read.Reports.Where(one => one.Report.Case == Number && _seen.Add(one.Id)));
        }
        while (read.More);
        return fresh;
    }

    /// <summary>A try at a peer that does not answer, to its end by the hub's own clock.</summary>
    private protected async Task<Delivery> TellImpatientlyAsync(SupplierTelling telling)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var trying = Peer.Adapter(clock).TellAsync(telling, Ct);
        while (!trying.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(trying, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Ct));
        }

        return await trying;
    }
}
