using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Appends to whatever revision a stream has, by reading which ids stand there and then naming the revision.</summary>
/// <remarks>
/// The database has an expectation "any" of its own, which is not used: it recognises a repeat only as long as it remembers the ids,
/// and writes a batch again when its first id is new and a later one is not. With an exact revision neither can happen: whoever
/// writes in between makes the append fail, and it is looked at again.
/// </remarks>
internal sealed class AnyAppender(Appender exact, LogReader reader, KurrentSeams seams)
{
    private readonly KnownIds _known = new(seams.KnownIds);

    /// <summary>Appends when none of the ids stands in the stream; all of them are a repeat, some are a conflict.</summary>
    /// <param name="stream">Within the limits.</param>
    /// <param name="mustExist">Whether a stream without events is a conflict.</param>
    /// <param name="events">Within the limits, no id twice.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<AppendResult> AppendAsync(string stream, bool mustExist, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        var ids = _known.Of(stream);
        await ids.Turn.WaitAsync(ct);
        try
        {
            return await AppendAsync(stream, ids, mustExist, events, ct);
        }
        finally
        {
            _known.Learnt(ids);
            ids.Turn.Release();
        }
    }

    private async Task<AppendResult> AppendAsync(
        string stream, StreamIds ids, bool mustExist, IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        // What was known a moment ago is enough to try; not to answer that the stream is wrong.
        var upToDate = ids.Last < 0 && await ReadOnAsync(stream, ids, ct);
        while (true)
        {
            var standing = events.Count(added => ids.Contains(added.Id));
            if (standing == events.Count)
            {
                return await RepeatAsync(stream, ids[events[^1].Id], ct);
            }

            if (standing > 0 || (mustExist && ids.Last < 0))
            {
                if (upToDate)
                {
                    return new WrongRevision(ids.Last);
                }
            }
            else if (await exact.AppendAsync(new ExactAppend(stream, ids.Last, events), ct) is Appended appended)
            {
                ids.Wrote(events, appended);
                return appended;
            }

            upToDate = await ReadOnAsync(stream, ids, ct);
        }
    }

    private async Task<bool> ReadOnAsync(string stream, StreamIds ids, CancellationToken ct)
    {
        await foreach (var read in reader.ForwardsAsync(stream, ids.Last + 1, ct))
        {
            ids.Read(read);
        }

        return true;
    }

    private async Task<Appended> RepeatAsync(string stream, (long Revision, LogPosition? Position) standing, CancellationToken ct)
    {
        var position = standing.Position ?? (await reader.OneAsync(stream, standing.Revision, ct))?.Position;
        return new Appended(standing.Revision, position ?? LogPosition.Start, Repeated: true);
    }
}
