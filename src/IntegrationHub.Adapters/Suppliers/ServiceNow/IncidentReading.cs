using System.Text.Json;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>Finds which incidents changed, and what was done to them. All times are the instance's own, so that clocks need not agree.</summary>
internal sealed class IncidentReading(IncidentTable incidents, ServiceNowSupplier supplier, int pageSize)
{
    private static readonly TimeSpan s_overlap = TimeSpan.FromSeconds(30); // What is dated earlier may become visible later: the nodes of an instance have clocks of their own.

    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(10); // What is older was told, and is not told once more when its incident changes again.

    public async Task<PolledReports> ReadAsync(string? cursor, CancellationToken ct)
    {
        if (cursor is null)
        {
            return new PolledReports([], (await NowAsync(ct)).Write(), More: false);
        }

        var place = Place.Read(cursor);
        var page = await incidents.ChangedAsync(place.At, place.Id, pageSize, place.Skip, ct);
        var changed = page.Rows.Select(Incident.Of).Where(incident => incident.Owner == supplier.Owner && incident.Case.Length > 0).ToList();
        var reports = (await StoriesAsync(changed, ct)).SelectMany(story => story.Reports()).Where(report => report.At >= place.Since).ToList();
        return new PolledReports(reports, place.After(page, pageSize).Write(), page.HasNext);
    }

    private async Task<Place> NowAsync(CancellationToken ct)
    {
        var page = await incidents.NewestAsync(ct);
        var now = page.Rows.Count > 0 ? NotAhead(Incident.Of(page.Rows[0]).Updated, page) : (page.Date ?? DateTimeOffset.UnixEpoch) - TimeSpan.FromSeconds(1);
        return new Place(now, now, now - s_overlap, "", 0);
    }

    /// <summary>A change that is dated ahead of the instance's clock must not make the hub pass over what others do until then.</summary>
    private static DateTimeOffset NotAhead(DateTimeOffset at, TablePage page) => page.Date is { } date && at > date ? date : at;

    private async Task<IEnumerable<IncidentStory>> StoriesAsync(List<Incident> changed, CancellationToken ct)
    {
        if (changed.Count == 0)
        {
            return [];
        }

        var ids = changed.ConvertAll(incident => incident.Id);
        var changes = (await incidents.ChangesAsync(ids, IncidentStory.ColumnsOf(supplier), ct)).ToLookup(change => change.Incident, StringComparer.Ordinal);
        var comments = (await incidents.CommentsAsync(ids, ct)).ToLookup(note => note.Incident, StringComparer.Ordinal);
        if (changes.Count == 0 && comments.Count == 0 && changed.Exists(incident => incident.Changes > 0))
        {
            throw new HttpRequestException("Incidents changed and neither sys_audit nor sys_journal_field shows how: give the hub's user the right to read both, or else nothing is heard.");
        }

        return changed.Select(incident => new IncidentStory(incident, [.. changes[incident.Id]], [.. comments[incident.Id]], supplier));
    }

    /// <summary>How far the instance was read.</summary>
    /// <param name="Since">What was done before was told, or the hub did not listen yet.</param>
    /// <param name="Newest">The last change that was seen.</param>
    /// <param name="At">The last change of the last incident of the page before; the place to begin when <paramref name="Id"/> is empty.</param>
    /// <param name="Id">Its <c>sys_id</c>.</param>
    /// <param name="Skip">So many after it are hidden.</param>
    private sealed record Place(DateTimeOffset Since, DateTimeOffset Newest, DateTimeOffset At, string Id, int Skip)
    {
        public string Write() => JsonSerializer.Serialize(this);

        public static Place Read(string cursor) => JsonSerializer.Deserialize<Place>(cursor) ?? throw new JsonException("The cursor is empty.");

        public Place After(TablePage page, int limit)
        {
            var last = page.Rows.Count > 0 ? Incident.Of(page.Rows[^1]) : null;
            var newest = last is not null && NotAhead(last.Updated, page) is var seen && seen > Newest ? seen : Newest;
            return !page.HasNext ? new Place(newest - s_memory > Since ? newest - s_memory : Since, newest, newest - s_overlap, "", 0)
                : last is not null ? new Place(Since, newest, last.Updated, last.Id, 0)
                : this with { Skip = Skip + limit };
        }
    }
}
