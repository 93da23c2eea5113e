namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>How a consumer group is made; a group that is there already stays as it is.</summary>
public sealed record GroupSettings
{
    /// <summary>Whether it begins with the first event of the log; otherwise with what comes after it was made.</summary>
    public bool FromStart { get; init; }

    /// <summary>How long a consumer may take over an event before it is given out again.</summary>
    public TimeSpan MessageTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often an event is tried again before it is parked.</summary>
    public int MaxRetries { get; init; } = 10;

    /// <summary>How many events one consumer may have in hand.</summary>
    public int InHand { get; init; } = 20;

    /// <summary>How many consumers the group may have; 0 for any number.</summary>
    public int MaxConsumers { get; init; }
}

/// <summary>How a consumer group is getting on.</summary>
/// <param name="Status">In the database's word: <c>Live</c>, <c>Behind</c> and so on.</param>
/// <param name="Consumers">How many are connected.</param>
/// <param name="Parked">Events that failed for good and wait for a person.</param>
/// <param name="InFlight">Events given out and not answered yet.</param>
/// <param name="Handed">Events given out since the group was loaded.</param>
public sealed record GroupInfo(string Status, int Consumers, long Parked, int InFlight, long Handed);
