namespace IntegrationHub.Core.EventLog;

/// <summary>The hub's truth: streams of events that are only ever added to, in one order over all streams.</summary>
/// <remarks>
/// Two implementations stand behind it (embedded SQLite, KurrentDB) and pass the same contract suite.
/// A conflict is an answer (<see cref="AppendResult"/>); a log that cannot be written or read throws <see cref="EventLogException"/>.
/// </remarks>
public interface IEventLog
{
    /// <summary>Adds events to one stream, all or none, and answers once they are durable.</summary>
    /// <param name="stream">1 to 200 printable characters without blanks, for example <c>case-10000017</c>.</param>
    /// <param name="expected">What the stream must look like for the append to happen.</param>
    /// <param name="events">1 to 1,000 events, each at most 1 MiB of data and metadata together.</param>
    /// <param name="ct">Ends the wait; whether the events were written is then unknown, and the same append may be sent again.</param>
    /// <returns>
    /// <see cref="Appended"/>, with <see cref="Appended.Repeated"/> set when the very same event ids already stand there and
    /// nothing was written; or <see cref="WrongRevision"/>, and nothing was written.
    /// </returns>
    /// <remarks>
    /// A repeat is recognised as KurrentDB does. Exact or none, and the stream is longer: the i-th event must stand at expected + 1 + i.
    /// Any or exists: all ids must already stand in the stream. A batch that is known in part is a wrong revision, and so is
    /// any batch with an id twice. Ids are compared within one stream only.
    /// </remarks>
    /// <exception cref="ArgumentException">The stream's name, the number of events or the size of one is outside the limits.</exception>
    /// <exception cref="EventLogException">The log is full, locked, damaged or closed. Nothing of the batch was written, unless its code is <c>outcome-unknown</c>.</exception>
    Task<AppendResult> AppendAsync(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events, CancellationToken ct);

    /// <summary>Reads one stream forwards.</summary>
    /// <param name="stream">The stream; one that does not exist is empty.</param>
    /// <param name="from">The first revision wanted; 0 is the first event.</param>
    /// <param name="ct">Ends the reading.</param>
    IAsyncEnumerable<RecordedEvent> ReadStreamAsync(string stream, long from, CancellationToken ct);

    /// <summary>Reads one stream backwards from its last event.</summary>
    /// <param name="stream">The stream; one that does not exist is empty.</param>
    /// <param name="ct">Ends the reading.</param>
    IAsyncEnumerable<RecordedEvent> ReadStreamBackwardsAsync(string stream, CancellationToken ct);

    /// <summary>Reads every stream in log order, from after a position to what was the end when the reading began.</summary>
    /// <param name="after">The last position already seen; <see cref="LogPosition.Start"/> for all.</param>
    /// <param name="ct">Ends the reading.</param>
    IAsyncEnumerable<RecordedEvent> ReadAllAsync(LogPosition after, CancellationToken ct);

    /// <summary>Reads every stream in log order from after a position, then waits for what is added. Ends only by cancellation.</summary>
    /// <param name="after">The last position already seen; <see cref="LogPosition.Start"/> for all.</param>
    /// <param name="ct">Ends the following.</param>
    IAsyncEnumerable<RecordedEvent> FollowAsync(LogPosition after, CancellationToken ct);

    /// <summary>The position of the newest event, or <see cref="LogPosition.Start"/> when the log is empty.</summary>
    /// <param name="ct">Ends the wait.</param>
    Task<LogPosition> HeadAsync(CancellationToken ct);
}

