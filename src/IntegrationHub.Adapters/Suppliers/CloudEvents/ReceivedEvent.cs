using System.Globalization;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>A CloudEvent as it came in, its attributes checked and its data untouched.</summary>
/// <param name="Id">Unique within <paramref name="Source"/>; the two together are the event's identity. 1 to 2,048 characters.</param>
/// <param name="Source">URI reference of what the event comes from.</param>
/// <param name="Type">What happened, with the shape number last: <c>supplier.ticket.accepted.v1</c>.</param>
/// <param name="Subject">What it is about within the source; null when not given.</param>
/// <param name="Time">When it happened, UTC; null when not given.</param>
/// <param name="DataContentType">Media type of <paramref name="Data"/>; null when not given in binary mode.</param>
/// <param name="Data">The very bytes that came; empty when the event has no data.</param>
/// <param name="Extensions">Every further attribute, and <c>dataschema</c>, by lower-case name in its text form.</param>
/// <param name="ContentHash">
/// SHA-256 over type, one zero byte and data, in lower-case hex. The same identity with another hash is not a repeat.
/// It covers what came, never a re-serialised event: other kits rewrite the time.
/// </param>
public sealed record ReceivedEvent(
    string Id, string Source, string Type, string? Subject, DateTimeOffset? Time, string? DataContentType,
    ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Extensions, string ContentHash);

/// <summary>What is wrong with a request, an event or a message.</summary>
/// <param name="Field">The attribute, field or header, as the sender writes it: <c>ce-id</c>, <c>time</c>, <c>data.reason</c>.</param>
/// <param name="What">What is wrong with it and what to do, as a sentence that follows the field's name.</param>
/// <param name="Index">Place in the batch, 0 for the first; null when there was no batch.</param>
public sealed record EventFault(string Field, string What, int? Index = null)
{
    /// <summary>An id that was taken comes again with other content.</summary>
    public static EventFault Differs(ReceivedEvent received) =>
        new("id", $"'{received.Id}' was received before with other content; send a new event under a new id.");

    /// <summary>The fault in one line: <c>[2].type is missing; …</c>.</summary>
    public override string ToString() =>
        Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"[{index}].{Field} {What}") : $"{Field} {What}";
}

/// <summary>What a request turned out to hold.</summary>
public abstract record Reading;

/// <summary>Events, every one of them sound.</summary>
/// <param name="Events">In the order they came; none for an empty batch.</param>
public sealed record EventsRead(IReadOnlyList<ReceivedEvent> Events) : Reading;

/// <summary>A request that is refused as a whole.</summary>
/// <param name="Status">400, 413 or 415.</param>
/// <param name="Code">Stable: <c>not-a-cloudevent</c>, <c>event-invalid</c>, <c>too-large</c>, <c>format-unknown</c>.</param>
/// <param name="Faults">At least one.</param>
public sealed record Unreadable(int Status, string Code, IReadOnlyList<EventFault> Faults) : Reading;

/// <summary>How much one request may hold.</summary>
/// <param name="Bytes">Of the body; 1 MiB.</param>
/// <param name="Events">In one batch; 1,000, which is what the log takes in one append.</param>
public sealed record EventLimits(int Bytes = 1 << 20, int Events = 1_000)
{
    /// <summary>1 MiB and 1,000 events.</summary>
    public static readonly EventLimits Default = new();
}
