using System.Collections.Frozen;
using System.Collections.Immutable;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>A call that a case's user was promised.</summary>
/// <param name="MadeAt">When the desk called, reached or not; null when it has not.</param>
/// <param name="Missed">Whether the time passed without a call.</param>
public sealed record PromisedCall(string Desk, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset? MadeAt = null, bool Missed = false);

/// <summary>The calls that a case's user was promised, for figures.</summary>
/// <param name="Organisation">Where the matter belongs; null when that is not known.</param>
public sealed record CallBackRow(string? Organisation, ImmutableArray<PromisedCall> Calls)
{
    internal const string Booked = "booked";
    internal const string Punctual = "punctual";
    internal const string Untimely = "untimely";
    internal const string Missed = "missed";

    /// <summary>By case.</summary>
    public static readonly View<CallBackRow> View = new("call-back-figures", 1, KeyOf, Apply, FrozenDictionary<string, Func<CallBackRow, string?>>.Empty)
    {
        Types = new[] { typeof(CaseOpened), typeof(CallBackBooked), typeof(CallBackMade), typeof(CallBackMissed) }
            .Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal),
        Tallies = Of,
    };

    /// <summary>Counted under the day that the call was promised for.</summary>
    private static IEnumerable<Tally> Of(CallBackRow row) => row.Calls.SelectMany(call => CallTally.Split(call.From, call.Desk, row.Organisation, Counts(call)));

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
        ({ }, CallBackBooked e) => row with { Calls = row.Calls.Add(new PromisedCall(e.Desk, e.From, e.Until)) },
        ({ Calls: [.., { MadeAt: null, Missed: false } last] }, CallBackMade e) => row with { Calls = row.Calls.SetItem(row.Calls.Length - 1, last with { MadeAt = e.At }) },
        ({ Calls: [.., { MadeAt: null, Missed: false } last] }, CallBackMissed) => row with { Calls = row.Calls.SetItem(row.Calls.Length - 1, last with { Missed = true }) },
        _ => row,
    };
}
