using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Work;

/// <summary>Which parked work is meant; all of it when nothing is said.</summary>
/// <param name="Group">Only of this group.</param>
/// <param name="Cause">Only with these words as its cause.</param>
/// <param name="Event">Only for this event.</param>
public sealed record ParkedFilter(string? Group = null, string? Cause = null, Guid? Event = null)
{
    /// <summary>Whether the work is meant.</summary>
    public bool Takes(WorkParked work) =>
        (Group is null || Group == work.Group) && (Cause is null || Cause == work.Cause) && (Event is null || Event == work.Event);
}

/// <summary>Equal failures of one group.</summary>
/// <param name="Count">How many.</param>
/// <param name="Oldest">When the first was parked.</param>
/// <param name="Cases">Streams that wait, the first ten.</param>
public sealed record ParkedGroup(string Group, string Cause, int Count, DateTimeOffset Oldest, IReadOnlyList<string> Cases);

/// <summary>The work that failed for good: what it is, and what a person decides about it. All of it stands in the log, in one stream.</summary>
public sealed class ParkedWork(IEventLog log, EventCodec codec)
{
    /// <summary>The stream.</summary>
    public const string Stream = "parked-work";

    /// <summary>What waits now, oldest first.</summary>
    public async Task<IReadOnlyList<WorkParked>> WaitingAsync(ParkedFilter filter, CancellationToken ct)
    {
        var (waiting, _) = await ReadAsync(ct);
        return [.. waiting.Where(filter.Takes)];
    }

    /// <summary>What waits now, by cause, the most frequent first.</summary>
    public async Task<IReadOnlyList<ParkedGroup>> ByCauseAsync(ParkedFilter filter, CancellationToken ct) =>
    [
        .. (await WaitingAsync(filter, ct)).GroupBy(work => (work.Group, work.Cause))
            .Select(same => new ParkedGroup(
                same.Key.Group, same.Key.Cause, same.Count(), same.Min(work => work.At),
                [.. same.Select(work => work.Stream).Distinct(StringComparer.Ordinal).Take(10)]))
            .OrderByDescending(group => group.Count).ThenBy(group => group.Group, StringComparer.Ordinal),
    ];

    /// <summary>The events whose work a group must leave alone: parked and not released, or dropped.</summary>
    public async Task<IReadOnlySet<Guid>> LeftAloneAsync(string group, CancellationToken ct)
    {
        var (waiting, dropped) = await ReadAsync(ct);
        return waiting.Where(work => work.Group == group).Select(work => work.Event)
            .Concat(dropped.Where(work => work.Group == group).Select(work => work.Event)).ToHashSet();
    }

    /// <summary>Notes that work failed for good. The same round again changes nothing.</summary>
    public Task ParkAsync(WorkParked work, CancellationToken ct) =>
        AppendAsync([Encode("parked", work.Group, work.Event, work.Round, work, new EventContext("hub", "hub"))], ct);

    /// <summary>Lets work be tried again by its group.</summary>
    /// <param name="work">What waits, as it was shown to the person who decides.</param>
    /// <param name="context">Who.</param>
    /// <param name="now">When.</param>
    /// <param name="ct">Ends the wait; the rest may be released again.</param>
    public Task ReleaseAsync(IReadOnlyList<WorkParked> work, EventContext context, DateTimeOffset now, CancellationToken ct) =>
        AppendAsync([.. work.Select(parked => Encode(
            "released", parked.Group, parked.Event, parked.Round + 1,
            new WorkReleased(parked.Group, parked.Event, parked.Stream, parked.Revision, parked.Round + 1, now), context))], ct);

    /// <summary>Decides that work is never done.</summary>
    /// <param name="work">What waits, as it was shown to the person who decides.</param>
    /// <param name="reason">Why; for the record.</param>
    /// <param name="context">Who.</param>
    /// <param name="now">When.</param>
    /// <param name="ct">Ends the wait; the rest may be dropped again.</param>
    public Task DropAsync(IReadOnlyList<WorkParked> work, string reason, EventContext context, DateTimeOffset now, CancellationToken ct) =>
        AppendAsync([.. work.Select(parked => Encode(
            "dropped", parked.Group, parked.Event, parked.Round, new WorkDropped(parked.Group, parked.Event, reason, now), context))], ct);

    private NewEvent Encode(string what, string group, Guid happened, int round, object fact, EventContext context) => codec.Encode(
        EventId.From("parked-work", what, group, happened.ToString("N"), round.ToString(System.Globalization.CultureInfo.InvariantCulture)), fact, context);

    private async Task AppendAsync(IReadOnlyList<NewEvent> events, CancellationToken ct)
    {
        foreach (var some in events.Chunk(AppendLimits.Events / 2))
        {
            await log.AppendAsync(Stream, ExpectedRevision.Any, some, ct);
        }
    }

    private async Task<(IReadOnlyList<WorkParked> Waiting, IReadOnlyList<WorkDropped> Dropped)> ReadAsync(CancellationToken ct)
    {
        var waiting = new OrderedDictionary<(string, Guid), WorkParked>();
        var dropped = new List<WorkDropped>();
        await foreach (var recorded in log.ReadStreamAsync(Stream, 0, ct))
        {
            switch (codec.Decode(recorded).Fact)
            {
                case WorkParked work:
                    waiting[(work.Group, work.Event)] = work;
                    break;
                case WorkReleased work:
                    waiting.Remove((work.Group, work.Event));
                    break;
                case WorkDropped work:
                    waiting.Remove((work.Group, work.Event));
                    dropped.Add(work);
                    break;
                default:
                    break;
            }
        }

        return ([.. waiting.Values], dropped);
    }
}
