using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Correlation;

/// <summary>A supplier announced planned work: what, where, when. The same id again replaces what was said before.</summary>
/// <param name="Work">The supplier's own id of it.</param>
/// <param name="What">In the supplier's words; for everybody, about nobody.</param>
/// <param name="Services">Ids from the catalogue; none means all at the places.</param>
/// <param name="Sites">None of either means the whole city.</param>
/// <param name="Cancelled">It will not be done after all.</param>
[StoredAs("planned-work-announced", 1)]
public sealed record PlannedWorkAnnounced(
    string Supplier, string Work, string What, IReadOnlyList<string> Services, IReadOnlyList<string> Organisations, IReadOnlyList<string> Sites,
    DateTimeOffset From, DateTimeOffset Until, bool Cancelled, DateTimeOffset At)
{
    /// <summary>Marks the content, so that another one under the same event id is noticed; see <see cref="ContentMark"/>.</summary>
    public string? ContentHash { get; init; }
}

/// <summary>A supplier's own monitoring saw that something does not work.</summary>
/// <param name="Alert">The supplier's own id of it.</param>
/// <param name="Text">In the supplier's words; sealed, as nobody knows what they hold.</param>
[StoredAs("supplier-alert-raised", 1)]
public sealed record SupplierAlertRaised(
    string Supplier, string Alert, string? Ticket, string? Service, string? Site, string? Organisation, Personal? Text, DateTimeOffset At)
{
    /// <summary>As in <see cref="PlannedWorkAnnounced.ContentHash"/>.</summary>
    public string? ContentHash { get; init; }
}

/// <summary>Two planned works that touch the same at the same time.</summary>
public sealed record PlannedCollision(PlannedWorkAnnounced One, PlannedWorkAnnounced Other);

/// <summary>The planned work that is known, a bounded number of it; what is over for a day is forgotten.</summary>
/// <remarks>One takes in, any number read meanwhile: each sees it as it was at one instant.</remarks>
public sealed class PlannedWorkBook
{
    private const int Most = 5_000;
    private static readonly TimeSpan s_aftermath = TimeSpan.FromHours(4);
    private ImmutableDictionary<(string, string), PlannedWorkAnnounced> _works = ImmutableDictionary<(string, string), PlannedWorkAnnounced>.Empty;

    /// <summary>Takes in what was announced.</summary>
    public void Take(PlannedWorkAnnounced announced)
    {
        var (key, works) = ((announced.Supplier, announced.Work), _works.RemoveRange(_works.Where(pair => pair.Value.Until.AddDays(1) < announced.At).Select(pair => pair.Key)));
        Volatile.Write(
            ref _works,
            announced.Cancelled ? works.Remove(key)
            : works.Count < Most || works.ContainsKey(key) ? works.SetItem(key, announced)
            : works);
    }

    /// <summary>What is planned, the next first.</summary>
    public IReadOnlyList<PlannedWorkAnnounced> All => [.. Volatile.Read(ref _works).Values.OrderBy(work => work.From).ThenBy(work => work.Work, StringComparer.Ordinal)];

    /// <summary>The work that goes on, or has just ended, where a report comes from; null for none.</summary>
    public PlannedWorkAnnounced? At(Report report, DateTimeOffset now) => Volatile.Read(ref _works) is { Count: > 0 } works ? works.Values
        .Where(work => work.From <= now && now <= work.Until + s_aftermath && Touches(work, report))
        .MinBy(work => (work.From, work.Work)) : null;

    /// <summary>Works that touch the same at the same time.</summary>
    public IReadOnlyList<PlannedCollision> Collisions()
    {
        var all = All;
        return [.. from one in all.Select((work, at) => (work, at))
                   from other in all.Skip(one.at + 1)
                   where one.work.From < other.Until && other.From < one.work.Until && Meet(one.work, other)
                   select new PlannedCollision(one.work, other)];
    }

    private static bool Touches(PlannedWorkAnnounced work, Report report) =>
        (work.Services.Count == 0 || Has(work.Services, report.Service))
        && (IsCityWide(work) || Has(work.Sites, report.Site) || Has(work.Organisations, report.Organisation));

    private static bool Meet(PlannedWorkAnnounced one, PlannedWorkAnnounced other) =>
        (one.Services.Count == 0 || other.Services.Count == 0 || one.Services.Any(service => Has(other.Services, service)))
        && (IsCityWide(one) || IsCityWide(other) || one.Sites.Any(site => Has(other.Sites, site)) || one.Organisations.Any(name => Has(other.Organisations, name)));

    private static bool IsCityWide(PlannedWorkAnnounced work) => work.Sites.Count == 0 && work.Organisations.Count == 0;

    private static bool Has(IReadOnlyList<string> names, string? name) => name is not null && names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
