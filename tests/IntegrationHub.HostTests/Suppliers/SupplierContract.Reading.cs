using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>What happened at the peer is found, each thing under one name, whatever the clocks say.</summary>
public abstract partial class SupplierContract
{
    [Fact]
    public async Task Each_thing_has_one_name_and_one_content_however_often_it_is_read()
    {
        var ticket = await GivenAsync();
        var from = _cursor;
        await Peer.StartAsync(ticket);
        await Peer.PublicNoteAsync(ticket, "Vi felsöker.");
        await Peer.ResolveAsync(ticket, "Klart.");
        List<PolledReport> heard = [];
        while (!heard.Exists(one => one.Report is TicketResolved))
        {
            heard.AddRange(await HeardAsync());
        }

        Assert.Equal([typeof(TicketAccepted), typeof(TicketNoteAdded), typeof(TicketResolved)], heard.Select(one => one.Report.GetType()));
        _cursor = from;
        Hub = Peer.Adapter(TimeProvider.System);
        _seen.Clear();
        Assert.Equal(heard, await ReadAsync());
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_hub_that_asks_for_the_first_time_starts_from_now()
    {
        var ticket = await GivenStartedAsync();
        await Peer.PublicNoteAsync(ticket, "Före.");
        await HeardAsync<TicketNoteAdded>();
        var first = await Peer.Heard(Peer.Adapter(TimeProvider.System)).ReadAsync(null, Ct);
        Assert.DoesNotContain(first.Reports, one => one.Report.Case == Number);
        _cursor = first.Cursor;
        await Peer.PublicNoteAsync(ticket, "Efter.");
        Assert.Equal("Efter.", (await HeardAsync<TicketNoteAdded>()).Text);
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(10)]
    public async Task A_peer_whose_clock_is_ten_minutes_off_loses_nothing(int minutes)
    {
        Hub = Peer.Adapter(new OffClock(TimeSpan.FromMinutes(minutes)));
        _cursor = (await Polled.ReadAsync(null, Ct)).Cursor;
        var ticket = await GivenStartedAsync();
        for (var i = 0; i < 3; i++)
        {
            await Peer.PublicNoteAsync(ticket, $"Rad {Text(i)}");
            Assert.Equal($"Rad {Text(i)}", (await HeardAsync<TicketNoteAdded>()).Text);
        }

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task A_peer_that_is_down_is_read_later_from_where_it_was()
    {
        var ticket = await GivenStartedAsync();
        await Peer.PublicNoteAsync(ticket, "Under avbrottet.");
        Peer.Wire.BeDown();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Polled.ReadAsync(_cursor, Ct));
        Peer.Wire.Mend();
        Assert.Equal("Under avbrottet.", (await HeardAsync<TicketNoteAdded>()).Text);
    }

    [Fact]
    public async Task The_peers_own_tickets_are_none_of_the_hubs_business()
    {
        var ticket = await GivenStartedAsync();
        var before = _cursor;
        await Peer.OwnTicketAsync("Vårt eget ärende.");
        await Peer.PublicNoteAsync(ticket, "Vårt gemensamma.");
        await HeardAsync<TicketNoteAdded>();
        var all = await Polled.ReadAsync(before, Ct);
        Assert.DoesNotContain(all.Reports, one => one.Report is TicketNoteAdded { Text: "Vårt eget ärende." });
    }

    private sealed class OffClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
