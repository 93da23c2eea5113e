using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Problems;

namespace IntegrationHub.Host.Problems;

/// <summary>The problems that are open, in memory: one view for the chat, the desks and the pages.</summary>
internal sealed class KnownErrors(LiveView<ProblemRow> rows)
{
    private const int Most = 500;
    private static readonly Dictionary<string, string> s_current = new(StringComparer.Ordinal) { ["standing"] = "current" };
    private volatile IReadOnlyList<ProblemRow> _now = [];

    /// <summary>The last changed first.</summary>
    public IReadOnlyList<ProblemRow> Now => _now;

    /// <summary>Those that a matter of the service at the place may be.</summary>
    public IEnumerable<ProblemRow> Of(string? service, Place place) => service is null ? [] : _now.Where(row => row.Scope.Services.Count > 0 && row.Scope.Concerns(service, place));

    /// <summary>What a user can do meanwhile; null when nothing is known.</summary>
    public IncidentText? WorkaroundFor(string? service, Place place) => Of(service, place).Select(row => row.Workaround).FirstOrDefault(workaround => workaround is not null);

    /// <summary>Takes over what the list of problems says, after it changed or was caught up with the log.</summary>
    public void Refresh(RecordedEvent? changed)
    {
        if (changed is null || changed.Stream.StartsWith(ProblemRow.StreamOf(""), StringComparison.Ordinal))
        {
            _now = [.. rows.Seek(s_current, before: null, Most).Select(found => found.Row)];
        }
    }
}
