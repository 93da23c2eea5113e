using System.Globalization;
using IntegrationHub.Core.Reports;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Reports;

/// <summary>What figures are measured against.</summary>
/// <param name="AnswerTargets">Promised answer times in seconds; <c>Reports:AnswerTargets</c>, a comma list.</param>
public sealed record ReportSettings(IReadOnlyList<int> AnswerTargets)
{
    /// <summary>What a password case at the desk is assumed to cost, in öre; <c>Reports:PasswordCaseCost</c> in kronor. Null: not known.</summary>
    public long? PasswordCaseCostCents { get; init; }

    /// <summary>As the city has agreed: 30 s, and 60 s when a follow-up can be booked.</summary>
    public static readonly ReportSettings Default = new([30, 60]);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingsException">One of them is wrong.</exception>
    public static ReportSettings Read(IConfiguration configuration) => Targets(configuration) with { PasswordCaseCostCents = Cost(configuration) };

    private static long? Cost(IConfiguration configuration) => configuration["Reports:PasswordCaseCost"] switch
    {
        null or "" => null,
        var said when decimal.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kronor) && kronor is >= 0 and <= 1_000_000 => (long)(kronor * 100),
        _ => throw new SettingsException("Reports:PasswordCaseCost is an amount in kronor, for example 250."),
    };

    private static ReportSettings Targets(IConfiguration configuration)
    {
        if (configuration["Reports:AnswerTargets"] is not { Length: > 0 } said)
        {
            return Default;
        }

        var targets = said.Split(',', StringSplitOptions.TrimEntries)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 0).ToList();
        return targets.TrueForAll(seconds => seconds is >= 1 and <= AnswerTime.Exact)
            ? new ReportSettings(targets)
            : throw new SettingsException($"Reports:AnswerTargets are whole seconds from 1 to {AnswerTime.Exact}, separated by commas, for example 30,60.");
    }
}
