using System.Globalization;
using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>What a group reads: a stream by revision, or $all by index, through a filter.</summary>
internal sealed class Source(MemoryLog log, string stream, string group, EventFilter? filter)
{
    public const string All = "$all";

    /// <summary>The stream's name or <c>$all</c>.</summary>
    public string Stream => stream;

    public string Group => group;

    /// <summary>What the confirmation and the group's own streams are named after.</summary>
    public string Key => $"{stream}::{group}";

    public string ParkedStream => $"$persistentsubscription-{Key}-parked";

    public string CheckpointStream => $"$persistentsubscription-{Key}-checkpoint";

    private bool IsAll => filter is not null;

    public Task Written => IsAll ? log.Written.Next : log.Look(view => view.Stream(stream).Written.Next);

    /// <summary>The place past the last event there is.</summary>
    public long End => IsAll ? log.Count : log.Look(view => view.Stream(stream).Last) + 1;

    /// <summary>Events from a place on, the last place looked at plus one, and whether there may be more.</summary>
    public (List<(Resolved Read, long Place)> Events, long Next) Read(long from, int max, bool resolveLinks) => IsAll ? ReadAll(from, max, resolveLinks) : ReadStream(from, max, resolveLinks);

    /// <summary>A place as the checkpoint stream and the statistics write it.</summary>
    public string Text(long place)
    {
        if (!IsAll)
        {
            return place.ToString(CultureInfo.InvariantCulture);
        }

        var position = log.Look(view => place >= 0 && place < view.All.Count ? view.All[(int)place].Position : 0);
        return string.Create(CultureInfo.InvariantCulture, $"C:{position}/P:{position}");
    }

    private (List<(Resolved Read, long Place)> Events, long Next) ReadStream(long from, int max, bool resolveLinks)
    {
        var page = log.Forwards(stream, from, max, resolveLinks);
        var first = page.Next - page.Events.Count;
        return (page.Events.Select((read, i) => (read, first + i)).ToList(), Math.Max(from, Math.Min(page.Next, page.Last + 1)));
    }

    // What the group itself writes is no news to it: reading it would never end.
    private (List<(Resolved Read, long Place)> Events, long Next) ReadAll(long from, int max, bool resolveLinks) => log.Look(view =>
    {
        var events = new List<(Resolved, long)>();
        var index = (int)from;
        for (; index < view.All.Count && index - from < max; index++)
        {
            var record = view.All[index];
            if (filter!.Matches(record) && record.Stream != ParkedStream && record.Stream != CheckpointStream)
            {
                events.Add((view.Resolve(record, resolveLinks), index));
            }
        }

        return (events, (long)index);
    });
}
