using System.Collections.Frozen;
using System.Collections.Immutable;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>A call that a case's user was promised.</summary>
/// <param name="Apart">Whether it counts here: a booked time, or a call that the desk makes itself. The wait for a place that the hub keeps is an answer time.</param>
/// <param name="MadeAt">When the person was called, reached or not; null when it was not.</param>
/// <param name="Missed">Whether the time passed without a call, or the person was given up.</param>
public sealed record PromisedCall(
    string Desk, DateTimeOffset From, DateTimeOffset Until, bool Apart, DateTimeOffset? MadeAt = null, bool Missed = false)
{
    /// <summary>Whether it is still to be made.</summary>
    public bool IsOpen => MadeAt is null && !Missed;
}

/// <summary>The calls that a case's user was promised, for figures.</summary>
/// <param name="Organisation">Where the matter belongs; null when that is not known.</param>
public sealed record CallBackRow(string? Organisation, ImmutableArray<PromisedCall> Calls)
{
    internal const string Booked = "booked";
    internal const string Punctual = "punctual";
    internal const string Untimely = "untimely";
    internal const string Missed = "missed";

    /// <summary>By case.</summary>
    public static readonly View<CallBackRow> View = new("call-back-figures", 2, KeyOf, Apply, FrozenDictionary<string, Func<CallBackRow, string?>>.Empty)
    {
        Types = new[]
        {
            typeof(CaseOpened), typeof(CallBackBooked), typeof(CallBackMoved), typeof(CallBackMade), typeof(CallBackMissed), typeof(CallBackGivenUp), typeof(CallBackCancelled),
        }.Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal),
        Tallies = Of,
    };

    /// <summary>Counted under the day that the call was promised for.</summary>
    private static IEnumerable<Tally> Of(CallBackRow row) => row.Calls.Where(call => call.Apart).SelectMany(call => CallTally.Split(call.From, call.Desk, row.Organisation, Counts(call)));

    private static IEnumerable<(string Name, long Count)> Counts(PromisedCall call)
    {
        yield return (Booked, 1);
        if (call.MadeAt is { } made)
        {
            yield return (call.From <= made && made <= call.Until ? Punctual : Untimely, 1);
        }
        else if (call.Missed)
        {
            yield return (Missed, 1);
        }
    }

    private static string? KeyOf(Known known) => known.Recorded.Stream.StartsWith("case-", StringComparison.Ordinal) ? known.Recorded.Stream : null;

    private static CallBackRow? Apply(CallBackRow? row, Known known) => (row, known.Fact) switch
    {
        (null, CaseOpened e) => new CallBackRow(e.Organisation, []),
        (null, CallBackBooked) => Apply(new CallBackRow(null, []), known),
        ({ }, CallBackBooked e) => row with { Calls = row.Calls.Add(new PromisedCall(e.Desk, e.From, e.Until, e.Kind == CallBackKind.Booked || e.Callback is null)) },
        ({ Calls: [.., { IsOpen: true } last] }, CallBackMoved e) => row.Now(last with { Desk = e.Desk, From = e.From, Until = e.Until, Apart = e.Kind == CallBackKind.Booked }),
        ({ Calls: [.., { IsOpen: true } last] }, CallBackMade e) => row.Now(last with { MadeAt = e.At }),
        ({ Calls: [.., { IsOpen: true } last] }, CallBackMissed or CallBackGivenUp) => row.Now(last with { Missed = true }),
        ({ Calls: [.., { IsOpen: true }] }, CallBackCancelled) => row with { Calls = row.Calls.RemoveAt(row.Calls.Length - 1) },
        _ => row,
    };

    private CallBackRow Now(PromisedCall last) => this with { Calls = Calls.SetItem(Calls.Length - 1, last) };
}
