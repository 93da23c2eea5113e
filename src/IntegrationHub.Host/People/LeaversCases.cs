using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.People;

/// <summary>When someone leaves or changes organisation, each open case gets a note, and the manager a list to settle.</summary>
internal sealed class LeaversCases(
    DirectoryStore store, CityDirectory directory, CaseStore cases, LiveView<CaseRow> rows, TimeProvider clock) : IWorkGroup
{
    private static readonly TimeSpan s_viewIsBehind = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> s_types = [.. new[] { typeof(PersonLeft), typeof(PersonChanged) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "leavers-cases";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Fact is PersonLeft or PersonChanged { Moved: true } ? happened.Recorded.Stream : null;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var (person, manager, left) = happened.Fact switch
        {
            PersonLeft e => (e.Person, e.Manager, true),
            PersonChanged e => (e.Person, e.MovedFrom, false),
            _ => (PersonId.Nobody, null, false),
        };
        if (rows.Position < happened.Recorded.Position)
        {
            return new WorkNotDue(clock.GetUtcNow() + s_viewIsBehind);
        }

        var open = OpenCases.Of(person, directory, rows).Where(row => row.OpenedAt <= happened.Recorded.RecordedAt).Select(Number).ToList();
        var id = happened.Recorded.Id.ToString("N");
        foreach (var number in open)
        {
            await cases.DecideAsync(
                number, new AddNote(NoteVisibility.Internal, Note(left, manager), clock.GetUtcNow()), EventId.From("leaver", id, number.Value),
                new EventContext("hub", "hub", id), ifRevision: null, ct);
        }

        if (manager is { } settles && open.Count > 0)
        {
            // Its time is the event's, so that the list made again is the same.
            var list = new CasesListedToSettle(settles, person, open, happened.Recorded.RecordedAt);
            await store.ListAsync(list, EventId.From("to-settle", id), new EventContext("hub", "hub", id), ct);
        }

        return WorkResult.Done;
    }

    private static string Note(bool left, PersonId? manager) =>
        (left ? "Den som anmälde ärendet har slutat i staden." : "Den som anmälde ärendet har bytt organisation.")
        + (manager is null ? " Ingen chef är känd i katalogen; fråga organisationen vem som tar över." : " Ärendet står på chefens lista att reda ut.");

    private static CaseNumber Number(CaseRow row) => CaseNumber.TryParse(row.Number, out var number) ? number : default;
}

/// <summary>The cases of a person that are not closed, whichever number or address they came by.</summary>
internal static class OpenCases
{
    private const int Most = 200;

    /// <summary>The person's open cases, each once, the last changed first.</summary>
    public static IReadOnlyList<CaseRow> Of(PersonId person, CityDirectory directory, LiveView<CaseRow> rows) =>
        [.. All(person, directory, rows).Where(row => row.ClosedAt is null)];

    /// <summary>All cases of the person, each once, the last changed first.</summary>
    public static IReadOnlyList<CaseRow> All(PersonId person, CityDirectory directory, LiveView<CaseRow> rows) =>
    [
        .. directory.PseudonymsOf(person).SelectMany(way => Seek(rows, "person", way)).Concat(Seek(rows, "directory", person))
            .Where(row => row.Directory is null || row.Directory == person.Value) // A shared number may have brought another's case.
            .DistinctBy(row => row.Number, StringComparer.Ordinal).OrderByDescending(row => row.UpdatedAt).Take(Most),
    ];

    private static IEnumerable<CaseRow> Seek(LiveView<CaseRow> rows, string column, PersonId person) =>
        rows.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { [column] = person.Value }, before: null, Most).Select(found => found.Row);
}
