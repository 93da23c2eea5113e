using System.Collections.Frozen;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>One call, as far as figures ask for it. Nothing of who called.</summary>
/// <param name="Seen">When its first event happened, UTC; the first ring when <paramref name="Received"/>.</param>
/// <param name="Received">Whether the log has the call's coming in; without it, how long it rang is not known.</param>
public sealed record CallRow(DateTimeOffset Seen, bool Received)
{
    /// <summary>Whether the hub placed the call: it is no call that came in, and only its wait counts.</summary>
    public bool Placed { get; init; }

    /// <summary>Of a placed call that keeps a place: the first ring of the call that the place is kept for. Null: a booked time, which counts apart.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The desk that took the call first; else the one that was called last; null when none was.</summary>
    public string? Desk { get; init; }

    /// <summary>Where the matter belongs; null when that is not known.</summary>
    public string? Organisation { get; init; }

    /// <summary>When a person of a desk took the call: the first time.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>The desk that took it last.</summary>
    public string? TakenBy { get; init; }

    /// <summary>Whether the two spoke, though no event says when the desk took the call.</summary>
    public bool Spoke { get; init; }

    /// <summary>How often another desk took over.</summary>
    public int Transfers { get; init; }

    /// <summary>Whether the matter was settled without a desk, so far.</summary>
    public bool Settled { get; init; }

    /// <summary>Whether the caller was promised a call, or left a message.</summary>
    public bool Promised { get; init; }

    /// <summary>How a forgotten password went.</summary>
    public PasswordHelp Password { get; init; }

    /// <summary>Whether the call is known to be over.</summary>
    public bool Over { get; init; }

    /// <summary>All calls, by their stream.</summary>
    public static readonly View<CallRow> View = new("call-figures", 4, KeyOf, Apply, FrozenDictionary<string, Func<CallRow, string?>>.Empty)
    {
        Types = StoredTypes.Of<CallEvent>().ToFrozenSet(StringComparer.Ordinal),
        Tallies = CallTally.Of,
    };

    private static string? KeyOf(Known known) => known.Fact is CallEvent ? known.Recorded.Stream : null;

    /// <summary>
    /// The one place where events become figures: whatever else can happen in a call (a place in the line, a kept place, a transfer) is
    /// folded in here. A placed call begins as a row with <see cref="Placed"/>, and with <see cref="Since"/> where it keeps a place, so that the
    /// wait counts from the first ring of the call before.
    /// </summary>
    private static CallRow? Apply(CallRow? row, Known known) => (row, known.Fact) switch
    {
        (null, CallReceived e) => Heard(new CallRow(e.At, Received: true), e.Turn),
        (null, CallAnswered e) => Heard(new CallRow(e.At, Received: true) { Placed = true, Since = e.Since }, e.Turn),
        (null, CallEvent e) => Apply(new CallRow(e.At, Received: false), known),
        ({ }, CallStepTaken e) => Heard(row, e.Turn),
        ({ TakenAt: null }, CallTaken e) => row with { TakenAt = e.At, TakenBy = e.Desk, Desk = e.Desk ?? row.Desk },
        ({ }, CallTaken e) when e.Desk != row.TakenBy => row with { TakenBy = e.Desk, Transfers = row.Transfers + 1 },
        ({ }, CallEnded) => row with { Over = true },
        _ => row,
    };

    private static CallRow Heard(CallRow row, Turn turn) => row with
    {
        Desk = row.TakenAt is null && turn.Kind is (TurnKind.Connect or TurnKind.Wait) ? turn.Desk ?? row.Desk : row.Desk,
        Organisation = turn.Who?.Role?.Organisation ?? row.Organisation,
        Spoke = row.Spoke || turn.Lead == Lead.Spoken,
        Settled = turn.Kind is not (TurnKind.Connect or TurnKind.Wait) && (row.Settled || Settles(turn)),
        Promised = row.Promised || turn.Kind is TurnKind.Promise or TurnKind.OfferTimes or TurnKind.TimeBooked || turn.Lead == Lead.MessageLeft,
        Over = row.Over || turn.Ends,
        Password = Helped(row.Password, turn),
    };

    private static PasswordHelp Helped(PasswordHelp before, Turn turn) => turn switch
    {
        { Lead: Lead.SelfServiceHelped } => PasswordHelp.SelfService,
        { Kind: TurnKind.OfferSelfService or TurnKind.AskHelped } => PasswordHelp.Offered,
        { Kind: TurnKind.Connect or TurnKind.Wait } when before == PasswordHelp.Offered || turn.Routing?.Service == PasswordSelfService.Service => PasswordHelp.Desk,
        _ => before,
    };

    /// <summary>A case's or an order's status was told, closed, opened again or added to; or the caller is counted in at an incident.</summary>
    private static bool Settles(Turn turn) => turn.Kind is TurnKind.TellCase or TurnKind.TellOrder
        || turn.Lead is Lead.Confirmed or Lead.Reopened or Lead.PassedOn or Lead.IncidentJoined or Lead.NewsPromised
            or Lead.SelfServiceHelped or Lead.Escalated or Lead.HighestAlready or Lead.SuspicionNoted;
}

/// <summary>How a forgotten password went in a call.</summary>
public enum PasswordHelp
{
    /// <summary>The call is not about one, as far as is known.</summary>
    None,

    /// <summary>Self-service was offered, and the caller has not said whether it helped.</summary>
    Offered,

    /// <summary>The caller said that self-service helped.</summary>
    SelfService,

    /// <summary>The desk was called.</summary>
    Desk,
}
