using System.Threading.Channels;
using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>The one writer: takes all appends that wait, writes them in one transaction, and answers them after the commit.</summary>
/// <remarks>
/// One commit costs one flush of the disk, whatever it holds; while it runs, the next group gathers. A thread of its own, because
/// the flush blocks, and because appends must go on when the thread pool is busy.
/// </remarks>
internal sealed class LogWriter : IAsyncDisposable
{
    private const int GroupAppends = 1024;
    private const long GroupBytes = 8 * 1024 * 1024;

    private readonly Channel<PendingAppend> _queue =
        Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(4096) { SingleReader = true });

    private readonly ManualResetEventSlim _wake = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PendingAppend> _group = [];
    private readonly List<AppendResult> _results = [];
    private readonly LogFile _file;
    private readonly LogSeams _seams;
    private readonly TimeProvider _clock;
    private readonly SqliteConnection _connection;
    private readonly LogTables _tables;
    private readonly Checkpointer _checkpointer;
    private readonly LogMeter _meter = new();
    private long _head;

    /// <exception cref="EventLogException">The file cannot be used.</exception>
    public LogWriter(LogFile file, TimeProvider clock, LogSeams seams)
    {
        (_file, _clock, _seams) = (file, clock, seams);
        _connection = file.OpenWriter();
        try
        {
            _tables = new LogTables(_connection);
        }
        catch (SqliteException fault)
        {
            _connection.Dispose();
            throw Faults.From(file.Path, fault);
        }

        _checkpointer = new Checkpointer(file, _connection);
        _head = _tables.Head;
        Recent = new RecentEvents(_head);
        new Thread(Run) { IsBackground = true, Name = "event log writer" }.Start();
    }

    public LogMeter Meter => _meter;

    public CommitSignal Committed { get; } = new();

    /// <summary>What was committed last.</summary>
    public RecentEvents Recent { get; }

    /// <summary>The newest durable position.</summary>
    public long Head => Volatile.Read(ref _head);

    /// <exception cref="EventLogException">As the port says.</exception>
    public async Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var append = new PendingAppend(stream, expected, events, ct);
        try
        {
            await _queue.Writer.WriteAsync(append, ct);
        }
        catch (ChannelClosedException)
        {
            throw Faults.Closed();
        }

        _wake.Set();
        return await append.Task.WaitAsync(ct);
    }

    /// <summary>Writes what is queued, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _wake.Set();
        await _ended.Task;
        await _checkpointer.DisposeAsync();
        _tables.Dispose();
        _connection.Dispose();
        _meter.Dispose();
    }

    private void Run()
    {
        while (!_queue.Reader.Completion.IsCompleted)
        {
            // Reset before looking into the queue: an append that comes after the look sets it again.
            _wake.Wait();
            _wake.Reset();
            while (_queue.Reader.TryPeek(out _))
            {
                _seams.BeforeGroup?.Invoke(_connection);
                TakeGroup();
                WriteGroup();
                _checkpointer.AfterCommit();
            }
        }

        _ended.SetResult();
    }

    private void TakeGroup()
    {
        var bytes = 0L;
        while (_group.Count < GroupAppends && bytes < GroupBytes && _queue.Reader.TryRead(out var append))
        {
            if (!append.TryWithdraw())
            {
                _group.Add(append);
                bytes += append.Bytes;
            }
        }
    }

    private void WriteGroup()
    {
        if (_group.Count == 0)
        {
            return;
        }

        try
        {
            var fault = TryCommitGroup();
            for (var index = 0; index < _group.Count; index++)
            {
                _ = fault is null ? _group[index].TrySetResult(_results[index]) : _group[index].TrySetException(fault);
            }
        }
        finally
        {
            _group.Clear();
            _results.Clear();
        }
    }

    private EventLogException? TryCommitGroup()
    {
        var started = _clock.GetTimestamp();
        var committing = false;
        try
        {
            var recordedAt = (_clock.GetUtcNow().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
            _tables.Begin();
            foreach (var append in _group)
            {
                _results.Add(_tables.Append(append, recordedAt));
            }

            committing = true;
            _tables.Commit();
            Publish(_tables.Added, _clock.GetElapsedTime(started));
            return null;
        }
#pragma warning disable CA1031 // Whatever happens, the callers of this group must be told and the next group must be tried.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return TakeBack(committing ? Faults.FromCommit(_file.Path, fault) : Faults.From(_file.Path, fault));
        }
    }

    private void Publish(IReadOnlyList<RecordedEvent> added, TimeSpan took)
    {
        if (added.Count > 0)
        {
            Volatile.Write(ref _head, _tables.Head);
            Recent.Add(added); // After the head: nobody is to see an event that stands after it.
            Committed.Raise();
            _meter.Count(_group.Count, added.Count, took);
        }
    }

    private EventLogException TakeBack(EventLogException fault)
    {
        try
        {
            _tables.Rollback();
        }
        catch (SqliteException second)
        {
            return new EventLogException("outcome-unknown", $"{fault.Message} Taking the group back failed too: {second.Message}.", fault);
        }

        return fault;
    }
}
