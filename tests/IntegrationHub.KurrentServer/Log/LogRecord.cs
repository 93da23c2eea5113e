using Google.Protobuf;

namespace IntegrationHub.KurrentServer.Log;

/// <summary>One event as it stands in the log.</summary>
/// <param name="Position">Byte offset in the log: commit and prepare position alike.</param>
/// <param name="Stream">The stream it was written to.</param>
/// <param name="Revision">Its place in the stream, from 0; <see cref="Tombstone"/> for the record that ends a stream.</param>
/// <param name="Id">The writer's id; not unique.</param>
/// <param name="Type">The event type.</param>
/// <param name="IsJson">Whether the writer said <c>application/json</c>; the server never looks.</param>
/// <param name="Data">The body.</param>
/// <param name="Metadata">The writer's own metadata.</param>
/// <param name="Created">When it was written, in units of 100 ns since 1970.</param>
internal sealed record LogRecord(
    long Position, string Stream, long Revision, Guid Id, string Type, bool IsJson, ByteString Data, ByteString Metadata, long Created)
{
    public const long Tombstone = long.MaxValue;

    public const string LinkType = "$>";

    public const string MetadataType = "$metadata";
}

/// <summary>One event as a writer proposes it.</summary>
internal sealed record Proposed(Guid Id, string Type, bool IsJson, ByteString Data, ByteString Metadata);

/// <summary>An event as a reader gets it: with links resolved, <paramref name="Link"/> is what was read and <paramref name="Event"/> its target.</summary>
internal readonly record struct Resolved(LogRecord? Event, LogRecord? Link)
{
    /// <summary>What was read: positions and acknowledgements go by it.</summary>
    public LogRecord Original => (Link ?? Event)!;
}
