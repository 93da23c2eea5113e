using System.Globalization;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// Promised calls. The place in the line is promised first and the times are offered after, so that whoever hangs up has the promise
/// all the same. Of a call that the hub placed nothing is said before a person has pressed a key: a machine may listen.
/// </summary>
public sealed partial class Dialogue
{
    private const string ChangeCallKey = "4";
    private const string CancelKey = "9";
    private const string NoNeedKey = "2";

    /// <summary>Most times that are offered at once.</summary>
    public const int MostTimes = 3;

    /// <summary>The first turn of a call that the hub placed.</summary>
    /// <param name="promise">All that is known of the matter, as a turn that connects.</param>
    /// <param name="machine">Whether a machine answered: then nothing is said.</param>
    public static Turn Greet(Turn promise, bool machine) =>
        machine ? promise with { Kind = TurnKind.Goodbye, Case = null, Desk = null } : promise with { Kind = TurnKind.CallbackHello };

    private static Plan Promised(Turn turn, Booked booked)
    {
        var told = turn with
        {
            CallFrom = booked.Later || booked.AtATime ? booked.From : null,
            Promised = new PromisedTime(booked.From, booked.AtATime),
            Times = booked.Times.Count > 0 ? [.. booked.Times.Take(MostTimes)] : null,
        };
        return new Plan(booked.AtATime ? told with { Kind = TurnKind.TimeBooked, Times = null } : told.Times is null ? told : told with { Kind = TurnKind.OfferTimes, Failures = 0 });
    }

    private static Plan Timed(Plan plan, Outcome outcome) => (plan.First, outcome) switch
    {
        (FindTimes, TimesFound found) => new Plan(plan.Turn with { Times = [.. found.Times.Take(MostTimes)] }),
        (MoveCall move, Done) => new Plan(plan.Turn.To(TurnKind.TimeBooked) with { CallFrom = move.Start, Promised = new PromisedTime(move.Start, true), Times = null }),
        (MoveCall move, NotDone { Code: "slot-full" or "slot-unknown" }) => new Plan(plan.Turn with { Lead = Lead.TimeTaken }, new FindTimes(move.Number)),
        (CancelCall, Done) => new Plan(plan.Turn.To(TurnKind.Goodbye, Lead.CallCancelled) with { Times = null, Promised = null }),
        _ => new Plan(plan.Turn.To(TurnKind.Goodbye, Lead.CallOver) with { Times = null, Promised = null }),
    };

    private Plan CallbackHeard(Turn turn, string keys, string said, bool unsure)
    {
        var key = keys.Length > 0 ? keys
            : said.Length == 0 || unsure ? ""
            : turn.Kind == TurnKind.CallbackHello ? (Utterance.AsksForPerson(said) ? "1" : Utterance.Agrees(said) switch { true => "1", false => NoNeedKey, _ => "" })
            : Utterance.AsksForPerson(said) ? "0"
            : Utterance.Figures(said);
        return (turn.Kind, key) switch
        {
            (_, "8") => new Plan(turn with { Language = turn.Language == "sv" ? "en" : "sv", Lead = Lead.None }),
            (TurnKind.CallbackHello, "1" or "0") => ToDesk(turn.To(TurnKind.Connect)),
            (TurnKind.CallbackHello, NoNeedKey) => new Plan(turn, new CancelCall(turn.Case!.Value)),
            (TurnKind.ChangeTime, "0") => ToPerson(turn with { Times = null }, Lead.None),
            (TurnKind.ChangeTime, CancelKey) => new Plan(turn, new CancelCall(turn.Case!.Value)),
            (TurnKind.OfferTimes or TurnKind.ChangeTime, _) when TimeAt(turn, key) is { } start => new Plan(turn, new MoveCall(turn.Case!.Value, start)),
            _ => NotChosen(turn, keys, said, unsure),
        };
    }

    /// <summary>Whoever chooses nothing keeps what is promised; whoever never presses a key when the hub calls is perhaps a machine.</summary>
    private static Plan NotChosen(Turn turn, string keys, string said, bool unsure) => turn.Failures + 1 < (turn.Kind == TurnKind.CallbackHello ? MostFailures : 2)
        ? new Plan(turn with
        {
            Failures = turn.Failures + 1,
            Lead = keys.Length > 0 ? Lead.WrongKey : said.Length == 0 ? Lead.None : unsure ? Lead.Unsure : Lead.NotUnderstood,
        })
        : new Plan(turn.To(TurnKind.Goodbye) with { Times = null });

    private static DateTimeOffset? TimeAt(Turn turn, string key) =>
        int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= (turn.Times?.Count ?? 0) ? turn.Times![n - 1] : null;
}
