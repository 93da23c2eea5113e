using System.Collections.Concurrent;

namespace IntegrationHub.Host.Chats;

/// <summary>
/// Lets a channel's request be answered just after what was said on it was sent, as bots usually do: so a user who writes again at once
/// does it after the answer. Only a courtesy: what is not sent within a second is sent later all the same.
/// </summary>
internal sealed class AwaitedAnswers(TimeProvider clock)
{
    private static readonly TimeSpan s_atMost = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _open = new();

    /// <summary>Does something that adds an event, then waits until what the event says was tried to be sent, at most a second.</summary>
    /// <param name="happens">The id of the event.</param>
    /// <param name="doing">Adds it, and tells whether anything will be sent.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<T> AfterAsync<T>(Guid happens, Func<Task<(T Result, bool Sends)>> doing, CancellationToken ct)
    {
        var sent = _open.GetOrAdd(happens, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var (result, sends) = await doing();
            if (sends)
            {
                await sent.Task.WaitAsync(s_atMost, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            return result;
        }
        finally
        {
            _open.TryRemove(happens, out _);
        }
    }

    /// <summary>A try to send what an event says is over.</summary>
    public void Tried(Guid happened)
    {
        if (_open.TryGetValue(happened, out var sent))
        {
            sent.TrySetResult();
        }
    }
}
