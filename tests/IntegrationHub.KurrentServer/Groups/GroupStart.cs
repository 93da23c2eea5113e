using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using IntegrationHub.KurrentServer.Log;
using CreateAll = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.AllOptions;
using CreateStream = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.StreamOptions;
using Filter = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.CreateReq.Types.AllOptions.Types.FilterOptions;
using UpdateAll = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.UpdateReq.Types.AllOptions;
using UpdateStream = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.UpdateReq.Types.StreamOptions;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>Which stream a group is about and where it begins. Unlike a subscription a group begins at the place given, not after it.</summary>
internal static class GroupStart
{
    public static (string Stream, long Start, EventFilter? Filter) Of(CreateReq.Types.Options options, MemoryLog log)
    {
        switch (options.StreamOptionCase)
        {
            case CreateReq.Types.Options.StreamOptionOneofCase.All:
                return (Source.All, Index(log, options.All.AllOptionCase == CreateAll.AllOptionOneofCase.Position ? options.All.Position.CommitPosition : null,
                    options.All.AllOptionCase == CreateAll.AllOptionOneofCase.End), FilterOf(options.All));
            case CreateReq.Types.Options.StreamOptionOneofCase.Stream:
                var stream = Wire.Name(options.Stream.StreamIdentifier);
                return (stream, Revision(log, stream, options.Stream.RevisionOptionCase == CreateStream.RevisionOptionOneofCase.Revision ? options.Stream.Revision : null,
                    options.Stream.RevisionOptionCase == CreateStream.RevisionOptionOneofCase.End), null);
            default:
                throw Refusals.NotChosen("PersistentSubscriptions.CreateReq+Types+Options+StreamOptionOneofCase");
        }
    }

    public static (string Stream, long Start) Of(UpdateReq.Types.Options options, MemoryLog log)
    {
        switch (options.StreamOptionCase)
        {
            case UpdateReq.Types.Options.StreamOptionOneofCase.All:
                return (Source.All, Index(log, options.All.AllOptionCase == UpdateAll.AllOptionOneofCase.Position ? options.All.Position.CommitPosition : null,
                    options.All.AllOptionCase == UpdateAll.AllOptionOneofCase.End));
            case UpdateReq.Types.Options.StreamOptionOneofCase.Stream:
                var stream = Wire.Name(options.Stream.StreamIdentifier);
                return (stream, Revision(log, stream, options.Stream.RevisionOptionCase == UpdateStream.RevisionOptionOneofCase.Revision ? options.Stream.Revision : null,
                    options.Stream.RevisionOptionCase == UpdateStream.RevisionOptionOneofCase.End));
            default:
                throw Refusals.NotChosen("PersistentSubscriptions.UpdateReq+Types+Options+StreamOptionOneofCase");
        }
    }

    private static long Index(MemoryLog log, ulong? position, bool end) =>
        end ? log.Count : log.Look(view => view.IndexOf((long)Math.Min(position ?? 0, long.MaxValue)));

    private static long Revision(MemoryLog log, string stream, ulong? revision, bool end) =>
        end ? log.Look(view => view.Stream(stream).Last) + 1 : (long)Math.Min(revision ?? 0, long.MaxValue);

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
