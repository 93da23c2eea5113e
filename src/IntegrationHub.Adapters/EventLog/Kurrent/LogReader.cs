using System.Runtime.CompilerServices;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Reads streams and the whole log, and follows it.</summary>
/// <param name="reading">The calls.</param>
/// <param name="seen">Is told of every position that passes.</param>
internal sealed class LogReader(Reading reading, HighestSeen seen)
{
    public async IAsyncEnumerable<RecordedEvent> ForwardsAsync(string stream, long from, [EnumeratorCancellation] CancellationToken ct)
    {
        var next = from;
        await foreach (var read in EventsAsync(() => ReadRequests.Forwards(stream, next), ct))
        {
            next = read.Revision + 1;
            yield return read;
        }
    }

    public async IAsyncEnumerable<RecordedEvent> BackwardsAsync(string stream, [EnumeratorCancellation] CancellationToken ct)
    {
        long? before = null;
        await foreach (var read in EventsAsync(() => ReadRequests.Backwards(stream, before - 1), ct))
        {
            before = read.Revision;
            yield return read;
            if (read.Revision == 0)
            {
                yield break; // There is no revision before it to go on from, should the call be lost now.
            }
        }
    }

    /// <summary>The event at a revision, or the last one; null when there is none.</summary>
    public async Task<RecordedEvent?> OneAsync(string stream, long? revision, CancellationToken ct)
    {
        await foreach (var read in EventsAsync(() => ReadRequests.Backwards(stream, revision, count: 1), ct))
        {
            return read;
        }

        return null;
    }

    public async Task<LogPosition> HeadAsync(CancellationToken ct)
    {
        await foreach (var newest in EventsAsync(ReadRequests.Newest, ct))
        {
            return newest.Position;
        }

        return LogPosition.Start;
    }

    public async IAsyncEnumerable<RecordedEvent> AllAsync(LogPosition after, [EnumeratorCancellation] CancellationToken ct)
    {
        var head = await HeadAsync(ct);
        if (after >= head)
        {
            yield break;
        }

        await foreach (var read in EventsAsync(() => ReadRequests.AllFrom(LogPlace.Of(after)), ct))
        {
            if (read.Position > head)
            {
                yield break;
            }

            // The first is the one already seen; so is what a new call repeats.
            if (read.Position > after && IsOurs(read))
            {
                after = read.Position;
                yield return read;
            }

            if (read.Position == head)
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, [EnumeratorCancellation] CancellationToken ct)
    {
        var place = LogPlace.Of(after);
        await foreach (var message in reading.MessagesAsync(() => ReadRequests.Follow(place), endless: true, ct))
        {
            switch (message.ContentCase)
            {
                case ReadResp.ContentOneofCase.Checkpoint:
                    // Nothing of ours stands before it; a quiet log is not searched again from its last event.
                    place = new LogPlace(message.Checkpoint.CommitPosition, message.Checkpoint.PreparePosition);
                    break;

                case ReadResp.ContentOneofCase.Event when Recorded(message.Event) is { } read && read.Position > after:
                    after = read.Position;
                    place = new LogPlace(message.Event.Event.CommitPosition, message.Event.Event.PreparePosition);
                    if (IsOurs(read))
                    {
                        yield return read;
                    }

                    break;
            }
        }
    }

    private async IAsyncEnumerable<RecordedEvent> EventsAsync(Func<ReadReq> request, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var message in reading.MessagesAsync(request, endless: false, ct))
        {
            if (message.ContentCase is ReadResp.ContentOneofCase.Event)
            {
                yield return Recorded(message.Event);
            }
        }
    }

    private RecordedEvent Recorded(ReadResp.Types.ReadEvent read)
    {
        var recorded = read.Event;
        seen.Note((long)recorded.CommitPosition);
        return new RecordedEvent(
            recorded.StreamIdentifier.StreamName.ToStringUtf8(), (long)recorded.StreamRevision, new LogPosition((long)recorded.CommitPosition),
            Wire.Id(recorded.Id), Wire.TypeOf(recorded.Metadata), recorded.Data.Memory, recorded.CustomMetadata.Memory,
            Wire.CreatedOf(recorded.Metadata));
    }

    // Links and tombstones may stand in a stream of the hub's, put there by hand.
    private static bool IsOurs(RecordedEvent read) => !read.Type.StartsWith('$');
}
