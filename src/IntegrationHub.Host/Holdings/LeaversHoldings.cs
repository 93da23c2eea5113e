using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Holdings;

/// <summary>When someone leaves or changes organisation, what the person holds becomes a list for the manager to settle: move it, send it back, or end it.</summary>
internal sealed class LeaversHoldings(DirectoryStore store, LiveView<HoldingRow> rows, TimeProvider clock) : IWorkGroup
{
    private const int Most = 500;
    private static readonly TimeSpan s_viewIsBehind = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> s_types = [.. new[] { typeof(PersonLeft), typeof(PersonChanged) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "leavers-holdings";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Fact is PersonLeft or PersonChanged { Moved: true } ? happened.Recorded.Stream : null;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        if (rows.Position < happened.Recorded.Position)
        {
            return new WorkNotDue(clock.GetUtcNow() + s_viewIsBehind);
        }

        var (person, manager) = happened.Fact switch
        {
            PersonLeft e => (e.Person, e.Manager),
            PersonChanged e => (e.Person, e.MovedFrom),
            _ => (PersonId.Nobody, (PersonId?)null),
        };
        var held = Of(person, rows).Select(row => row.Holding).Order(StringComparer.Ordinal).ToList();
        if (manager is { } settles && held.Count > 0)
        {
            // Its time is the event's, so that the list made again is the same.
            var cause = happened.Recorded.Id.ToString("N");
            await store.ListAsync(
                new HoldingsListedToSettle(settles, person, held, happened.Recorded.RecordedAt), EventId.From("holdings-to-settle", cause), new EventContext("hub", "hub", cause), ct);
        }

        return WorkResult.Done;
    }

    /// <summary>What a person holds.</summary>
    public static IEnumerable<HoldingRow> Of(PersonId person, LiveView<HoldingRow> rows) => rows
        .Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["person"] = person.Value, ["standing"] = "held" }, before: null, Most).Select(found => found.Row);
}
