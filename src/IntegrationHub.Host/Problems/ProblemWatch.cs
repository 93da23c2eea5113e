using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Problems;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Problems;

/// <summary>
/// Looks once an hour for what comes back: reports of one service at one place, and incidents of one kind. Opens a problem with the service's
/// desk as its owner, closes what has ceased, and opens again what came back. On several nodes each looks; the command ids make it one.
/// </summary>
internal sealed partial class ProblemWatch(
    LiveView<ReportedRow> reported, LiveView<IncidentRow> incidents, LiveView<ProblemRow> problems, ProblemStore store, ServiceCatalogue catalogue, TimeProvider clock,
    ILogger<ProblemWatch> logger) : BackgroundService
{
    private const int IncidentDays = 90;
    private const int LeastIncidents = 3;
    private const int MostIncidents = 5_000;
    private const int DaysOpen = 28;
    private static readonly TimeSpan s_every = TimeSpan.FromHours(1);

    /// <summary>Looks once.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; the next look makes up for it.</exception>
    public async Task LookAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var (key, service, site, reason, isProblem, isOver) in Recurrences(now).Concat(RepeatedIncidents(now)))
        {
            var id = ProblemDecider.IdOf(key);
            var known = problems.Find(id);
            if (isProblem && known is null && catalogue.FindService(service) is { } found)
            {
                var what = new IncidentText($"{found.Sv}: återkommande fel{(site is null ? "" : " på " + site)}", $"{found.En}: the fault comes back{(site is null ? "" : " at " + site)}");
                await DecideAsync(id, "open", new OpenProblem(new ProblemOpened(
                    id, what, new IncidentScope([service], [], [], site is null ? [] : [site]), found.Desk, IncidentSource.Correlation, [reason], now), now), ct);
            }
            else if (isProblem && known is { Status: "closed" })
            {
                await DecideAsync(id, Mark("reopen", known), new ReopenProblem(IncidentSource.Correlation, reason, now), ct);
            }
            else if (isOver && known is { Status: not "closed", Source: IncidentSource.Correlation } && now - known.OpenedAt >= TimeSpan.FromDays(DaysOpen))
            {
                await DecideAsync(id, Mark("close", known), new CloseProblem(IncidentSource.Correlation, reason, now), ct);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (EventLogException fault)
            {
                LogLater(fault.Code);
            }
        }
    }

    private IEnumerable<(string Key, string Service, string? Site, string Reason, bool IsProblem, bool IsOver)> Recurrences(DateTimeOffset now)
    {
        var today = CityDay.Of(now);
        var counts = Enumerable.Range(0, RecurringRule.Days / 7).SelectMany(week => Week(today.AddDays(-7 * week))).ToList();
        var seen = RecurringRule.Of(counts, today);
        var silent = problems.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["standing"] = "current" }, before: null, MostIncidents).Select(found => found.Row)
            .Where(row => row.Scope is { Services: [var service], Sites: [var site] } && row.Problem == ProblemDecider.IdOf(KeyOf(service, site)) && !seen.Any(one => one.Service == service && one.Site == site))
            .Select(row => new Recurrence(row.Scope.Services[0], row.Scope.Sites[0], 0, 0, 0));
        return seen.Concat(silent).Select(one => (KeyOf(one.Service, one.Site), one.Service, (string?)one.Site, one.Reason, one.IsProblem, one.IsOver));
    }

    /// <summary>The sums of the week that ends with a day.</summary>
    private IEnumerable<DayCount> Week(DateOnly last) => reported.Tallies(ReportedRow.Kind, Day(last.AddDays(-6)), Day(last))
        .Select(tally => (Parts: tally.Group.Split('|', 2), tally.Count)).Select(read => new DayCount(read.Parts[0], read.Parts[1], last, read.Count));

    /// <remarks>By the first service that each names and the first site; a place that is not named is the whole city.</remarks>
    private IEnumerable<(string Key, string Service, string? Site, string Reason, bool IsProblem, bool IsOver)> RepeatedIncidents(DateTimeOffset now) =>
        incidents.Seek(new Dictionary<string, string>(StringComparer.Ordinal), before: null, MostIncidents).Select(found => found.Row)
            .Where(row => row.Scope.Services.Count > 0)
            .GroupBy(row => (Service: row.Scope.Services[0], Site: row.Scope.Sites.Count > 0 ? row.Scope.Sites[0] : null))
            .Select(same => (same.Key, Recent: same.Where(row => now - row.DeclaredAt < TimeSpan.FromDays(IncidentDays)).ToList()))
            .Select(same => (
                $"incidents {same.Key.Service}|{same.Key.Site}", same.Key.Service, same.Key.Site,
                string.Create(CultureInfo.InvariantCulture, $"{same.Recent.Count} incidents in {IncidentDays} days: {string.Join(", ", same.Recent.Select(row => row.Number.Value))}."),
                same.Recent.Count >= LeastIncidents, same.Recent.Count == 0));

    private async Task DecideAsync(string problem, string mark, ProblemCommand command, CancellationToken ct) =>
        await store.DecideAsync(problem, command, EventId.From("problem-watch", problem, mark), new EventContext("hub", "hub"), ct);

    private static string KeyOf(string service, string site) => $"recurring {service}|{site}";

    private static string Mark(string what, ProblemRow known) => what + " " + known.UpdatedAt.ToString("O", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [LoggerMessage(1, LogLevel.Warning, "What comes back was not looked for ({Code}); it is looked for again within the hour.")]
    private partial void LogLater(string code);
}
