using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A case as the router learns from it: what was said, where it was sent, and who solved it.</summary>
/// <param name="Description">What the person said.</param>
/// <param name="Person">Whose words they are: the pseudonym in the directory where it is known, else the reporter's.</param>
public sealed record SolvedCase(Personal Description, string Person)
{
    /// <summary>The events that it is folded from.</summary>
    public static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(
        new[] { typeof(CaseOpened), typeof(CaseRouted), typeof(HandoverAccepted), typeof(CaseResolved), typeof(CaseReopened), typeof(CaseClosed) }.Select(StoredTypes.NameOf),
        StringComparer.Ordinal);

    /// <summary>The desk that the router sent it to first; null when it was never routed.</summary>
    public string? SentTo { get; init; }

    /// <summary>The service that it was last routed as.</summary>
    public string? Service { get; init; }

    /// <summary>The desk that <see cref="Service"/> was routed to.</summary>
    public string? ServiceDesk { get; init; }

    /// <summary>Who solved it; null as long as it is not solved.</summary>
    public string? SolvedBy { get; init; }

    /// <summary>When it was solved.</summary>
    public DateTimeOffset? SolvedAt { get; init; }

    /// <summary>Whether another desk solved it than the router first sent it to; null as long as that is not known.</summary>
    public bool? WentWrong => SentTo is null || SolvedBy is null ? null : SentTo != SolvedBy;

    /// <summary>The case after one more event; null before it was opened.</summary>
    public static SolvedCase? After(SolvedCase? one, object? fact) => (one, fact) switch
    {
        (null, CaseOpened e) => new SolvedCase(e.Description, e.Reporter.Directory?.Value ?? e.Reporter.Person.Value),
        ({ }, CaseRouted e) => one with { SentTo = one.SentTo ?? e.Desk, Service = e.Service, ServiceDesk = e.Desk },

        // The service changed owner: nobody sent it wrong.
        ({ }, HandoverAccepted { TakeOver: not null } e) => one with { SentTo = e.To, ServiceDesk = e.To },
        ({ }, CaseResolved e) => one with { SolvedBy = e.Desk, SolvedAt = e.At },
        ({ }, CaseReopened) => one with { SolvedBy = null, SolvedAt = null },
        _ => one,
    };

    /// <summary>What the router should have said: the service, or where another desk solved it the service of that desk that the words speak for.</summary>
    /// <returns>Null when there is nothing to learn: unsolved, erased, without words, or no service of the solving desk fits.</returns>
    public LearntText? Lesson(Router router)
    {
        var label = SolvedBy is null || string.IsNullOrWhiteSpace(Description.Text) ? null
            : SolvedBy == ServiceDesk ? Service
            : router.ServiceAt(SolvedBy, Description.Text);
        return label is null ? null : new LearntText(Description.Text!, label, Person);
    }
}

/// <summary>All cases of a log, as the router learns from them.</summary>
public sealed class SolvedCases
{
    private readonly Dictionary<string, SolvedCase> _cases = new(StringComparer.Ordinal);

    /// <summary>Every case that was met, by no order.</summary>
    public IReadOnlyCollection<SolvedCase> All => _cases.Values;

    /// <summary>Takes in one more event of the log.</summary>
    public void Add(Known known)
    {
        var stream = known.Recorded.Stream;
        if (SolvedCase.After(_cases.GetValueOrDefault(stream), known.Fact) is { } after)
        {
            _cases[stream] = after;
        }
    }
}
