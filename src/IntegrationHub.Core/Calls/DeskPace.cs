using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Calls;

/// <summary>One caller who waited and was answered.</summary>
/// <param name="Seconds">The wait, per place in the line.</param>
public sealed record Answered(DateTimeOffset At, double Seconds);

/// <summary>How quickly a desk's line has moved lately: the waits of those who stood in it and were answered.</summary>
/// <param name="Lately">The last few, oldest first.</param>
public sealed record DeskPace(string Desk, IReadOnlyList<Answered> Lately)
{
    /// <summary>With fewer waits than this there is no ground to say anything.</summary>
    public const int Ground = 3;

    private const int Kept = 7;

    /// <summary>What is longer ago says nothing of now.</summary>
    private static readonly TimeSpan s_lately = TimeSpan.FromHours(2);

    /// <summary>The pace of every desk.</summary>
    public static readonly View<DeskPace> View = new(
        "desk-pace", 1, known => known.Fact is CallTaken { Desk: { } desk, Waited: not null } ? desk : null, Apply,
        FrozenDictionary<string, Func<DeskPace, string?>>.Empty)
    {
        Types = FrozenSet.Create(StringComparer.Ordinal, StoredTypes.NameOf(typeof(CallTaken))),
    };

    /// <summary>How long whoever has so many before will wait, in minutes rounded up; null when there is no ground to say.</summary>
    public int? Minutes(int ahead, DateTimeOffset now)
    {
        double[] seconds = [.. Lately.Where(answered => now - answered.At <= s_lately).Select(answered => answered.Seconds).Order()];
        return seconds.Length < Ground ? null : Math.Max(1, (int)Math.Ceiling(seconds[seconds.Length / 2] * (ahead + 1) / 60));
    }

    /// <inheritdoc/>
    public bool Equals(DeskPace? other) => other is not null && Desk == other.Desk && Lately.SequenceEqual(other.Lately);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Desk, Lately.Count);

    /// <summary>The pace after one more answer.</summary>
    public static DeskPace? Apply(DeskPace? row, Known known) => known.Fact is not CallTaken { Desk: { } desk, Waited: { } waited } e ? row
        : new DeskPace(desk, [.. (row?.Lately ?? []).TakeLast(Kept - 1), new Answered(e.At, (e.At - waited.Since).TotalSeconds / (waited.Began + 1))]);
}
