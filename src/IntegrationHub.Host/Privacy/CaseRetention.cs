using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Privacy;

/// <summary>What must hold for a closed case to lose its texts (gallring): its kind's time is over, nobody has reopened it, and no legal hold lasts.</summary>
internal sealed class CaseRetentionRule(IReadOnlyDictionary<CaseKind, TimeSpan> after, CaseStore cases, DataDirectory data, Erasure erasure, TimeProvider clock) : IRetentionRule
{
    /// <summary>How long a kind's texts are kept after closing; null for ever.</summary>
    public TimeSpan? Of(CaseKind kind) => after.TryGetValue(kind, out var time) ? time : null;

    /// <inheritdoc/>
    public Task ApplyAsync(string matter, CancellationToken ct) =>
        CaseNumber.TryParse(matter, out var number) ? ApplyAsync(number, only: null, ct) : Task.CompletedTask;

    /// <summary>Erases the case's texts when their time has come.</summary>
    /// <param name="number">The case.</param>
    /// <param name="only">Only cases of this kind; null for any.</param>
    /// <param name="ct">Ends the try; it can be made again.</param>
    public async Task ApplyAsync(CaseNumber number, CaseKind? only, CancellationToken ct)
    {
        var loaded = await cases.LoadAsync(number, ct);
        if (loaded.State is not { Phase: CasePhase.Closed or CasePhase.ClosedUnconfirmed, Person: var person }
            || data.Keys.State(person) != PersonKeyState.Kept)
        {
            return;
        }

        var kind = loaded.History.Select(known => known.Fact).OfType<CaseOpened>().First().Kind;
        var closed = loaded.History.Select(known => known.Fact).OfType<CaseEvent>().Last(fact => fact is CaseClosed or CaseClosedUnconfirmed);
        if ((only ?? kind) != kind || Of(kind) is not { } time || closed.At + time > clock.GetUtcNow()
            || (await erasure.RecordAsync(person, ct)).Hold is not null)
        {
            return; // A hold that ends brings the case up again: see RetentionAfterHold.
        }

        await erasure.EraseCaseAsync(number, person, ct);
    }
}

/// <summary>Erases the texts of one kind of case when their time has come.</summary>
/// <remarks>
/// Cases close in order of time and wait equally long, so one line in the log's order is enough: memory does not grow with what
/// waits. A group per kind, so that a kind whose rule is set later is read from the log's start.
/// </remarks>
internal sealed class CaseRetention(CaseKind kind, CaseRetentionRule rule, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(CaseClosed)), StoredTypes.NameOf(typeof(CaseClosedUnconfirmed))];

    /// <inheritdoc/>
    public string Name => "retention-" + kind.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => Name;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var due = ((CaseEvent)happened.Fact!).At + rule.Of(kind)!.Value;
        if (due > clock.GetUtcNow())
        {
            return new WorkNotDue(due);
        }

        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        await rule.ApplyAsync(number, kind, ct);
        return WorkResult.Done;
    }
}
