using IntegrationHub.Adapters.People;
using IntegrationHub.Core;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.People;

/// <summary>What an import did, or would do.</summary>
/// <param name="Added">Persons that came in, or came back.</param>
/// <param name="Changed">Persons of whom something else is known now.</param>
/// <param name="Unchanged">Persons as before.</param>
/// <param name="Left">Persons that the complete file does not have.</param>
internal sealed record ImportOutcome(int Added, int Changed, int Unchanged, int Left);

/// <summary>Takes a file with persons into the directory. Run twice, the second time changes nothing.</summary>
internal sealed class DirectoryImport(IEventLog log, DirectoryStore store, PeopleIndex index, CityDirectory directory, TimeProvider clock)
{
    private const int AtOnce = 32;
    private const int PageSize = 1_000;
    private static readonly EventContext s_context = new("hub", "directory"); // Not import: that is history, which leads to no work.

    /// <summary>Imports every person of the file.</summary>
    /// <param name="people">Checked.</param>
    /// <param name="complete">Whether who is not among them has left.</param>
    /// <param name="dryRun">Only say what would change.</param>
    /// <param name="progress">Told after each person.</param>
    /// <param name="ct">Ends the import between persons; what was written stands.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<ImportOutcome> RunAsync(IReadOnlyList<PersonDraft> people, bool complete, bool dryRun, Action<int> progress, CancellationToken ct)
    {
        await index.CatchUpAsync(log, ct);
        var now = clock.GetUtcNow();
        var (added, changed, unchanged, gate) = (0, 0, 0, new Lock());
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        var there = people.Select(draft => directory.Find(draft.ExternalId)).ToHashSet();
        await Parallel.ForEachAsync(people, options, async (draft, stop) =>
        {
            var person = directory.Find(draft.ExternalId);
            var events = await DecideAsync(person, new KeepPerson(draft.Seal(person, directory.Find), now), dryRun, stop);
            lock (gate)
            {
                added += events is [PersonRegistered] ? 1 : 0;
                changed += events is [PersonChanged] ? 1 : 0;
                unchanged += events.Count == 0 ? 1 : 0;
                progress(1);
            }
        });
        var left = complete ? await LeaveAsync(there, now, dryRun, ct) : 0;
        await index.CatchUpAsync(log, ct);
        return new ImportOutcome(added, changed, unchanged, left);
    }

    private async Task<int> LeaveAsync(HashSet<PersonId> there, DateTimeOffset now, bool dryRun, CancellationToken ct)
    {
        var left = 0;
        for (var skip = 0; index.Page(null, skip, PageSize) is { Count: > 0 } page; skip += page.Count)
        {
            foreach (var person in page.Where(person => !there.Contains(person)))
            {
                left += (await DecideAsync(person, new LetPersonGo(Removed: false, now), dryRun, ct)).Count;
            }
        }

        return left;
    }

    private async Task<IReadOnlyList<DirectoryEvent>> DecideAsync(PersonId person, DirectoryCommand command, bool dryRun, CancellationToken ct)
    {
        var decision = dryRun
            ? DirectoryDecider.Decide(person, (await store.LoadAsync(person, ct)).State, command)
            : await store.DecideAsync(person, command, s_context, ifRevision: null, ct);
        return decision is Accepted<DirectoryEvent> yes ? yes.Events : [];
    }
}