/// <summary>A place in the order over all streams. Grows, with gaps; compare, never compute.</summary>
/// <param name="Value">-1 before the first event.</param>
public readonly record struct LogPosition(long Value) : IComparable<LogPosition>
{
    /// <summary>Before the first event.</summary>
    public static readonly LogPosition Start = new(-1);

    /// <inheritdoc/>
    public int CompareTo(LogPosition other) => Value.CompareTo(other.Value);

    /// <summary>Whether <paramref name="left"/> stands before <paramref name="right"/>.</summary>
    public static bool operator <(LogPosition left, LogPosition right) => left.Value < right.Value;

    /// <summary>Whether <paramref name="left"/> stands after <paramref name="right"/>.</summary>
    public static bool operator >(LogPosition left, LogPosition right) => left.Value > right.Value;

    /// <summary>Whether <paramref name="left"/> stands at or before <paramref name="right"/>.</summary>
    public static bool operator <=(LogPosition left, LogPosition right) => left.Value <= right.Value;

    /// <summary>Whether <paramref name="left"/> stands at or after <paramref name="right"/>.</summary>
    public static bool operator >=(LogPosition left, LogPosition right) => left.Value >= right.Value;
}

/// <summary>What a stream must look like for an append to happen.</summary>
/// <param name="Value">A revision (0 or more), or one of the named values.</param>
public readonly record struct ExpectedRevision(long Value)
{
    /// <summary>The stream does not exist yet.</summary>
    public static readonly ExpectedRevision None = new(-1);

    /// <summary>Whatever it looks like.</summary>
    public static readonly ExpectedRevision Any = new(-2);

    /// <summary>The stream has at least one event.</summary>
    public static readonly ExpectedRevision Exists = new(-4);

    /// <summary>The stream's last event has exactly this revision; -1 means that it does not exist.</summary>
    public static ExpectedRevision Exactly(long revision) =>
        revision >= -1 ? new(revision) : throw new ArgumentOutOfRangeException(nameof(revision), revision, "A revision is -1 (no stream) or more.");
}

/// <summary>An event to be added.</summary>
/// <param name="Id">Unique within its stream; the same id again is the same event again.</param>
/// <param name="Type">Stored name and shape number, for example <c>case-routed.v1</c>; 1 to 100 characters.</param>
/// <param name="Data">UTF-8 JSON.</param>
/// <param name="Metadata">UTF-8 JSON; who, through which channel, and why.</param>
public sealed record NewEvent(Guid Id, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata);

/// <summary>An event as it stands in the log.</summary>
/// <param name="Stream">The stream it was added to.</param>
/// <param name="Revision">Its place in the stream; 0 is the first.</param>
/// <param name="Position">Its place in the order over all streams.</param>
/// <param name="Id">The id that it was added with.</param>
/// <param name="Type">Stored name and shape number.</param>
/// <param name="Data">UTF-8 JSON.</param>
/// <param name="Metadata">UTF-8 JSON.</param>
/// <param name="RecordedAt">When the log wrote it, UTC. When it happened is in the data.</param>
public sealed record RecordedEvent(
    string Stream, long Revision, LogPosition Position, Guid Id, string Type,
    ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata, DateTimeOffset RecordedAt);

/// <summary>How an append ended.</summary>
public abstract record AppendResult;

/// <summary>The events are durable.</summary>
/// <param name="Revision">The stream's revision of the last of them.</param>
/// <param name="Position">The position of the last of them.</param>
/// <param name="Repeated">They were there already and nothing was written.</param>
public sealed record Appended(long Revision, LogPosition Position, bool Repeated) : AppendResult;

/// <summary>The stream does not look as expected; nothing was written.</summary>
/// <param name="Actual">The stream's last revision; -1 when it does not exist.</param>
public sealed record WrongRevision(long Actual) : AppendResult;

/// <summary>The log cannot do its work.</summary>
/// <param name="code">Stable: <c>full</c>, <c>locked</c>, <c>damaged</c>, <c>newer-schema</c>, <c>closed</c>, <c>unavailable</c>, <c>busy</c>, <c>outcome-unknown</c>.</param>
/// <param name="message">What, why, and what to do.</param>
/// <param name="inner">What the store said.</param>
public sealed class EventLogException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Stable name of the fault.</summary>
    public string Code { get; } = code;
}
