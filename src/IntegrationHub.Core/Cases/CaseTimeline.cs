using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>One event of a case, for the auditor.</summary>
/// <param name="At">When it happened.</param>
/// <param name="RecordedAt">When the hub knew.</param>
/// <param name="Type">Stored name, for example <c>case-routed.v1</c>.</param>
/// <param name="By">Who; see <see cref="EventContext"/>.</param>
/// <param name="Responsible">Who had the ball after it.</param>
/// <param name="Data">Everything it says.</param>
public sealed record TimelineEntry(
    long Revision, DateTimeOffset At, DateTimeOffset RecordedAt, string Type, string By, string Channel, string? Cause,
    string Responsible, CasePhase Phase, JsonElement Data);

/// <summary>What happened to a case and who had the ball, as known at a moment.</summary>
/// <param name="Ledger">Without overlap from the opening to now; a gap is a time when the case was closed.</param>
/// <param name="Totals">Seconds per party.</param>
public sealed record CaseTimeline(
    string Number, IReadOnlyList<TimelineEntry> Events, IReadOnlyList<ResponsibleSpan> Ledger, IReadOnlyDictionary<string, double> Totals)
{
    /// <summary>Draws the timeline.</summary>
    /// <param name="number">The case.</param>
    /// <param name="history">Its events.</param>
    /// <param name="now">Until when an open span is counted.</param>
    /// <param name="asOf">Only what the hub knew then (recorded at or before); null for all.</param>
    /// <param name="json">How events are shown: the opened form, personal texts as text.</param>
    public static CaseTimeline Of(
        CaseNumber number, IReadOnlyList<Known> history, DateTimeOffset now, DateTimeOffset? asOf, JsonSerializerOptions json)
    {
        var entries = new List<TimelineEntry>();
        var ledger = new ResponsibilityLedger();
        var state = CaseState.Empty;
        foreach (var known in history.Where(known => asOf is null || known.Recorded.RecordedAt <= asOf))
        {
            state = state.After(known.Fact);
            var at = known.Fact is CaseEvent fact ? fact.At : known.Recorded.RecordedAt;
            ledger.Move(state.Responsible, at);
            entries.Add(new TimelineEntry(
                known.Recorded.Revision, at, known.Recorded.RecordedAt, known.Recorded.Type, known.Context.By, known.Context.Channel,
                known.Context.Cause, state.Responsible.Value, state.Phase, Show(known, json)));
        }

        var spans = ledger.Until(asOf is { } then && then < now ? then : now);
        return new CaseTimeline(
            number.Value, entries, spans,
            spans.GroupBy(span => span.Responsible, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Sum(span => span.Seconds), StringComparer.Ordinal));
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

/// <summary>Shows personal text to a reader who may see it; stored JSON is never made with this.</summary>
public sealed class PersonalShownJson : System.Text.Json.Serialization.JsonConverter<Personal>
{
    /// <inheritdoc/>
    public override Personal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("What is shown to a reader is not read back.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Personal value, JsonSerializerOptions options) => writer.WriteStringValue(value.Shown);
}
