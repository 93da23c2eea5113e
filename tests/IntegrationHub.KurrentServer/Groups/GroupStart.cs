using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using IntegrationHub.KurrentServer.Log;
using CreateAll = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.AllOptions;
using Filter = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.AllOptions.Types.FilterOptions;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>Which stream a group is about and where it begins. Unlike a subscription a group begins at the place given, not after it.</summary>
internal static class GroupStart
{
    // The end, where it has no word of its own.
    private const ulong End = ulong.MaxValue;

#pragma warning disable CS0612 // Official clients still say stream and revision in the old places, and then nowhere else.
    public static (string Stream, long Start, EventFilter? Filter) Of(CreateReq.Types.Options options, MemoryLog log) => options.StreamOptionCase switch
    {
        CreateReq.Types.Options.StreamOptionOneofCase.All =>
            InAll(log, options.All.End is not null ? End : options.All.Position?.CommitPosition ?? 0, FilterOf(options.All)),
        CreateReq.Types.Options.StreamOptionOneofCase.Stream =>
            InStream(log, options.Stream.StreamIdentifier, options.Stream.End is not null ? End : options.Stream.Revision),
        _ => InStream(log, options.StreamIdentifier, options.Settings.Revision),
    };

    public static (string Stream, long Start, EventFilter? Filter) Of(UpdateReq.Types.Options options, MemoryLog log) => options.StreamOptionCase switch
    {
        UpdateReq.Types.Options.StreamOptionOneofCase.All =>
            InAll(log, options.All.End is not null ? End : options.All.Position?.CommitPosition ?? 0, EventFilter.All),
        UpdateReq.Types.Options.StreamOptionOneofCase.Stream =>
            InStream(log, options.Stream.StreamIdentifier, options.Stream.End is not null ? End : options.Stream.Revision),
        _ => InStream(log, options.StreamIdentifier, options.Settings.Revision),
    };
#pragma warning restore CS0612

    private static (string Stream, long Start, EventFilter? Filter) InAll(MemoryLog log, ulong position, EventFilter filter) =>
        (Source.All, position == End ? log.Count : log.Look(view => view.IndexOf((long)Math.Min(position, long.MaxValue))), filter);

    private static (string Stream, long Start, EventFilter? Filter) InStream(MemoryLog log, StreamIdentifier identifier, ulong revision)
    {
        var stream = Wire.Name(identifier);
        return (stream, revision == End ? log.Look(view => view.Stream(stream).Last) + 1 : (long)Math.Min(revision, long.MaxValue), null);
    }

    private static EventFilter FilterOf(CreateAll all)
    {
        try
        {
            return all.FilterOptionCase != CreateAll.FilterOptionOneofCase.Filter ? EventFilter.All : all.Filter.FilterCase switch
            {
                Filter.FilterOneofCase.StreamIdentifier => EventFilter.On(r => r.Stream, all.Filter.StreamIdentifier.Regex, all.Filter.StreamIdentifier.Prefix),
                Filter.FilterOneofCase.EventType => EventFilter.On(r => r.Type, all.Filter.EventType.Regex, all.Filter.EventType.Prefix),
                _ => throw Refusals.NotChosen("PersistentSubscriptions.CreateReq+Types+AllOptions+Types+FilterOptions+FilterOneofCase"),
            };
        }
        catch (ArgumentException)
        {
            throw Refusals.Unforeseen();
        }
    }
}
