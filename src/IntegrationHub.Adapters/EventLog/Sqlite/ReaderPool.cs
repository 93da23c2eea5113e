using System.Collections.Concurrent;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>A few reading connections, opened when first needed and lent for one page at a time.</summary>
internal sealed class ReaderPool(LogFile file) : IAsyncDisposable
{
    private static readonly int s_size = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    private readonly ConcurrentStack<LogReader> _idle = new();
    private readonly SemaphoreSlim _permits = new(s_size);
    private volatile bool _closed;

    /// <exception cref="EventLogException"><c>closed</c>.</exception>
    public void ThrowIfClosed()
    {
        if (_closed)
        {
            throw Faults.Closed();
        }
    }

    /// <summary>Reads one page, on the caller's thread: it is usually in memory, and handing it over costs more than reading it.</summary>
    /// <exception cref="EventLogException">The file cannot be read, or the log is closed.</exception>
    public async ValueTask<T> ReadAsync<T>(Func<LogReader, T> read, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await _permits.WaitAsync(ct);
        try
        {
            ThrowIfClosed();
            return Read(read);
        }
        finally
        {
            _permits.Release();
        }
    }

    /// <summary>Waits for the pages being read, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var permit = 0; permit < s_size; permit++)
        {
            await _permits.WaitAsync(CancellationToken.None);
        }

        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }

        // Whoever still waits for a permit must get one, to be told that the log is closed.
        _permits.Release(s_size);
    }

    private T Read<T>(Func<LogReader, T> read)
    {
        LogReader? reader = null;
        try
        {
            reader = _idle.TryPop(out var idle) ? idle : LogReader.Open(file);
            var result = read(reader);
            _idle.Push(reader);
            return result;
        }
        catch (Exception fault)
        {
            // A connection that met a fault is not used again: it may hold pages of the damaged file.
            reader?.Dispose();
            throw Faults.From(file.Path, fault);
        }
    }
}
