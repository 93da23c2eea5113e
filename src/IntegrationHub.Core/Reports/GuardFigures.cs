namespace IntegrationHub.Core.Reports;

/// <summary>What happened, by the history alone.</summary>
/// <param name="ReturnedCases">A team stands twice in the sequence of teams.</param>
/// <param name="ReturnedShare">Of all cases, 0 to 1; 4 decimals, as all shares.</param>
/// <param name="AbaCases">Some team had it, gave it away and got it straight back: A, B, A.</param>
/// <param name="Returns">Moves to a team that had the case before.</param>
/// <param name="LaterHandovers">Moves after the second of a case.</param>
/// <param name="TravelDays">Time at teams that did not solve the case; null where the log has no times.</param>
/// <param name="TravelDaysQueued">The part of it in which nobody had taken the case up.</param>
/// <param name="Reassigned">How often cases were passed on by the log's own count; null where it does not count.</param>
/// <param name="Reopened">Cases that were opened again, by the log's own count.</param>
public sealed record FlowHistoryFigures(
    int Moves, int ReturnedCases, decimal ReturnedShare, int AbaCases, decimal AbaShare, int Returns, int LaterHandovers,
    decimal? TravelDays, decimal? TravelDaysQueued, int? Reassigned, int? Reopened);

/// <summary>What the rule would have answered. Counterfactual.</summary>
/// <param name="CasesTouched">Cases with at least one handover refused.</param>
/// <param name="ReturnsRefused">Handovers refused as the team had had the case.</param>
/// <param name="ThirdHandoversRefused">Handovers refused as the third.</param>
/// <param name="JointResolutions">Opened instead; one for each refusal.</param>
/// <param name="ReturnsNeverLeft">Returns that are none by the handshake: the team between never took the case up, so that the ball would have stayed.</param>
/// <param name="ReturnsWhileJoint">Returns between teams that would have worked on the same case by then.</param>
/// <param name="ReturnsTurnedJoint">Returns that would have been turned into joint resolution.</param>
/// <param name="EventsAfterRefusal">Lines that followed the first refused return of a case.</param>
/// <param name="DaysAfterRefusal">From the first refused return of a case to its last line; null where the log has no times.</param>
public sealed record GuardFigures(
    int CasesTouched, int ReturnsRefused, int ThirdHandoversRefused, int JointResolutions,
    int ReturnsNeverLeft, int ReturnsWhileJoint, int ReturnsTurnedJoint, int EventsAfterRefusal, decimal? DaysAfterRefusal);

/// <summary>How a router trained on the earlier half would have sent the later half. Counterfactual.</summary>
/// <param name="TrainedOn">Cases of the earlier half that it learnt from.</param>
/// <param name="TriedOn">Cases of the later half.</param>
/// <param name="Threshold">Confidence from which on a case is sent; null when none is.</param>
/// <param name="Sent">Cases above it; the others go where they went.</param>
/// <param name="SentRight">Sent to the team that in the end solved the case.</param>
/// <param name="AtOnceShare">Share of cases that would have come at once to their solver, sent or not.</param>
/// <param name="HistoryAtOnceShare">The share of which it was true in the history.</param>
/// <param name="SentAwayFromSolver">Cases that history gave to their solver at first and the router would have sent elsewhere.</param>
public sealed record RoutingTrialFigures(
    int TrainedOn, int TriedOn, double? Threshold, int Sent, int SentRight, decimal AtOnceShare, decimal HistoryAtOnceShare, int SentAwayFromSolver);

/// <summary>What would have become of the later half's returns; each counts once. Counterfactual.</summary>
/// <param name="AvoidedByRouting">The router would have sent the case right away, above its threshold, to the team that in the end solved it.</param>
/// <param name="OfThoseSentThereInHistory">The part of them in which that was the first team in the history too: it had the case at once, and still passed it on.</param>
/// <param name="AvoidedByRule">Of the rest: the ball had never left, or both teams worked on the case already.</param>
/// <param name="TurnedJoint">Of the rest: refused, and joint resolution opened.</param>
/// <param name="AvoidedShare">By routing and rule together.</param>
/// <param name="StrictlyAvoidedShare">The same, where routing avoids a return only if it would have sent the case elsewhere than history did.</param>
public sealed record ReturnsFigures(
    int Returns, int AvoidedByRouting, int OfThoseSentThereInHistory, int AvoidedByRule, int TurnedJoint, decimal AvoidedShare, decimal StrictlyAvoidedShare)
{
    /// <summary>What is wanted of <see cref="AvoidedShare"/>.</summary>
    public decimal GoalShare { get; } = 0.6667m;
}

/// <summary>A router tried on history, and what it and the rule would have made of the returns.</summary>
public sealed record RoutingFigures(RoutingTrialFigures Routing, ReturnsFigures Returns);
