using System.Runtime.CompilerServices;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>The embedded event log: one SQLite file, one writer, as many readers as needed. Thread-safe.</summary>
/// <remarks>
/// What is acknowledged survives a power cut: each group of appends is one transaction, flushed to the disk before any of them
/// is answered. A second hub on the same file is refused; reports read beside a running hub through <see cref="OpenReadOnly"/>.
/// </remarks>
public sealed class SqliteEventLog : IEventLog, IAsyncDisposable
{
    private readonly LogFile _file;
    private readonly TimeProvider _clock;
    private readonly LogSeams _seams;
    private readonly ReaderPool _readers;
    private readonly LogWriter? _writer;
    private readonly FileStream? _lock;

    private SqliteEventLog(LogFile file, TimeProvider clock, LogSeams seams, LogWriter? writer, FileStream? held)
    {
        (_file, _clock, _seams, _writer, _lock) = (file, clock, seams, writer, held);
        _readers = new ReaderPool(file);
    }

    /// <summary>Appends that a commit has answered since the log was opened.</summary>
    public long Appends => _writer?.Meter.Appends ?? 0;

    /// <summary>Commits that wrote something since the log was opened; fewer than <see cref="Appends"/> when writers wait together.</summary>
    public long Commits => _writer?.Meter.Commits ?? 0;

    /// <summary>Opens the log for writing and reading, and makes it when there is none.</summary>
    /// <param name="path">The file; its folder must exist. <c>.lock</c>, <c>-wal</c> and <c>-shm</c> stand beside it.</param>
    /// <param name="clock">Stamps what is recorded.</param>
    /// <exception cref="EventLogException"><c>locked</c>, <c>damaged</c>, <c>newer-schema</c> or <c>unavailable</c>.</exception>
    public static SqliteEventLog Open(string path, TimeProvider clock) => Open(path, clock, new LogSeams());

    /// <summary>Opens an existing log for reading while a hub may be writing it; appends are refused as <c>locked</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="clock">Paces the look for news in <see cref="FollowAsync"/>: five times a second.</param>
    /// <exception cref="EventLogException"><c>damaged</c>, <c>newer-schema</c> or <c>unavailable</c>.</exception>
    public static SqliteEventLog OpenReadOnly(string path, TimeProvider clock)
    {
        var seams = new LogSeams();
        var file = new LogFile(path, seams.Busy);
        file.OpenReader().Dispose();
        return new SqliteEventLog(file, clock, seams, writer: null, held: null);
    }

    internal static SqliteEventLog Open(string path, TimeProvider clock, LogSeams seams)
    {
        var file = new LogFile(path, seams.Busy);
        var held = file.TakeLock();
        try
        {
            file.CreateIfMissing();
            return new SqliteEventLog(file, clock, seams, new LogWriter(file, clock, seams), held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        AppendLimits.Check(stream, expected, events);
        return _writer is null
            ? Task.FromException<AppendResult>(Faults.ReadOnly(_file.Path))
            : _writer.AppendAsync(stream, expected, events, ct);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, [EnumeratorCancellation] CancellationToken ct)
    {
        var (next, more) = (from, true);
        while (more)
        {
            var page = await _readers.ReadAsync(reader => reader.Forwards(stream, next), ct);
            foreach (var read in page.Events)
            {
                yield return read;
                next = read.Revision + 1;
            }

            more = page.More;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, [EnumeratorCancellation] CancellationToken ct)
    {
        var (before, more) = (long.MaxValue, true);
        while (more)
        {
            var page = await _readers.ReadAsync(reader => reader.Backwards(stream, before), ct);
            foreach (var read in page.Events)
            {
                yield return read;
                before = read.Revision;
            }

            more = page.More;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, [EnumeratorCancellation] CancellationToken ct)
    {
        var head = (await HeadAsync(ct)).Value;
        var page = after.Value < head ? await _readers.ReadAsync(reader => reader.All(after.Value, head), ct) : default;
        while (page.Events is { Count: > 0 } events)
        {
            // The next page is read while the caller works on this one; never more than these two are in memory.
            var last = events[^1].Position.Value;
            var next = page.More
                ? Task.Run(() => _readers.ReadAsync(reader => reader.All(last, head), ct).AsTask(), ct)
                : Task.FromResult(default(Page));
            try
            {
                foreach (var read in events)
                {
                    ct.ThrowIfCancellationRequested();
                    yield return read;
                }
            }
            finally
            {
                // A caller who stops early must not leave a read running behind.
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            page = await next;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var news = NewsAsync(ct);
            _readers.ThrowIfClosed();
            if (_writer?.Recent.After(after.Value) is { } recent)
            {
                foreach (var read in recent)
                {
                    ct.ThrowIfCancellationRequested();
                    yield return read;
                    after = read.Position;
                }

                if (recent.Count > 0)
                {
                    continue;
                }
            }
            else
            {
                await foreach (var read in ReadAllAsync(after, ct))
                {
                    yield return read;
                    after = read.Position;
                }
            }

            await news.WaitAsync(ct);
        }
    }

    /// <inheritdoc/>
    public async Task<LogPosition> HeadAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _readers.ThrowIfClosed();
        return new LogPosition(_writer?.Head ?? await _readers.ReadAsync(reader => reader.Head(), ct));
    }

    /// <summary>Ends reading, writes what is queued, closes the file and gives up the lock.</summary>
    public async ValueTask DisposeAsync()
    {
        // The writer's connection closes last: only it can move the write-ahead log into the file and leave one file behind.
        await _readers.DisposeAsync();
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
            _writer.Committed.Raise();
            await _lock!.DisposeAsync();
        }
    }

    private Task NewsAsync(CancellationToken ct) => _writer?.Committed.Next ?? Task.Delay(_seams.Poll, _clock, ct);
}
