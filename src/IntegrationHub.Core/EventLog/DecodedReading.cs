using System.Runtime.CompilerServices;

namespace IntegrationHub.Core.EventLog;

/// <summary>A piece of the log, read with its meaning.</summary>
/// <param name="Events">Those that were asked for, in log order; may be none.</param>
/// <param name="Read">How many events the piece has, passed over ones included; 1 or more.</param>
/// <param name="Reached">Where it ends.</param>
public sealed record DecodedBatch(IReadOnlyList<Known> Events, int Read, LogPosition Reached);

/// <summary>Reads the log with the meaning of its events, using all cores.</summary>
public static class DecodedReading
{
    private const int BatchEvents = 512;

    /// <summary>Reads every stream in log order, as <see cref="IEventLog.ReadAllAsync"/> does, decoding some batches ahead of the caller.</summary>
    /// <param name="log">The log.</param>
    /// <param name="codec">Reads events; one that cannot be read is carried without its meaning.</param>
    /// <param name="asked">Which events the caller wants; others are counted and passed over unread. Called on several threads.</param>
    /// <param name="after">The last position already seen; <see cref="LogPosition.Start"/> for all.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Pieces of 1 to 512 events; not more than one for each core is held ahead, whatever the log's length.</returns>
    public static async IAsyncEnumerable<DecodedBatch> ReadDecodedAsync(
        this IEventLog log, EventCodec codec, Func<RecordedEvent, bool> asked, LogPosition after, [EnumeratorCancellation] CancellationToken ct)
    {
        var ahead = new Queue<Task<DecodedBatch>>();
        try
        {
            var piece = new List<RecordedEvent>(BatchEvents);
            await foreach (var recorded in log.ReadAllAsync(after, ct))
            {
                piece.Add(recorded);
                if (piece.Count == BatchEvents)
                {
                    Decode(piece);
                    piece = new List<RecordedEvent>(BatchEvents);
                }

                if (ahead.Count > Environment.ProcessorCount)
                {
                    yield return await ahead.Dequeue();
                }
            }

            if (piece.Count > 0)
            {
                Decode(piece);
            }

            while (ahead.TryDequeue(out var next))
            {
                yield return await next;
            }
        }
        finally
        {
            // A caller who stops early must not leave work running behind.
            await ((Task)Task.WhenAll(ahead)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Decode(List<RecordedEvent> piece) =>
            ahead.Enqueue(Task.Run(() => new DecodedBatch([.. piece.Where(asked).Select(codec.DecodeOrCarry)], piece.Count, piece[^1].Position), ct));
    }
}
