using System.Runtime.CompilerServices;

namespace IntegrationHub.Core.EventLog;

/// <summary>Reads the log with the meaning of its events, using all cores.</summary>
public static class DecodedReading
{
    private const int BatchEvents = 512;

    /// <summary>Reads every stream in log order, as <see cref="IEventLog.ReadAllAsync"/> does, decoding some batches ahead of the caller.</summary>
    /// <param name="log">The log.</param>
    /// <param name="codec">Reads events; one that cannot be read is carried without its meaning.</param>
    /// <param name="after">The last position already seen; <see cref="LogPosition.Start"/> for all.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Batches of 1 to 512 events; not more than one for each core is held ahead, whatever the log's length.</returns>
    public static async IAsyncEnumerable<IReadOnlyList<Known>> ReadDecodedAsync(
        this IEventLog log, EventCodec codec, LogPosition after, [EnumeratorCancellation] CancellationToken ct)
    {
        var ahead = new Queue<Task<List<Known>>>();
        try
        {
            var batch = new List<RecordedEvent>(BatchEvents);
            await foreach (var recorded in log.ReadAllAsync(after, ct))
            {
                batch.Add(recorded);
                if (batch.Count == BatchEvents)
                {
                    Decode(batch);
                    batch = new List<RecordedEvent>(BatchEvents);
                }

                if (ahead.Count > Environment.ProcessorCount)
                {
                    yield return await ahead.Dequeue();
                }
            }

            if (batch.Count > 0)
            {
                Decode(batch);
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

        void Decode(List<RecordedEvent> batch) => ahead.Enqueue(Task.Run(() => batch.ConvertAll(codec.DecodeOrCarry), ct));
    }
}
