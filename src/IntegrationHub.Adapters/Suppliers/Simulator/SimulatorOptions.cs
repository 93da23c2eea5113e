namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>One supplier that the simulator plays.</summary>
/// <param name="Id">The supplier's id at the hub: <c>telephony</c>.</param>
/// <param name="HubToken">What the hub presents to it.</param>
/// <param name="OwnToken">What it presents to the hub.</param>
/// <param name="SigningKey">When set, signatures are sent and required, as with <see cref="SupplierSettings.SigningKey"/>.</param>
public sealed record SimulatedSupplier(string Id, string HubToken, string OwnToken, string? SigningKey = null)
{
    /// <summary>The four that are played unless told otherwise.</summary>
    public static readonly IReadOnlyList<string> Desks = ["workplace", "central-systems", "telephony", "mobile"];

    /// <summary>The other side of the hub's settings: one token for both ways.</summary>
    public static SimulatedSupplier Of(SupplierSettings settings) => new(settings.Id, settings.Token, settings.Token, settings.SigningKey);

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"simulated {Id}";
}

/// <summary>How long the desks take.</summary>
/// <param name="Accept">From taking a message to the answer.</param>
/// <param name="Progress">From one sign of life to the next.</param>
/// <param name="Resolve">From the last sign of life to the resolution.</param>
/// <param name="Slow">How long the fault <c>slow</c> holds an answer back.</param>
/// <param name="Hold">After how long the fault <c>timeout-after-commit</c> drops the connection.</param>
/// <param name="FirstRetry">Before the second try to reach the hub; doubles up to <paramref name="LongestRetry"/>.</param>
/// <param name="LongestRetry">At most between two tries.</param>
public sealed record SimulatorDelays(
    TimeSpan Accept, TimeSpan Progress, TimeSpan Resolve, TimeSpan Slow, TimeSpan Hold, TimeSpan FirstRetry, TimeSpan LongestRetry)
{
    /// <summary>How much later than usual the fault <c>delay</c> sends a report.</summary>
    public TimeSpan Late { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>From the last delivery to the invoice; an invoice over several orders waits three times as long.</summary>
    public TimeSpan Bill { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Fast enough to watch: accepted after 2 seconds, resolved within the minute.</summary>
    public static readonly SimulatorDelays Watchable = new(
        Accept: TimeSpan.FromSeconds(2), Progress: TimeSpan.FromSeconds(6), Resolve: TimeSpan.FromSeconds(20),
        Slow: TimeSpan.FromSeconds(5), Hold: TimeSpan.FromSeconds(15),
        FirstRetry: TimeSpan.FromMilliseconds(500), LongestRetry: TimeSpan.FromSeconds(30));

    /// <summary>No waiting but 10 ms between tries: for tests.</summary>
    public static readonly SimulatorDelays None = new(
        TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10))
    {
        Late = TimeSpan.Zero,
        Bill = TimeSpan.Zero,
    };
}

/// <summary>What the simulator plays, and how.</summary>
/// <param name="Suppliers">At least one; each answers at <c>/{id}/events</c>.</param>
public sealed record SimulatorOptions(IReadOnlyList<SimulatedSupplier> Suppliers)
{
    /// <summary>Where to listen; port 0 takes a free one, see <see cref="SupplierSimulator.Address"/>.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>The hub's address; null until <see cref="SupplierSimulator.ConnectTo"/>, and reports wait so long.</summary>
    public Uri? Hub { get; init; }

    /// <summary>Settles which cases and messages a chance hits; the same seed hits the same ones.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Faults, as <see cref="SimulatorFaults.Parse"/> reads them.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whether the desks work by themselves; off, a person or a test acts over <c>/control</c>.</summary>
    public bool Auto { get; init; } = true;

    /// <summary>In how many of 100 cases a desk asks the user something first.</summary>
    public int QuestionPercent { get; init; } = 20;

    /// <summary>How long things take.</summary>
    public SimulatorDelays Delays { get; init; } = SimulatorDelays.Watchable;

    /// <summary>JSON-lines file of what was accepted and sent, read at start; null keeps it in memory only.</summary>
    public string? MemoryFile { get; init; }

    /// <summary>The clock of every delay.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
