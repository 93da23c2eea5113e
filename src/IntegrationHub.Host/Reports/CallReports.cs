using System.Globalization;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Host.Reports;

/// <summary>Makes the calls' report of sums, wherever they come from.</summary>
/// <param name="sums">The sums of a kind, from and to a day.</param>
/// <param name="settings">What is promised.</param>
internal sealed class CallReports(Func<string, string, string, IEnumerable<Tally>> sums, ReportSettings settings)
{
    private const string FirstDay = "0001-01-01";
    private const string LastDay = "9999-12-31";

    /// <summary>The report.</summary>
    /// <param name="from">The first day; null for the beginning.</param>
    /// <param name="to">The last day; null for all.</param>
    /// <param name="by">One of <see cref="CallTally.Kinds"/>, or null.</param>
    public CallReport Of(DateOnly? from, DateOnly? to, string? by)
    {
        var (first, last) = (Day(from) ?? FirstDay, Day(to) ?? LastDay);
        var total = CallFigures.Of(sums(CallTally.All, first, last), settings.AnswerTargets);
        return new CallReport(from, to, by, total, by is null ? null : CallFigures.ByGroup(sums(by, first, last), settings.AnswerTargets))
        {
            PasswordCaseCostCents = settings.PasswordCaseCostCents,
            PasswordSavedCents = settings.PasswordCaseCostCents * total.PasswordSelfService,
        };
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
