using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>One event of an incident, for the auditor.</summary>
/// <param name="At">When it happened.</param>
/// <param name="RecordedAt">When the hub knew.</param>
/// <param name="Type">Stored name, for example <c>incident-told.v1</c>.</param>
/// <param name="By">Who; see <see cref="EventContext"/>.</param>
/// <param name="Responsible">Who had the ball after it.</param>
/// <param name="Data">Everything it says.</param>
public sealed record IncidentEntry(
    long Revision, DateTimeOffset At, DateTimeOffset RecordedAt, string Type, string By, string Channel, string? Cause, string Responsible,
    IncidentPhase Phase, JsonElement Data);

/// <summary>What happened to an incident and who had the ball, as known at a moment.</summary>
/// <param name="Ledger">Without overlap; a gap is a time when it was over.</param>
public sealed record IncidentTimeline(string Number, IReadOnlyList<IncidentEntry> Events, IReadOnlyList<ResponsibleSpan> Ledger)
{
    /// <summary>Draws the timeline.</summary>
    /// <param name="number">The incident.</param>
    /// <param name="history">Its events.</param>
    /// <param name="now">Until when an open span is counted.</param>
    /// <param name="asOf">Only what the hub knew then (recorded at or before); null for all.</param>
    /// <param name="json">How events are shown.</param>
    public static IncidentTimeline Of(
        IncidentNumber number, IReadOnlyList<Known> history, DateTimeOffset now, DateTimeOffset? asOf, JsonSerializerOptions json)
    {
        var entries = new List<IncidentEntry>();
        var ledger = new ResponsibilityLedger();
        var state = IncidentState.Empty;
        foreach (var known in history.Where(known => asOf is null || known.Recorded.RecordedAt <= asOf))
        {
            state = state.After(known.Fact);
            var at = known.Fact is IncidentEvent fact ? fact.At : known.Recorded.RecordedAt;
            ledger.Move(state.Responsible, at);
            entries.Add(new IncidentEntry(
                known.Recorded.Revision, at, known.Recorded.RecordedAt, known.Recorded.Type, known.Context.By, known.Context.Channel,
                known.Context.Cause, state.Responsible.Value, state.Phase, Show(known, json)));
        }

        return new IncidentTimeline(number.Value, entries, ledger.Until(asOf is { } then && then < now ? then : now));
    }

    private static JsonElement Show(Known known, JsonSerializerOptions json)
    {
        if (known.Fact is not null)
        {
            return JsonSerializer.SerializeToElement(known.Fact, known.Fact.GetType(), json);
        }

        using var document = JsonDocument.Parse(known.Recorded.Data);
        return document.RootElement.Clone();
    }
}
