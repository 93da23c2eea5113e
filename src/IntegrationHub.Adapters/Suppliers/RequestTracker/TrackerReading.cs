using System.Globalization;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>Finds what happened at the tracker, by the numbers of its entries and not by time.</summary>
/// <remarks>
/// A cursor is the last number read, and after a semicolon the numbers shortly before it that were not there: an entry may become visible
/// after a later one. Those are asked for again; what was read already is not.
/// </remarks>
internal sealed class TrackerReading(TrackerClient client, RequestTrackerSupplier supplier, TimeProvider clock)
{
    private const int Overlap = 50;
    private const int LongestText = 20_000;
    private const int RememberAtMost = 10_000;
    private const int AskAtOnce = 40;
    private static readonly HashSet<string> s_telling = new(StringComparer.Ordinal) { "Status", "Correspond", "CustomField" };
    private readonly Dictionary<string, bool> _ours = new(StringComparer.Ordinal);

    public async Task<PolledReports> ReadAsync(string? cursor, CancellationToken ct)
    {
        if (cursor is null)
        {
            return new PolledReports([], (await client.NewestAsync(ct)).ToString(CultureInfo.InvariantCulture), More: false);
        }

        var (last, missing) = Parse(cursor);
        var page = await client.TransactionsAsync(Math.Max(0, last - Overlap), ct);
        var fresh = page.Where(entry => entry.Id > last || missing.Contains(entry.Id)).ToList();
        var stories = await StoriesAsync(fresh, ct);
        var now = clock.GetUtcNow() + client.Skew;
        var held = stories.SelectMany(story => fresh.Where(entry => entry.Ticket == story.Ticket.Id && story.IsOpenEnded(entry, now))).Select(entry => entry.Id)
            .DefaultIfEmpty(long.MaxValue).Min();
        var told = fresh.Where(entry => entry.Id < held).Select(entry => entry.Id).ToHashSet();
        List<PolledReport> reports = [];
        foreach (var news in stories.SelectMany(story => story.All()).Where(news => told.Contains(news.Entry.Id)).OrderBy(news => news.Entry.Id))
        {
            var words = news.Words is { } at ? await client.WordsAsync(at, ct) : "";
            reports.Add(new PolledReport(news.Id, news.Report(words.Length <= LongestText ? words : words[..LongestText]), news.Entry.Created));
        }

        var next = Math.Max(last, told.Count == 0 ? last : told.Max());
        return new PolledReports(reports, Write(next, missing, last, page), More: page.Count == TrackerClient.PageSize && next > last);
    }

    private async Task<IReadOnlyList<TrackerStory>> StoriesAsync(List<TrackerTransaction> fresh, CancellationToken ct)
    {
        var user = await client.UserAsync(ct);
        var touched = fresh.Where(entry => s_telling.Contains(entry.Type) && (entry.Creator != user || entry.IsStatus)).Select(entry => entry.Ticket)
            .Distinct(StringComparer.Ordinal).Where(ticket => _ours.GetValueOrDefault(ticket, true)).ToList();
        List<TrackerStory> stories = [];
        foreach (var some in touched.Chunk(AskAtOnce))
        {
            var found = await client.SearchAsync(string.Join(" OR ", some.Select(ticket => $"id = {ticket}")), ct);
            foreach (var ticket in found)
            {
                var number = ticket.Fields.GetValueOrDefault(supplier.CaseField, "");
                Remember(ticket.Id, number.Length > 0);
                if (number.Length > 0)
                {
                    stories.Add(new TrackerStory(number, ticket, await client.HistoryAsync(ticket.Id, ct), user, supplier));
                }
            }

            foreach (var gone in some.Except(found.Select(ticket => ticket.Id), StringComparer.Ordinal))
            {
                if (await DeletedAsync(gone, ct) is { } ticket)
                {
                    stories.Add(new TrackerStory(ticket.Fields[supplier.CaseField], ticket, await client.HistoryAsync(gone, ct), user, supplier));
                }
            }
        }

        return stories;
    }

    /// <summary>Searches leave out deleted tickets; asked for by its number one is still there.</summary>
    private async Task<TrackerTicket?> DeletedAsync(string id, CancellationToken ct)
    {
        try
        {
            var ticket = await client.TicketAsync(id, ct);
            var isOurs = ticket.Id == id && ticket.Fields.GetValueOrDefault(supplier.CaseField, "").Length > 0;
            Remember(id, isOurs);
            return isOurs ? ticket : null;
        }
        catch (TrackerFault fault) when (fault.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.Forbidden)
        {
            return null;
        }
    }

    private void Remember(string ticket, bool isOurs)
    {
        if (_ours.Count >= RememberAtMost)
        {
            _ours.Clear();
        }

        _ours[ticket] = isOurs;
    }

    private static (long Last, HashSet<long> Missing) Parse(string cursor)
    {
        var parts = cursor.Split(';', ',');
        return parts.All(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? (long.Parse(parts[0], CultureInfo.InvariantCulture), [.. parts.Skip(1).Select(part => long.Parse(part, CultureInfo.InvariantCulture))])
            : throw new HttpRequestException($"'{cursor}' is no place in the tracker's history; remove the file checkpoints/poll-* of this supplier to start from now.");
    }

    private static string Write(long next, HashSet<long> missing, long last, IReadOnlyList<TrackerTransaction> page)
    {
        var there = page.Select(entry => entry.Id).ToHashSet();
        var gaps = missing.Concat(Numbers(last + 1, next)).Where(id => id > next - Overlap && !there.Contains(id)).Order();
        var text = string.Join(',', gaps.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        return next.ToString(CultureInfo.InvariantCulture) + (text.Length > 0 ? ";" + text : "");
    }

    private static IEnumerable<long> Numbers(long from, long to)
    {
        for (var id = Math.Max(from, to - Overlap); id <= to; id++)
        {
            yield return id;
        }
    }
}
