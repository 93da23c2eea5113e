using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>What a group writes to streams of its own: parked events and how far it came.</summary>
internal sealed class GroupStreams(MemoryLog log, Source source, TimeProvider clock)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public void Checkpoint(long place) => Write(
        source.CheckpointStream, "SubscriptionCheckpoint", isJson: true, JsonSerializer.Serialize(source.Text(place)), "");

    /// <summary>A link to the event itself, also when a link led to it.</summary>
    public void Park(Resolved read, string reason)
    {
        var record = read.Event ?? read.Original;
        var note = JsonSerializer.Serialize(new { added = clock.GetUtcNow(), reason }, s_indented);
        Write(source.ParkedStream, LogRecord.LinkType, isJson: false, string.Create(CultureInfo.InvariantCulture, $"{record.Revision}@{record.Stream}"), note);
    }

    public long ParkedCount() => log.Look(view =>
    {
        var parked = view.Stream(source.ParkedStream);
        return parked.Last + 1 - view.FirstShown(parked);
    });

    /// <summary>Takes parked events, oldest first, out of the parked stream.</summary>
    /// <param name="stopAt">How many revisions of the parked stream at most; null for all.</param>
    public IReadOnlyList<Resolved> TakeParked(long? stopAt)
    {
        var taken = log.Look(view =>
        {
            var parked = view.Stream(source.ParkedStream);
            var end = Math.Min(parked.Last + 1, stopAt ?? long.MaxValue);
            var events = new List<Resolved>();
            for (var revision = view.FirstShown(parked); revision < end; revision++)
            {
                events.Add(view.Resolve(parked.At(revision)!, resolveLinks: true));
            }

            return (Events: events, End: end);
        });
        if (taken.Events.Count > 0)
        {
            Write("$$" + source.ParkedStream, LogRecord.MetadataType, isJson: true, string.Create(CultureInfo.InvariantCulture, $$"""{"$tb":{{taken.End}}}"""), "");
        }

        return [.. taken.Events.Where(read => read.Event is not null)];
    }

    private void Write(string stream, string type, bool isJson, string data, string metadata) => log.Append(
        stream, ExpectedRevision.Any,
        [new Proposed(Ids.New(), type, isJson, ByteString.CopyFromUtf8(data), ByteString.CopyFromUtf8(metadata))]);
}
