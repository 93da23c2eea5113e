using System.Threading.Channels;
using IntegrationHub.Host.Views;

namespace IntegrationHub.Tests.Views;

public sealed class TakingEventsTogether
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_there_comes_together_and_what_comes_later_is_not_waited_for()
    {
        var source = Channel.CreateUnbounded<int>();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await source.Writer.WriteAsync(number, Ct);
        }

        await using var batches = source.Reader.ReadAllAsync(Ct).InBatchesAsync(3, Ct).GetAsyncEnumerator(Ct);
        Assert.True(await batches.MoveNextAsync());
        Assert.Equal([1, 2, 3], batches.Current);
        Assert.True(await batches.MoveNextAsync());
        Assert.Equal([4, 5], batches.Current);

        var next = batches.MoveNextAsync();
        await source.Writer.WriteAsync(6, Ct);
        source.Writer.Complete();
        Assert.True(await next);
        Assert.Equal([6], batches.Current);
        Assert.False(await batches.MoveNextAsync());
    }

    [Fact]
    public async Task Whoever_stops_early_leaves_no_read_behind()
    {
        var source = Channel.CreateUnbounded<int>();
        await source.Writer.WriteAsync(1, Ct);
        var ended = false;
        async IAsyncEnumerable<int> Reading([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
        {
            try
            {
                await foreach (var one in source.Reader.ReadAllAsync(ct))
                {
                    yield return one;
                }
            }
            finally
            {
                ended = true;
            }
        }

        await foreach (var batch in Reading(Ct).InBatchesAsync(10, Ct))
        {
            Assert.Equal([1], batch);
            break;
        }

        Assert.True(ended);
    }
}
