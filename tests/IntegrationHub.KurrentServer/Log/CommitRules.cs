namespace IntegrationHub.KurrentServer.Log;

/// <summary>May these events be written, or do they stand already? The server's rules to the letter, traps included.</summary>
internal static class CommitRules
{
    public enum Verdict
    {
        Write,
        Repeat,
        Wrong,
        Deleted,
    }

    /// <summary>The verdict, and for a repeat the revision at which the last event of the request stands.</summary>
    public static (Verdict Verdict, long Revision) Check(
        LogStream stream, ExpectedRevision expected, IReadOnlyList<Proposed> events, RecentIds recent)
    {
        if (stream.IsTombstoned)
        {
            return (Verdict.Deleted, 0);
        }

        if (expected == ExpectedRevision.StreamExists)
        {
            if (stream.IsSoftDeleted)
            {
                return (Verdict.Deleted, 0);
            }

            if (stream is { Last: < 0, HasMetadata: false })
            {
                return (Verdict.Wrong, 0);
            }
        }

        var isWeak = expected == ExpectedRevision.Any || expected == ExpectedRevision.StreamExists;
        return isWeak ? Weak(stream, events, recent) : Strong(stream, expected, events);
    }

    // By the table of recent ids, whatever their order. The first event decides for all: new before old is written again.
    private static (Verdict Verdict, long Revision) Weak(LogStream stream, IReadOnlyList<Proposed> events, RecentIds recent)
    {
        var revision = -1L;
        for (var i = 0; i < events.Count; i++)
        {
            if (!recent.TryFind(events[i].Id, stream.Name, out revision))
            {
                return (i == 0 ? Verdict.Write : Verdict.Wrong, 0);
            }
        }

        return (events.Count == 0 ? Verdict.Write : Verdict.Repeat, revision);
    }

    // By what stands at the very place, which works for ever. At the end of the stream nothing is compared.
    private static (Verdict Verdict, long Revision) Strong(LogStream stream, ExpectedRevision expected, IReadOnlyList<Proposed> events)
    {
        if (expected.Value >= stream.Last)
        {
            return (expected.Value == stream.Last ? Verdict.Write : Verdict.Wrong, 0);
        }

        for (var i = 0; i < events.Count; i++)
        {
            if (stream.At(expected.Value + 1 + i)?.Id != events[i].Id)
            {
                return (i == 0 && StartsOver(stream, expected) ? Verdict.Write : Verdict.Wrong, 0);
            }
        }

        return events.Count > 0 ? (Verdict.Repeat, expected.Value + events.Count)
            : (StartsOver(stream, expected) ? Verdict.Write : Verdict.Wrong, 0);
    }

    private static bool StartsOver(LogStream stream, ExpectedRevision expected) =>
        expected == ExpectedRevision.NoStream && stream.IsSoftDeleted;
}
