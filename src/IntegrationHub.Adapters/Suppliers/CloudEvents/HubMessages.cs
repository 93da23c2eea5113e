using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>What the hub tells a supplier: the event types, and the events made of them.</summary>
/// <remarks>Contract: <c>contracts/suppliers/cloudevents</c>, a schema and a sample for each type.</remarks>
public static class HubMessages
{
    /// <summary>A case is the supplier's to work on: <see cref="CaseAssigned"/>.</summary>
    public const string Assigned = "hub.case.assigned.v1";

    /// <summary>Somebody added something to the case: <see cref="CaseNoteAdded"/>.</summary>
    public const string NoteAdded = "hub.case.note-added.v1";

    /// <summary>A file was added to the case: <see cref="CaseFileAdded"/>.</summary>
    public const string FileAdded = "hub.case.file-added.v1";

    /// <summary>The user answered the supplier's question: <see cref="CaseQuestionAnswered"/>.</summary>
    public const string QuestionAnswered = "hub.case.question-answered.v1";

    /// <summary>The user confirmed that it works: <see cref="CaseResolutionConfirmed"/>.</summary>
    public const string ResolutionConfirmed = "hub.case.resolution-confirmed.v1";

    /// <summary>It does not work after all: <see cref="CaseReopened"/>.</summary>
    public const string Reopened = "hub.case.reopened.v1";

    /// <summary>The case is closed: <see cref="CaseClosed"/>.</summary>
    public const string Closed = "hub.case.closed.v1";

    /// <summary>The user booked a call from the desk: <see cref="CaseCallbackBooked"/>.</summary>
    public const string CallbackBooked = "hub.case.callback-booked.v1";

    /// <summary>The case is no longer the supplier's: <see cref="CaseWithdrawn"/>.</summary>
    public const string Withdrawn = "hub.case.withdrawn.v1";

    /// <summary>Another desk asks the supplier to take a case over: <see cref="CaseHandoverRequested"/>.</summary>
    public const string HandoverRequested = "hub.case.handover-requested.v1";

    /// <summary>The other desk answered the supplier's proposal: <see cref="CaseHandoverAnswered"/>.</summary>
    public const string HandoverAnswered = "hub.case.handover-answered.v1";

    /// <summary>The supplier is asked to help the responsible desk: <see cref="CaseJointResolution"/>.</summary>
    public const string JointResolution = "hub.case.joint-resolution.v1";

    /// <summary>The priority was corrected or raised: <see cref="CasePriorityChanged"/>.</summary>
    public const string PriorityChanged = "hub.case.priority-changed.v1";

    /// <summary>A common fault is suspected and must be judged: <see cref="CaseFaultSuspected"/>.</summary>
    public const string FaultSuspected = "hub.case.fault-suspected.v1";

    /// <summary>The JSON of messages: camel case, absent instead of null, instants in UTC with <c>Z</c>.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new UtcInstantJson() },
    };

    /// <summary>The record of each type.</summary>
    public static readonly IReadOnlyDictionary<string, Type> All = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [Assigned] = typeof(CaseAssigned),
        [NoteAdded] = typeof(CaseNoteAdded),
        [FileAdded] = typeof(CaseFileAdded),
        [QuestionAnswered] = typeof(CaseQuestionAnswered),
        [ResolutionConfirmed] = typeof(CaseResolutionConfirmed),
        [Reopened] = typeof(CaseReopened),
        [Closed] = typeof(CaseClosed),
        [CallbackBooked] = typeof(CaseCallbackBooked),
        [Withdrawn] = typeof(CaseWithdrawn),
        [HandoverRequested] = typeof(CaseHandoverRequested),
        [HandoverAnswered] = typeof(CaseHandoverAnswered),
        [JointResolution] = typeof(CaseJointResolution),
        [PriorityChanged] = typeof(CasePriorityChanged),
        [FaultSuspected] = typeof(CaseFaultSuspected),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> s_types = All.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The type that a message is sent as.</summary>
    public static string TypeOf(HubMessage message) => s_types[message.GetType()];

    /// <summary>The event that carries a message.</summary>
    /// <param name="message">What to tell.</param>
    /// <param name="id">Follows from what led to the message, so that the same message made twice has one id.</param>
    /// <param name="source">URI reference of the hub, for example <c>//hub.example/cases</c>.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="cause">Id of the event that led to it; null when a person did.</param>
    /// <remarks>
    /// <c>correlationid</c> and <c>partitionkey</c> carry the case, so that a broker keeps the order per case; <c>causationid</c> the cause.
    /// </remarks>
    public static OutgoingEvent ToEvent(HubMessage message, string id, string source, DateTimeOffset at, string? cause = null)
    {
        var extensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["correlationid"] = message.Case, ["partitionkey"] = message.Case };
        if (cause is not null)
        {
            extensions["causationid"] = cause;
        }

        return new OutgoingEvent(
            id, source, s_types[message.GetType()], message.Case, at,
            JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), Json), extensions);
    }

    /// <summary>The message in an event, as the supplier's side reads it.</summary>
    /// <returns>Null when the type is not the hub's or the data does not fit it.</returns>
    public static HubMessage? Read(ReceivedEvent received)
    {
        try
        {
            return All.TryGetValue(received.Type, out var type)
                ? (HubMessage?)JsonSerializer.Deserialize(received.Data.Span, type, Json)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why <see cref="Read"/> finds no message in an event, by the first field that is missing.</summary>
    /// <returns>Null when the type is not the hub's: such an event is passed over.</returns>
    public static EventFault? FaultOf(ReceivedEvent received)
    {
        if (!All.TryGetValue(received.Type, out var type))
        {
            return null;
        }

        try
        {
            using var data = JsonDocument.Parse(received.Data);
            if (data.RootElement.ValueKind == JsonValueKind.Object
                && type.GetConstructors()[0].GetParameters().Where(field => !field.HasDefaultValue).Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name!))
                    .FirstOrDefault(name => !data.RootElement.TryGetProperty(name, out _)) is { } missing)
            {
                return new EventFault($"data.{missing}", $"is required for {received.Type}.");
            }
        }
        catch (JsonException)
        {
            // It is no JSON at all; that is said below.
        }

        return new EventFault("data", $"does not fit {received.Type}; compare its schema.");
    }

    private sealed class UtcInstantJson : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
