using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Callbacks;

/// <summary>A promised call that nobody has had yet, in lists: who is next at a desk. Without a word of anybody's.</summary>
/// <param name="Person">The pseudonym under which the number is kept.</param>
/// <param name="Since">When the person first called: the place in the line.</param>
/// <param name="UnderWay">Whether the person is being called.</param>
/// <param name="Calls">The carrier's ids of the calls that were placed.</param>
public sealed record CallbackRow(
    CallbackId Callback, CaseNumber Case, string Desk, string Person, CallBackKind Kind, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Since,
    bool UnderWay, DateTimeOffset NextAt, IReadOnlyList<string> Calls)
{
    /// <summary>All of them, sought by desk or person. One that was made, given up or cancelled is in it no more.</summary>
    public static readonly View<CallbackRow> View = new(
        "callbacks", 1, KeyOf, Apply,
        new Dictionary<string, Func<CallbackRow, string?>>(StringComparer.Ordinal) { ["desk"] = row => row.Desk, ["person"] = row => row.Person }
            .ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = new[]
        {
            typeof(CallBackBooked), typeof(CallBackMoved), typeof(CallBackCancelled), typeof(CallBackGivenUp), typeof(CallBackMade),
            typeof(CallbackTried), typeof(CallbackPlaced), typeof(CallbackAttemptEnded),
        }.Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal),
    };

    // A case has at most one open, so its number is the key.
    private static string? KeyOf(Known known) => known.Fact switch
    {
        CallBackBooked { Callback: null } => null,
        CallBackBooked or CallBackMoved or CallBackCancelled or CallBackGivenUp or CallBackMade => known.Recorded.Stream["case-".Length..],
        CallbackTried e => e.Callback.Case.Value,
        CallbackPlaced e => e.Callback.Case.Value,
        CallbackAttemptEnded e => e.Callback.Case.Value,
        _ => null,
    };

    private static CallbackRow? Apply(CallbackRow? row, Known known) => (row, known.Fact) switch
    {
        (_, CallBackBooked { Callback: { } id } e) => new CallbackRow(
            id, id.Case, e.Desk, e.Phone.Of.Value, e.Kind ?? CallBackKind.KeptPlace, e.From, e.Until, e.Since ?? e.At, UnderWay: false, e.From, []),
        (_, CallBackCancelled or CallBackGivenUp or CallBackMade) => null,
        ({ }, CallBackMoved e) => row with { Desk = e.Desk, Kind = e.Kind, From = e.From, Until = e.Until, NextAt = e.From },
        ({ }, CallbackTried e) when e.Callback == row.Callback => row with { UnderWay = true },
        ({ }, CallbackPlaced e) when e.Callback == row.Callback => row with { Calls = [.. row.Calls, e.Call] },
        ({ }, CallbackAttemptEnded e) when e.Callback == row.Callback => row with
        {
            UnderWay = false,
            NextAt = e.At + CallbackPlan.Pauses[Math.Min(row.Calls.Count, CallbackPlan.Pauses.Count) is var n and > 0 ? n - 1 : 0],
        },
        _ => row,
    };
}
