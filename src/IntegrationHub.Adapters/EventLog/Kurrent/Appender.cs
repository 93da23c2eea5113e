using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Appends to an exact revision, and tries again until the outcome is known. Thread-safe.</summary>
/// <remarks>
/// Trying again is safe for as long as it takes: once the events stand, the stream is longer than expected, and the database
/// compares ids one by one with what stands there (the protocol's rule for explicit revisions, which needs no memory of recent ids).
/// </remarks>
internal sealed class Appender(
    Nodes nodes, LogReader reader, HighestSeen seen, KurrentSettings settings, KurrentSeams seams, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private Task? _headKnown;

    /// <summary>Appends, or tells that the events stand there already, or that the stream has another revision.</summary>
    /// <exception cref="EventLogException">As the port says.</exception>
    /// <exception cref="ArgumentException">The database takes less at once than this.</exception>
    public async Task<AppendResult> AppendAsync(ExactAppend append, CancellationToken ct)
    {
        try
        {
            await HeadKnownAsync(ct);
            return await TryUntilKnownAsync(append, ct);
        }
        catch (Exception fault) when (fault is OperationCanceledException or EventLogException { Code: "outcome-unknown" })
        {
            // If it stands after all, whoever sends it again is to be told that it is a repeat.
            lock (_lock)
            {
                _headKnown = null;
            }

            throw;
        }
    }

    private async Task<AppendResult> TryUntilKnownAsync(ExactAppend append, CancellationToken ct)
    {
        var (before, patience, mayStand) = (seen.Position, new Patience(clock, seams, endless: false), false);
        while (true)
        {
            var (node, attempt) = await TryAsync(append, ct);
            switch (attempt)
            {
                case Stands stands:
                    return await AnswerAsync(append, stands, before, ct);

                case Conflict conflict:
                    return new WrongRevision(conflict.Actual);

                case Failed failed:
                    mayStand |= failed.MayStand;
                    nodes.Report(node, failed.Trouble);
                    if (failed.Trouble.IsFinal || !await patience.PauseAsync(ct))
                    {
                        throw mayStand ? Faults.OutcomeUnknown(append.Stream, failed.Trouble.Fault) : failed.Trouble.Fault;
                    }

                    break;
            }
        }
    }

    private async Task<(NodeConnection? Node, Attempt Attempt)> TryAsync(ExactAppend append, CancellationToken ct)
    {
        NodeConnection? node = null;
        try
        {
            node = await nodes.GetAsync(ct);
            var sending = node.Batches ? node.Batch.SendAsync(append, ct) : SingleAppend.SendAsync(node, append, ct);
            return (node, await sending.WaitAsync(settings.DefaultDeadline, clock, ct));
        }
        catch (TimeoutException late)
        {
            return (node, new Failed(new CallTrouble(Remedy.FindNode, Faults.Late(late)), MayStand: true));
        }
        catch (Exception fault) when (fault is EventLogException or ObjectDisposedException)
        {
            return (node, new Failed(CallTrouble.Of(fault), MayStand: false));
        }
    }

    /// <summary>Tells a repeat from the first time.</summary>
    /// <remarks>
    /// The database answers both alike. At or below a position that was known before the append, it is a repeat. Above it, it was
    /// written just now, by this append or by another hub under the same ids; what stands there says whose it is.
    /// </remarks>
    private async Task<Appended> AnswerAsync(ExactAppend append, Stands stands, long before, CancellationToken ct)
    {
        seen.Note(stands.Position);
        var repeated = stands.Position <= before || !IsOurs(append.Events[^1], await reader.OneAsync(append.Stream, stands.Revision, ct));
        return new Appended(stands.Revision, new LogPosition(stands.Position), repeated);
    }

    private static bool IsOurs(NewEvent added, RecordedEvent? standing) => standing is not null
        && standing.Data.Span.SequenceEqual(added.Data.Span) && standing.Metadata.Span.SequenceEqual(added.Metadata.Span);

    /// <summary>
    /// The end of the log is asked for once, so that what an earlier run of the hub wrote is known as such; and again after an append
    /// whose outcome nobody waited for.
    /// </summary>
    private Task HeadKnownAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            if (_headKnown is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _headKnown = reader.HeadAsync(CancellationToken.None);
            }

            return _headKnown.WaitAsync(ct);
        }
    }
}
