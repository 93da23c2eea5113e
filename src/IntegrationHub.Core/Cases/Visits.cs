using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Cases;

/// <summary>A technician is to come.</summary>
/// <param name="Visit">Id of the visit, the desk's or the supplier's own: 1 to 100 characters.</param>
/// <param name="Desk">Whose technician it is.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">Not after.</param>
[StoredAs("visit-booked", 1)]
public sealed record VisitBooked(string Visit, string Desk, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At) : CaseEvent(At);

/// <summary>The technician comes at another time.</summary>
[StoredAs("visit-moved", 1)]
public sealed record VisitMoved(string Visit, string Desk, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset At) : CaseEvent(At);

/// <summary>The technician came.</summary>
[StoredAs("visit-kept", 1)]
public sealed record VisitKept(string Visit, string Desk, DateTimeOffset At) : CaseEvent(At);

/// <summary>The technician did not come, or could not do anything there.</summary>
[StoredAs("visit-missed", 1)]
public sealed record VisitMissed(string Visit, string Desk, Privacy.Personal Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>Where a visit stands.</summary>
public enum VisitStanding
{
    /// <summary>It is to come.</summary>
    Booked,

    /// <summary>The technician came.</summary>
    Kept,

    /// <summary>The technician did not come, or could not do anything there.</summary>
    Missed,
}

/// <summary>A technician's visit, as it stands.</summary>
/// <param name="Desk">Whose technician it is.</param>
public sealed record Visit(string Id, string Desk, DateTimeOffset From, DateTimeOffset Until, VisitStanding Standing);

/// <summary>Books a visit. One that is booked is moved instead.</summary>
public sealed record BookVisit(string Desk, string Visit, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Moves a visit.</summary>
public sealed record MoveVisit(string Desk, string Visit, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Says that the technician came.</summary>
public sealed record KeepVisit(string Desk, string Visit, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>Says that the technician did not come.</summary>
public sealed record MissVisit(string Desk, string Visit, string Reason, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>The rules of visits: any desk that has or had the case may send a technician; ball and clock stay where they are.</summary>
internal static class Visits
{
    /// <summary>What is refused: a visit that ends before it begins, one that nobody booked, and a change of one that is over.</summary>
    public static Decision<CaseEvent> Decide(CaseState state, CaseCommand command)
    {
        var (desk, id) = Of(command);
        if (!state.Desks.Contains(desk))
        {
            return CaseDecider.No("not-given", $"The desk {desk} was never given the case.");
        }

        return (state.Visits.GetValueOrDefault(id), command) switch
        {
            (_, BookVisit c) when c.Until <= c.From => No(),
            (_, MoveVisit c) when c.Until <= c.From => No(),
            (null, BookVisit c) => CaseDecider.Yes(new VisitBooked(id, desk, c.From, c.Until, c.Now)),
            (null, _) => CaseDecider.No("visit-unknown", $"There is no visit {id}. Book it first."),
            ({ Standing: VisitStanding.Kept }, KeepVisit) or ({ Standing: VisitStanding.Missed }, MissVisit) => CaseDecider.Yes(),
            ({ Standing: not VisitStanding.Booked }, _) => CaseDecider.No("visit-over", $"The visit {id} is over. Book another under a new id."),
            ({ } known, BookVisit c) => Move(known, desk, c.From, c.Until, c.Now),
            ({ } known, MoveVisit c) => Move(known, desk, c.From, c.Until, c.Now),
            (_, KeepVisit c) => CaseDecider.Yes(new VisitKept(id, desk, c.Now)),
            (_, MissVisit c) => CaseDecider.Yes(new VisitMissed(id, desk, state.Text(c.Reason), c.Now)),
            _ => CaseDecider.Yes(),
        };
    }

    /// <summary>The visits after one more event.</summary>
    public static System.Collections.Immutable.ImmutableDictionary<string, Visit> After(System.Collections.Immutable.ImmutableDictionary<string, Visit> visits, object fact) => fact switch
    {
        VisitBooked e => visits.SetItem(e.Visit, new Visit(e.Visit, e.Desk, e.From, e.Until, VisitStanding.Booked)),
        VisitMoved e when visits.GetValueOrDefault(e.Visit) is { } known => visits.SetItem(e.Visit, known with { Desk = e.Desk, From = e.From, Until = e.Until }),
        VisitKept e when visits.GetValueOrDefault(e.Visit) is { } known => visits.SetItem(e.Visit, known with { Standing = VisitStanding.Kept }),
        VisitMissed e when visits.GetValueOrDefault(e.Visit) is { } known => visits.SetItem(e.Visit, known with { Standing = VisitStanding.Missed }),
        _ => visits,
    };

    private static (string Desk, string Visit) Of(CaseCommand command) => command switch
    {
        BookVisit c => (c.Desk, c.Visit),
        MoveVisit c => (c.Desk, c.Visit),
        KeepVisit c => (c.Desk, c.Visit),
        MissVisit c => (c.Desk, c.Visit),
        _ => throw new InvalidOperationException($"{command.GetType().Name} is about no visit."),
    };

    private static Decision<CaseEvent> Move(Visit known, string desk, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now) =>
        known.From == from && known.Until == until ? CaseDecider.Yes() : CaseDecider.Yes(new VisitMoved(known.Id, desk, from, until, now));

    private static Decision<CaseEvent> No() => CaseDecider.No("visit-without-time", "The visit ends before it begins. Say from when until when.");
}
