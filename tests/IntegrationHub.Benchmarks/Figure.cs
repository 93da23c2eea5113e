using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Benchmarks;

/// <summary>One measured figure. Machines differ and drift, so it stands beside the limit measured in the same run.</summary>
/// <param name="Name">Benchmark and figure: <c>log/append-64</c>.</param>
/// <param name="Value">The median over the rounds.</param>
/// <param name="Unit">For example <c>events/s</c>, <c>ms</c>.</param>
/// <param name="Limit">What the machine itself allows, measured in the same rounds; null when there is no such thing.</param>
/// <param name="Ratio">Value to limit: the median of the rounds' own ratios.</param>
/// <param name="Peer">The other product that did the same work, or why it could not; null when there is none.</param>
/// <param name="PeerRatio">How many times better than the peer.</param>
/// <param name="Goal">What the value should reach, in its unit; null when no goal is set.</param>
public sealed record Figure(
    string Name, double Value, string Unit, double? Limit = null, double? Ratio = null,
    string? Peer = null, double? PeerRatio = null, double? Goal = null)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>A figure over interleaved rounds.</summary>
    /// <param name="values">One per round.</param>
    /// <param name="limits">One per round, or none.</param>
    public static Figure Of(string name, string unit, IReadOnlyList<double> values, IReadOnlyList<double>? limits = null, double? goal = null) => new(
        name, Round(Median(values)), unit,
        limits is null ? null : Round(Median(limits)),
        limits is null ? null : Round(Median([.. values.Zip(limits, (value, limit) => value / limit)])),
        Goal: goal is null ? null : Round(goal.Value));

    /// <summary>The figure beside another product's.</summary>
    /// <param name="peer">The product; or why it could not be measured.</param>
    /// <param name="ratios">How many times better, one per round; none when it could not be measured.</param>
    public Figure Beside(string peer, IReadOnlyList<double> ratios) =>
        this with { Peer = peer, PeerRatio = ratios.Count == 0 ? null : Round(Median(ratios)) };

    /// <summary>The middle value.</summary>
    public static double Median(IEnumerable<double> values) => Percentile(values, 50);

    /// <summary>The value that so many of a hundred do not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Clamp(Math.Ceiling(sorted.Length * percent / 100) - 1, 0, sorted.Length - 1)];
    }

    /// <summary>One JSON array.</summary>
    public static string Json(IReadOnlyList<Figure> figures) => JsonSerializer.Serialize(figures, s_json);

    /// <summary>One aligned line per figure.</summary>
    public static string Table(IReadOnlyList<Figure> figures)
    {
        var table = new StringBuilder();
        table.AppendLine(Row("figure", "value", "unit", "limit", "ratio", "goal"));
        foreach (var figure in figures)
        {
            table.AppendLine(Row(figure.Name, Text(figure.Value), figure.Unit, Text(figure.Limit), Text(figure.Ratio), Text(figure.Goal)));
            if (figure.Peer is not null)
            {
                table.AppendLine(CultureInfo.InvariantCulture, $"  {(figure.PeerRatio is null ? "beside nothing" : Text(figure.PeerRatio) + " times better")}: {figure.Peer}");
            }
        }

        return table.ToString().TrimEnd();
    }

    private static string Row(string name, string value, string unit, string limit, string ratio, string goal) =>
        string.Create(CultureInfo.InvariantCulture, $"{name,-26} {value,12} {unit,-10} {limit,12} {ratio,8} {goal,12}").TrimEnd();

    private static string Text(double? value) => value?.ToString("#,0.###", CultureInfo.InvariantCulture) ?? "";

    private static double Round(double value) => value >= 100 ? Math.Round(value) : Math.Round(value, 3);
}
