using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;

namespace IntegrationHub.Host.Incidents;

/// <summary>The incidents that go on now, in memory: one view for the telephone, the pages and every other front door.</summary>
internal sealed class CurrentIncidents(LiveView<IncidentRow> rows)
{
    private const int Most = 200;
    private static readonly Dictionary<string, string> s_ongoing = new(StringComparer.Ordinal) { ["status"] = "ongoing" };
    private volatile IReadOnlyList<IncidentRow> _now = [];

    /// <summary>The weightiest first, then the newest.</summary>
    public IReadOnlyList<IncidentRow> Now => _now;

    /// <summary>Those that somebody should hear of before anything is known of the matter: city-wide ones, and those of the places.</summary>
    /// <param name="places">Where the person works or studies; never empty, <see cref="Place.Unknown"/> when that is not known.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<SpokenIncident> At(IReadOnlyList<Place> places, DateTimeOffset now) =>
        [.. _now.Where(row => places.Any(row.Scope.Touches)).Select(row => SpokenIncident.Of(row, now))];

    /// <summary>Those that a matter of the service may be.</summary>
    /// <param name="service">Id from the catalogue.</param>
    /// <param name="places">As above.</param>
    /// <param name="now">The time.</param>
    public IReadOnlyList<SpokenIncident> Of(string service, IReadOnlyList<Place> places, DateTimeOffset now) =>
        [.. _now.Where(row => places.Any(place => row.Scope.Concerns(service, place))).Select(row => SpokenIncident.Of(row, now))];

    /// <summary>Takes over what the list of incidents says, after it changed or was caught up with the log.</summary>
    /// <param name="changed">The event that changed it; null for any.</param>
    public void Refresh(RecordedEvent? changed)
    {
        // How many are hit is not told, so those events change nothing here.
        if (changed is null || IncidentNumber.OfStream(changed.Stream) is not null)
        {
            _now = [.. rows.Seek(s_ongoing, before: null, Most).Select(found => found.Row)
                .OrderByDescending(row => row.Level).ThenByDescending(row => row.DeclaredAt)];
        }
    }
}
