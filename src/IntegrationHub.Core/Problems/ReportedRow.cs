using System.Collections.Frozen;
using System.Globalization;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Problems;

/// <summary>What a case was about and where, so that what comes back can be counted by day. Nothing of who.</summary>
/// <param name="Day">In Stockholm, <c>2026-11-24</c>.</param>
/// <param name="Service">The service it was first given to; null until then.</param>
/// <param name="Site">The site, else the organisation; null when neither is known.</param>
public sealed record ReportedRow(string Day, string? Service, string? Site)
{
    /// <summary>The tallies' kind: by service and place, see <see cref="Group"/>.</summary>
    public const string Kind = "reported";

    /// <summary>By case, with sums by service and place.</summary>
    public static readonly View<ReportedRow> View = new("reported", 1, KeyOf, Apply, FrozenDictionary<string, Func<ReportedRow, string?>>.Empty)
    {
        Types = new[] { typeof(CaseOpened), typeof(CaseRouted) }.Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal),
        Tallies = row => row is { Service: { } service, Site: { } site } ? [new Tally(Kind, row.Day, Group(service, site), "cases", 1)] : [],
    };

    /// <summary>The group of a service at a place.</summary>
    public static string Group(string service, string site) => service + "|" + site;

    private static string? KeyOf(Known known) =>
        known.Recorded.Stream.StartsWith("case-", StringComparison.Ordinal) && known.Fact is CaseOpened or CaseRouted ? known.Recorded.Stream : null;

    private static ReportedRow? Apply(ReportedRow? row, Known known) => (row, known.Fact) switch
    {
        (null, CaseOpened { Kind: CaseKind.Fault } e) => new(DayOf(e.At), null, e.Site ?? e.Organisation),
        ({ Service: null }, CaseRouted e) => row with { Service = e.Service },
        _ => row,
    };

    private static string DayOf(DateTimeOffset at) => CityDay.Of(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
