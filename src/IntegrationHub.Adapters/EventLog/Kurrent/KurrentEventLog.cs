using IntegrationHub.Core.EventLog;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>The event log in KurrentDB (or EventStoreDB from 20.6 on), over its public gRPC protocol. Thread-safe.</summary>
/// <remarks>
/// It looks for the cluster's leader, goes with it when another is elected, and tries what was cut off again until the outcome is
/// known or 30 s have passed. A position is the event's commit position. Events and streams of the database itself, whose names
/// begin with <c>$</c>, are neither read nor written.
/// Source: the protocol's proto files, version 1, and recordings of a server of version 23.10.
/// </remarks>
public sealed class KurrentEventLog : IEventLog, IAsyncDisposable
{
    private readonly Nodes _nodes;
    private readonly LogReader _reader;
    private readonly Appender _exact;
    private readonly AnyAppender _any;
    private readonly AppendsUnderWay _underWay;
    private readonly Func<string, GroupSettings, PersistentSubscription> _group;

    private KurrentEventLog(KurrentSettings settings, TimeProvider clock, ILogger log, KurrentSeams seams)
    {
        var seen = new HighestSeen();
        _nodes = new Nodes(settings, clock, log);
        _reader = new LogReader(new Reading(_nodes, clock, seams), seen);
        _exact = new Appender(_nodes, _reader, seen, settings, seams, clock);
        _any = new AnyAppender(_exact, _reader, seams);
        _underWay = new AppendsUnderWay(clock, settings.DefaultDeadline);
        var calls = new UnaryCalls(_nodes, clock, seams);
        _group = (name, group) => new PersistentSubscription(name, group, _nodes, calls, clock, seams);
    }

    /// <summary>Makes the log ready. The database is looked for at the first call, and again whenever it is lost.</summary>
    /// <param name="settings">From <see cref="ConnectionString"/>.</param>
    /// <param name="clock">Paces what is tried again; the database stamps what is recorded.</param>
    /// <param name="log">Is told which node the log is at.</param>
    /// <exception cref="FormatException">A certificate that the settings name cannot be read.</exception>
    public static KurrentEventLog Open(KurrentSettings settings, TimeProvider clock, ILogger log) =>
        Open(settings, clock, log, new KurrentSeams());

    internal static KurrentEventLog Open(KurrentSettings settings, TimeProvider clock, ILogger log, KurrentSeams seams) =>
        new(settings, clock, log, seams);

    /// <inheritdoc/>
    public Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        AppendLimits.Check(stream, expected, events);
        if (stream.StartsWith('$') || events.Any(added => added.Type.StartsWith('$')))
        {
            throw new ArgumentException("Names of streams and types do not begin with $: KurrentDB keeps those for itself.", nameof(stream));
        }

        return ct.IsCancellationRequested
            ? Task.FromCanceled<AppendResult>(ct)
            : _underWay.CountAsync(events.Count, () => SendAsync(stream, expected, events, ct));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, CancellationToken ct)
    {
        AppendLimits.CheckStream(stream);
        return _reader.ForwardsAsync(stream, from, ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, CancellationToken ct)
    {
        AppendLimits.CheckStream(stream);
        return _reader.BackwardsAsync(stream, ct);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, CancellationToken ct) => _reader.AllAsync(after, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, CancellationToken ct) => _reader.FollowAsync(after, ct);

    /// <summary>A consumer group over the whole log, whose place the database keeps.</summary>
    /// <param name="name">The group's name.</param>
    /// <param name="settings">How it is made when it is not there.</param>
    public PersistentSubscription Group(string name, GroupSettings settings) => _group(name, settings);

    /// <inheritdoc/>
    public Task<LogPosition> HeadAsync(CancellationToken ct) => _reader.HeadAsync(ct);

    /// <summary>Waits for the appends that are under way, then ends reading and leaves the database.</summary>
    public async ValueTask DisposeAsync()
    {
        await _underWay.DisposeAsync();
        _nodes.Dispose();
    }

    private async Task<AppendResult> SendAsync(
        string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        if (events.Select(added => added.Id).Distinct().Count() < events.Count)
        {
            // The database would write it.
            return new WrongRevision((await _reader.OneAsync(stream, revision: null, ct))?.Revision ?? -1);
        }

        return expected.Value >= -1
            ? await _exact.AppendAsync(new ExactAppend(stream, expected.Value, events), ct)
            : await _any.AppendAsync(stream, mustExist: expected == ExpectedRevision.Exists, events, ct);
    }
}
