using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Calls;

/// <summary>A call whose desk rings or that stands in the desk's line. Folded from the call's own events.</summary>
/// <param name="Call">The call's stream.</param>
/// <param name="InLine">Whether it has waited; a call that rings for the first time stands in nobody's way.</param>
/// <param name="Step">The last step of the call.</param>
/// <param name="HeardAt">When it was last heard from.</param>
public sealed record WaitingCall(string Call, string Desk, DateTimeOffset Since, bool InLine, int Step, DateTimeOffset HeardAt)
{
    private static readonly FrozenSet<string> s_types = new[] { typeof(CallReceived), typeof(CallStepTaken), typeof(CallOffered), typeof(CallTaken), typeof(CallEnded) }
        .Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every call that rings or waits, sought by desk.</summary>
    public static readonly View<WaitingCall> View = new(
        "waiting-calls", 1, known => Concerns(known.Fact) ? known.Recorded.Stream : null, (row, known) => After(row, known.Recorded.Stream, known.Fact),
        new Dictionary<string, Func<WaitingCall, string?>>(StringComparer.Ordinal) { ["desk"] = row => row.Desk }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = s_types,
    };

    /// <summary>Whether the event of a call can change its place.</summary>
    public static bool Concerns(object? fact) =>
        fact is CallReceived { Turn.Waiting: not null } or CallStepTaken { Turn.Waiting: not null } or CallOffered or CallTaken or CallEnded;

    /// <summary>The row after one more event of the call; null when it neither rings nor waits.</summary>
    public static WaitingCall? After(WaitingCall? row, string call, object? fact) => fact switch
    {
        CallReceived e => Of(row, call, 0, e.Turn, e.At),
        CallStepTaken e => Of(row, call, e.Step, e.Turn, e.At),
        CallOffered e => row is null ? null : row with { HeardAt = e.At },
        CallTaken or CallEnded => null,
        _ => row,
    };

    /// <summary>Whether it goes before a caller who waits since then.</summary>
    /// <param name="since">When that caller's wait began.</param>
    /// <param name="call">That caller's call; decides between two that began at the same instant.</param>
    /// <param name="now">The time: a call that was not heard from lately is passed over.</param>
    public bool GoesBefore(DateTimeOffset since, string call, DateTimeOffset now) =>
        InLine && Call != call && now - HeardAt <= Waiting.HeardWithin
        && (Since < since || (Since == since && string.CompareOrdinal(Call, call) < 0));

    private static WaitingCall? Of(WaitingCall? row, string call, int step, Turn turn, DateTimeOffset at) => turn switch
    {
        { Kind: TurnKind.Wait, Waiting: { } w, Desk: { } desk } => new WaitingCall(call, desk, w.Since, InLine: true, step, at),
        { Kind: TurnKind.Connect, Waiting: { } w, Desk: { } desk } => new WaitingCall(call, desk, w.Since, row?.InLine == true, step, at),
        _ => null,
    };
}
