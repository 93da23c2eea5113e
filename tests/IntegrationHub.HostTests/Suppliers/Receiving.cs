using Amqp;
using IntegrationHub.Adapters.Suppliers.Amqp;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>Receives round after round until it is disposed of, as the hub does, with shorter waits.</summary>
internal sealed class Receiving : IAsyncDisposable
{
    private readonly CancellationTokenSource _enough = new();
    private readonly Task _rounds;

    public Receiving(AmqpReceiver receiver, Func<Message, Taking> take)
        : this(receiver, (message, _) => Task.FromResult(take(message)))
    {
    }

    public Receiving(AmqpReceiver receiver, Func<Message, CancellationToken, Task<Taking>> take) => _rounds = RunAsync(receiver, take);

    /// <summary>How each round ended; null: with an exception.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<RoundEnd?> Ends { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _rounds;
        _enough.Dispose();
    }

    private async Task RunAsync(AmqpReceiver receiver, Func<Message, CancellationToken, Task<Taking>> take)
    {
        while (!_enough.IsCancellationRequested)
        {
            try
            {
                Ends.Enqueue(await receiver.RunAsync(take, _enough.Token));
            }
            catch (Exception end) when (end is OperationCanceledException || AmqpReceiver.IsWireFault(end))
            {
                Ends.Enqueue(null);
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, _enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
