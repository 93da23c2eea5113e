using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Core.Problems;

/// <summary>What someone wants done with a problem.</summary>
/// <param name="Now">The time at the edge where the wish came in, UTC.</param>
public abstract record ProblemCommand(DateTimeOffset Now)
{
    /// <summary>The desk that wants it; null for the city's own people and for the hub.</summary>
    public string? ByDesk { get; init; }
}

/// <summary>Opens a problem.</summary>
public sealed record OpenProblem(ProblemOpened Opened, DateTimeOffset Now) : ProblemCommand(Now);

/// <summary>Gives it to another desk.</summary>
public sealed record ChangeOwner(string Owner, string Reason, DateTimeOffset Now) : ProblemCommand(Now);

/// <summary>Tells the cause, or what to do meanwhile.</summary>
public sealed record TellKnownError(string? Cause, IncidentText? Workaround, DateTimeOffset Now) : ProblemCommand(Now);

/// <summary>Closes it.</summary>
public sealed record CloseProblem(IncidentSource Source, string Reason, DateTimeOffset Now) : ProblemCommand(Now);

/// <summary>Opens it again.</summary>
public sealed record ReopenProblem(IncidentSource Source, string Reason, DateTimeOffset Now) : ProblemCommand(Now);

/// <summary>The rules of a problem's life. What a person closed, the hub does not open again.</summary>
public static class ProblemDecider
{
    /// <summary>The id of the problem that a key stands for: eight hexadecimal digits.</summary>
    /// <param name="key">What a repeat is recognised by.</param>
    public static string IdOf(string key) => EventId.From("problem", key).ToString("N")[..8];

    /// <summary>What the command leads to. Sent twice, it changes nothing the second time.</summary>
    public static Decision<ProblemEvent> Decide(ProblemState state, ProblemCommand command) => (state, command) switch
    {
        ({ Owner: null }, OpenProblem c) => Yes(c.Opened),
        (_, OpenProblem) => Yes(),
        ({ Owner: null }, _) => No("problem-unknown", "There is no such problem."),
        (_, { ByDesk: { } desk }) when desk != state.Owner => No("not-responsible", $"Only the desk that owns the problem may do this: {state.Owner}."),
        (_, ChangeOwner c) => c.Owner == state.Owner ? Yes() : Yes(new ProblemOwnerChanged(c.Owner, c.Reason, c.Now)),
        (_, TellKnownError c) => c.Cause == state.Cause && c.Workaround == state.Workaround ? Yes() : Yes(new KnownErrorFound(c.Cause, c.Workaround, c.Now)),
        ({ Closed: not null }, CloseProblem) or ({ Closed: null }, ReopenProblem) => Yes(),
        (_, CloseProblem c) => Yes(new ProblemClosed(c.Source, c.Reason, c.Now)),
        ({ Closed: IncidentSource.Hand }, ReopenProblem { Source: not IncidentSource.Hand }) => No("closed-by-hand", "A person closed the problem; only a person opens it again."),
        (_, ReopenProblem c) => Yes(new ProblemReopened(c.Source, c.Reason, c.Now)),
        _ => No("not-possible", "This cannot be done with the problem as it stands."),
    };

    private static Accepted<ProblemEvent> Yes(params IReadOnlyList<ProblemEvent> events) => new(events);

    private static Refused<ProblemEvent> No(string code, string why) => new(code, why);
}

/// <summary>What later decisions about a problem ask for.</summary>
/// <param name="Owner">The desk that is to find the cause; null before it is opened.</param>
/// <param name="Closed">Who closed it; null while it is open.</param>
public sealed record ProblemState(string? Owner = null, string? Cause = null, IncidentText? Workaround = null, IncidentSource? Closed = null)
{
    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public ProblemState After(object? fact) => fact switch
    {
        ProblemOpened e => this with { Owner = e.Owner },
        ProblemOwnerChanged e => this with { Owner = e.Owner },
        KnownErrorFound e => this with { Cause = e.Cause, Workaround = e.Workaround },
        ProblemClosed e => this with { Closed = e.Source },
        ProblemReopened => this with { Closed = null },
        _ => this,
    };
}
