using System.Text.Json.Serialization;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>The supplier does what the contract says.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>It does not.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>There was nothing to check, or no way to.</summary>
    [JsonStringEnumMemberName("not-applicable")]
    NotApplicable,
}

/// <summary>What a check found.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seen">What was seen, or why there was nothing to see.</param>
/// <param name="Do">What the supplier does about it; null unless it failed.</param>
public sealed record Verdict(CheckOutcome Outcome, string Seen, string? Do = null)
{
    internal static Verdict Passed(string seen) => new(CheckOutcome.Passed, seen);

    internal static Verdict Failed(string seen, string mend) => new(CheckOutcome.Failed, seen, mend);

    internal static Verdict NotApplicable(string why) => new(CheckOutcome.NotApplicable, why);
}

/// <summary>One question to a supplier's system.</summary>
/// <param name="Name">Stable, in lower-case letters and hyphens: <c>same-id-twice</c>.</param>
/// <param name="RunAsync">Finds the answer. The other side's faults are findings, never exceptions.</param>
internal sealed record SupplierCheck(string Name, Func<CancellationToken, Task<Verdict>> RunAsync);

/// <summary>A check and what it found.</summary>
/// <param name="Check">Its name.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Seen">What was seen, or why there was nothing to see.</param>
/// <param name="Do">What the supplier does about it; null unless it failed.</param>
public sealed record CheckResult(string Check, CheckOutcome Outcome, string Seen, string? Do);

/// <summary>How a supplier's system did.</summary>
/// <param name="Supplier">Its id.</param>
/// <param name="Protocol">What it speaks.</param>
/// <param name="At">When the checks began.</param>
/// <param name="Checks">In the order they were made.</param>
public sealed record Scorecard(string Supplier, string Protocol, DateTimeOffset At, IReadOnlyList<CheckResult> Checks)
{
    /// <summary>How many passed.</summary>
    public int Passed => Count(CheckOutcome.Passed);

    /// <summary>How many failed.</summary>
    public int Failed => Count(CheckOutcome.Failed);

    /// <summary>How many had nothing to check.</summary>
    public int NotApplicable => Count(CheckOutcome.NotApplicable);

    /// <summary>Makes the checks, one after the other.</summary>
    /// <param name="supplier">Whose system it is.</param>
    /// <param name="protocol">What it speaks.</param>
    /// <param name="checks">The checks.</param>
    /// <param name="at">The time now.</param>
    /// <param name="found">Told of each result.</param>
    /// <param name="ct">Ends the checks.</param>
    internal static async Task<Scorecard> MakeAsync(
        string supplier, string protocol, IReadOnlyList<SupplierCheck> checks, DateTimeOffset at, Action<CheckResult> found, CancellationToken ct)
    {
        List<CheckResult> results = [];
        foreach (var check in checks)
        {
            var verdict = await check.RunAsync(ct);
            results.Add(new CheckResult(check.Name, verdict.Outcome, verdict.Seen, verdict.Do));
            found(results[^1]);
        }

        return new Scorecard(supplier, protocol, at, results);
    }

    private int Count(CheckOutcome outcome) => Checks.Count(check => check.Outcome == outcome);
}

/// <summary>How long the checks wait.</summary>
/// <param name="AnswerWithin">In what time each message is to be answered; the hub itself gives up after 10 s.</param>
/// <param name="HeardWithin">How long an event of the supplier's is waited for.</param>
/// <param name="ToldWithin">How long after something happened its event is to come.</param>
/// <param name="Quiet">How long nothing more must come for that to count as all.</param>
public sealed record CheckPace(TimeSpan AnswerWithin, TimeSpan HeardWithin, TimeSpan ToldWithin, TimeSpan Quiet)
{
    /// <summary>3 s, a minute, a minute, 2 s.</summary>
    public static readonly CheckPace Usual = new(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(2));
}
