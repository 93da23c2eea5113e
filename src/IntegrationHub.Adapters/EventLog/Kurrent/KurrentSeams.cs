namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>What tests may change about a log; the hub uses the defaults.</summary>
internal sealed record KurrentSeams
{
    /// <summary>How long an append or a read goes on trying; long enough for a cluster to elect a leader several times over.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest wait between two tries; the first is at once, then 50 ms, doubling.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Ids of events that are remembered for appends to any revision; about 60 bytes each.</summary>
    public int KnownIds { get; init; } = 200_000;
}
