using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Simulation;

/// <summary>The log holds a made-up history: nothing in it is real, and no real case may come to stand beside it.</summary>
/// <param name="Cases">As in <see cref="SimulationSettings"/>.</param>
[StoredAs("history-simulated", 1)]
public sealed record HistorySimulated(int Cases, int Days, int Seed, DateTimeOffset Start, DateTimeOffset At)
{
    /// <summary>Where it stands.</summary>
    public const string Stream = "simulation";
}
