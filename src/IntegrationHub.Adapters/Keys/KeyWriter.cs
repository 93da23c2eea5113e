using System.Collections.Concurrent;

namespace IntegrationHub.Adapters.Keys;

/// <summary>Writes to the tables of keys: all that waits goes into one transaction, and is answered once that is on the disk.</summary>
/// <remarks>A thread of its own, as the flush blocks; while it runs, the next group gathers.</remarks>
internal sealed class KeyWriter : IDisposable
{
    private const int LargestGroup = 1_000;
    private readonly BlockingCollection<Work> _waiting = [];
    private readonly IKeyPlace _place;
    private readonly Thread _thread;
    private long _commits;

    public KeyWriter(IKeyPlace place)
    {
        _place = place;
        _thread = new Thread(Run) { IsBackground = true, Name = "person key writer" };
        _thread.Start();
    }

    /// <summary>Transactions that were committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Does the work in a transaction that it may share with others; where that fails, it may be done again from its start.</summary>
    public Task<T> TogetherAsync<T>(Func<KeyTables, T> work)
    {
        var task = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(new Work(
            tables =>
            {
                var result = work(tables);
                return () => task.SetResult(result);
            },
            null,
            task.SetException));
        return task.Task;
    }

    /// <summary>Does the work outside of any transaction, with nothing beside it.</summary>
    public Task<T> AloneAsync<T>(Func<T> work)
    {
        var task = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(new Work(null, () => task.SetResult(work()), task.SetException));
        return task.Task;
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
    }

    private void Run()
    {
        var group = new List<Work>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group[^1].Alone is null && group.Count < LargestGroup && _waiting.TryTake(out var more))
            {
                group.Add(more);
            }

            var together = group.FindAll(work => work.Alone is null);
            if (together.Count > 0)
            {
                Try(together, () => Commit(together));
            }

            if (group[^1].Alone is { } alone)
            {
                Try([group[^1]], alone);
            }

            group.Clear();
        }
    }

    private void Commit(List<Work> group)
    {
        var answers = _place.Write(tables => group.ConvertAll(work => work.Together!(tables)), atOnce: true);
        Interlocked.Increment(ref _commits);
        answers.ForEach(answer => answer());
    }

    private static void Try(List<Work> group, Action work)
    {
        try
        {
            work();
        }
#pragma warning disable CA1031 // Whatever happens, those who wait must be told and the next group must be tried.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            group.ForEach(waiting => waiting.Failed(fault));
        }
    }

    /// <summary>Something to do: with others, when it gives what tells whoever waits once it is durable; or alone.</summary>
    private sealed record Work(Func<KeyTables, Action>? Together, Action? Alone, Action<Exception> Failed);
}
