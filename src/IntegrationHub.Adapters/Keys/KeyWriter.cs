using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.Keys;

/// <summary>Writes to the key file: all that waits goes into one transaction, and is answered once that is on the disk.</summary>
/// <remarks>A thread of its own, as the flush blocks; while it runs, the next group gathers.</remarks>
internal sealed class KeyWriter : IDisposable
{
    private const int LargestGroup = 1_000;
    private readonly BlockingCollection<Work> _waiting = [];
    private readonly SqliteConnection _file;
    private readonly KeyTables _tables;
    private readonly Thread _thread;
    private long _commits;

    public KeyWriter(SqliteConnection file)
    {
        (_file, _tables) = (file, new KeyTables(file));
        _thread = new Thread(Run) { IsBackground = true, Name = "person key writer" };
        _thread.Start();
    }

    /// <summary>Transactions that were committed.</summary>
    public long Commits => Volatile.Read(ref _commits);

    /// <summary>Does the work in a transaction that it may share with others.</summary>
    public Task<T> TogetherAsync<T>(Func<KeyTables, T> work) => Enqueue(work, alone: false);

    /// <summary>Does the work outside of any transaction, with nothing beside it.</summary>
    public Task<T> AloneAsync<T>(Func<KeyTables, T> work) => Enqueue(work, alone: true);

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _waiting.Dispose();
        _file.Dispose();
    }

    private Task<T> Enqueue<T>(Func<KeyTables, T> work, bool alone)
    {
        var task = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add(new Work(
            alone,
            tables =>
            {
                var result = work(tables);
                return () => task.SetResult(result);
            },
            task.SetException));
        return task.Task;
    }

    private void Run()
    {
        var group = new List<Work>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            group.Add(first);
            while (!group[^1].Alone && group.Count < LargestGroup && _waiting.TryTake(out var more))
            {
                group.Add(more);
            }

            var together = group.FindAll(work => !work.Alone);
            if (together.Count > 0)
            {
                Finish(together, inTransaction: true);
            }

            if (group[^1].Alone)
            {
                Finish([group[^1]], inTransaction: false);
            }

            group.Clear();
        }
    }

    private void Finish(List<Work> group, bool inTransaction)
    {
        try
        {
            var transaction = inTransaction ? _file.BeginTransaction() : null;
            List<Action> answers;
            try
            {
                answers = group.ConvertAll(work => work.Do(_tables));
                transaction?.Commit();
                Interlocked.Increment(ref _commits);
            }
            finally
            {
                transaction?.Dispose(); // Takes back what was not committed.
            }

            answers.ForEach(answer => answer());
        }
#pragma warning disable CA1031 // Whatever happens, those who wait must be told and the next group must be tried.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            group.ForEach(work => work.Failed(fault));
        }
    }

    /// <summary>Something to do; it gives what tells whoever waits once it is durable.</summary>
    private sealed record Work(bool Alone, Func<KeyTables, Action> Do, Action<Exception> Failed);
}
