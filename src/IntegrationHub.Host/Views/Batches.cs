using System.Runtime.CompilerServices;

namespace IntegrationHub.Host.Views;

/// <summary>Takes together what is there already, so that a lone event is handled at once and a flood in few steps.</summary>
internal static class Batches
{
    /// <summary>What comes, in order: a batch ends where the next one would have to be waited for.</summary>
    /// <param name="source">What comes.</param>
    /// <param name="most">In one batch, at most; at least 1.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async IAsyncEnumerable<IReadOnlyList<T>> InBatchesAsync<T>(
        this IAsyncEnumerable<T> source, int most, [EnumeratorCancellation] CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var reading = source.GetAsyncEnumerator(ended.Token);
        var next = reading.MoveNextAsync().AsTask();
        var batch = new List<T>();
        try
        {
            while (true)
            {
                if (batch.Count > 0 && (batch.Count >= most || !next.IsCompleted))
                {
                    yield return batch;
                    batch = [];
                }

                if (!await next)
                {
                    break;
                }

                batch.Add(reading.Current);
                next = reading.MoveNextAsync().AsTask();
            }

            if (batch.Count > 0)
            {
                yield return batch;
            }
        }
        finally
        {
            // Whoever stops early leaves a read under way, and that must end before its reader may be disposed of.
            await ended.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await reading.DisposeAsync();
        }
    }
}
