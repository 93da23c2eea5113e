using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Adapters.Suppliers.RequestTracker;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>A ticket's history in Request Tracker: whose doing an entry is, and what it tells.</summary>
public sealed class ReadingATicketsHistory
{
    private const string Hub = "hub";
    private const string Agent = "telephony";
    private static readonly DateTimeOffset s_at = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly RequestTrackerSupplier s_supplier = RequestTrackerSupplier.Of(new SupplierSettings("telephony", "request-tracker", new Uri("https://rt.example/REST/2.0"), "1-44-ab"));

    [Fact]
    public void A_move_of_the_hubs_is_not_told() =>
        Assert.Empty(Told(Moved(Agent, "open", "resolved"), Note(Hub), Moved(Hub, "resolved", "open")).Skip(1));

    [Fact]
    public void What_the_tracker_opens_by_itself_for_the_hub_is_not_told() =>
        Assert.Empty(Told(Moved(Agent, "open", "resolved"), Note(Hub), Moved(TrackerTransaction.System, "resolved", "open"), Moved(Hub, "open", "resolved")).Skip(1));

    [Fact]
    public void A_move_of_the_hubs_right_upon_an_agents_that_it_cannot_have_seen_is_told() =>
        Assert.Collection(
            Told(Note(Hub), Moved(Agent, "open", "resolved"), Moved(Hub, "resolved", "open")),
            first => Assert.IsType<TicketResolved>(first), then => Assert.IsType<TicketReopened>(then));

    [Fact]
    public void What_is_resolved_once_more_is_a_note() =>
        Assert.Equal("Nya ord.", Assert.IsType<TicketNoteAdded>(Assert.Single(
            Told(Moved(Agent, "open", "resolved"), Note(Agent), Moved(TrackerTransaction.System, "resolved", "open"), Moved(Agent, "open", "resolved")).Skip(1))).Text);

    [Fact]
    public void An_agents_last_move_counts_whatever_the_hub_did_since()
    {
        var story = Story(Moved(Agent, "open", "stalled"), Note(Hub), Moved(Hub, "stalled", "resolved"), Note(Hub));
        Assert.Equal("stalled", story.AgentsMoveBefore(3)?.Entry.New);
        Assert.Null(Story(Note(Hub), Moved(Hub, "new", "open")).AgentsMoveBefore(2));
    }

    private static IEnumerable<SupplierReport> Told(params TrackerTransaction[] history) => Story(history).All().Select(news => news.Report("Nya ord."));

    private static TrackerStory Story(params TrackerTransaction[] history) => new(
        "12345674", new TrackerTicket("7", history[^1].New, "0", new Dictionary<string, string>(), new Dictionary<string, string>()),
        [.. history.Select((entry, index) => entry with { Id = index + 1 })], Hub, s_supplier);

    private static TrackerTransaction Moved(string by, string from, string to) => new(0, "7", "Status", "Status", from, to, by, s_at, "");

    private static TrackerTransaction Note(string by) => new(0, "7", "Correspond", "", "", "", by, s_at, by == Hub ? "hub:1" : "");
}
