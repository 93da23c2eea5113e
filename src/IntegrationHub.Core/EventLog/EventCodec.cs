using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.EventLog;

/// <summary>Who did something, through which channel, and which event or command it follows from.</summary>
/// <param name="By"><c>user</c>, <c>hub</c>, <c>desk:ID</c>, <c>supplier:ID</c> or <c>staff:PSEUDONYM</c>; never a name.</param>
/// <param name="Channel"><c>phone</c>, <c>sms</c>, <c>web</c>, <c>chat</c>, <c>mail</c>, <c>supplier</c>, <c>import</c>, <c>directory</c>, <c>timer</c> or <c>hub</c>.</param>
/// <param name="Cause">Id of the command or message that led to it.</param>
public sealed record EventContext(string By, string Channel, string? Cause = null);

/// <summary>A recorded event with its meaning.</summary>
/// <param name="Recorded">As it stands in the log.</param>
/// <param name="Fact">The event itself; null when a newer hub wrote it, and then it is carried and shown but not understood.</param>
/// <param name="Context">Who, how and why.</param>
public sealed record Known(RecordedEvent Recorded, object? Fact, EventContext Context);

/// <summary>A shape in which an event was stored before it changed; it stays as long as there are logs that hold it.</summary>
public interface IOldShape
{
    /// <summary>The same fact in the next shape. Pure.</summary>
    object Upcast();
}

/// <summary>Turns events into the JSON that is stored, and back. Thread-safe.</summary>
/// <param name="keys">The persons' keys.</param>
/// <param name="find">The class of a stored type, null for one that is not known; those of this build when left out.</param>
public sealed class EventCodec(IPersonKeys keys, Func<string, Type?>? find = null)
{
    private readonly Func<string, Type?> _find = find ?? StoredTypes.Find;

    /// <summary>The JSON of stored events: camel case, nulls left out, words for enumerations, personal text sealed.</summary>
    public JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new PersonalJson(keys), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Reads the same events, but leaves sealed texts closed: <see cref="Personal.Text"/> is null. Never store with it.</summary>
    /// <remarks>For read models and figures, which hold no texts: opening the seals is two thirds of the work of reading an event.</remarks>
    public static EventCodec WithoutTexts { get; } = new(new NoKeys());

    /// <summary>The event as it is stored.</summary>
    /// <param name="id">From the command: see <see cref="EventId"/>.</param>
    /// <param name="fact">A class with <see cref="StoredAsAttribute"/>.</param>
    /// <param name="context">Who, how and why.</param>
    public NewEvent Encode(Guid id, object fact, EventContext context) => new(
        id, StoredTypes.NameOf(fact.GetType()),
        JsonSerializer.SerializeToUtf8Bytes(fact, fact.GetType(), Json),
        JsonSerializer.SerializeToUtf8Bytes(context, Json));

    /// <summary>The events that a command led to, with ids that follow from the command's.</summary>
    public IReadOnlyList<NewEvent> Encode(Guid command, IReadOnlyList<object> facts, EventContext context) =>
        [.. facts.Select((fact, index) => Encode(EventId.Of(command, index), fact, context))];

    /// <summary>The event again; one that cannot be read is carried without its meaning, like one of a newer hub's.</summary>
    public Known DecodeOrCarry(RecordedEvent recorded)
    {
        try
        {
            return Decode(recorded);
        }
        catch (JsonException)
        {
            return new Known(recorded, null, new EventContext("unknown", "unknown"));
        }
    }

    /// <summary>The event again, brought to today's shape.</summary>
    /// <exception cref="JsonException">It is not what its type says.</exception>
    public Known Decode(RecordedEvent recorded)
    {
        var type = _find(recorded.Type);
        var fact = type is null ? null : JsonSerializer.Deserialize(recorded.Data.Span, type, Json);
        while (fact is IOldShape old)
        {
            fact = old.Upcast();
        }

        return new Known(
            recorded, fact,
            recorded.Metadata.IsEmpty
                ? new EventContext("unknown", "unknown")
                : JsonSerializer.Deserialize<EventContext>(recorded.Metadata.Span, Json)!);
    }

    private sealed class NoKeys : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => throw new NotSupportedException("This codec only reads.");

        public byte[]? Key(PersonId person) => null;
    }
}
