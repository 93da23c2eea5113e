using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.Core.EventLog;
using static IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types;
using static IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options.Types;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>A place in the database's own order; the hub's <see cref="LogPosition"/> is its commit part.</summary>
/// <remarks>Both parts are equal for every event that came over gRPC; only a checkpoint may tell them apart.</remarks>
internal sealed record LogPlace(ulong Commit, ulong Prepare)
{
    /// <summary>The place of a position; null for the start of the log.</summary>
    public static LogPlace? Of(LogPosition position) => position.Value < 0 ? null : new((ulong)position.Value, (ulong)position.Value);
}

/// <summary>Everything that the hub asks the database to read.</summary>
internal static class ReadRequests
{
    // Streams of the database itself, among them the parked lists and checkpoints of consumer groups.
    private const string NotSystem = "^[^\\$]";

    // How many events are looked through for one page; a subscription tells its place after as many.
    private const uint Window = 512;

    public static ReadReq Forwards(string stream, long from) => Stream(stream, new Options
    {
        ReadDirection = ReadDirection.Forwards,
        Count = long.MaxValue,
        Stream = new StreamOptions { Revision = (ulong)Math.Max(0, from) },
    });

    public static ReadReq Backwards(string stream, long? from, ulong count = long.MaxValue) => Stream(stream, new Options
    {
        ReadDirection = ReadDirection.Backwards,
        Count = count,
        Stream = from is { } revision ? new StreamOptions { Revision = (ulong)revision } : new StreamOptions { End = Wire.Empty },
    });

    /// <summary>The newest event that is not the database's own.</summary>
    public static ReadReq Newest() => All(new Options
    {
        ReadDirection = ReadDirection.Backwards,
        Count = 1,
        All = new AllOptions { End = Wire.Empty },
    });

    /// <summary>Everything from a place on, that place included: so the database counts when it reads.</summary>
    public static ReadReq AllFrom(LogPlace? place) => All(new Options
    {
        ReadDirection = ReadDirection.Forwards,
        Count = long.MaxValue,
        All = At(place),
    });

    /// <summary>Everything after a place, and then what comes: so the database counts when it is followed.</summary>
    public static ReadReq Follow(LogPlace? place) => All(new Options
    {
        ReadDirection = ReadDirection.Forwards,
        Subscription = new SubscriptionOptions(),
        All = At(place),
    });

    private static ReadReq Stream(string name, Options options)
    {
        options.Stream.StreamIdentifier = Wire.Stream(name);
        options.NoFilter = Wire.Empty;
        return Finish(options);
    }

    private static ReadReq All(Options options)
    {
        options.Filter = new FilterOptions
        {
            StreamIdentifier = new FilterOptions.Types.Expression { Regex = NotSystem },
            Max = Window,
            CheckpointIntervalMultiplier = 1,
        };
        return Finish(options);
    }

    private static AllOptions At(LogPlace? place) => place is { } known
        ? new AllOptions { Position = new Position { CommitPosition = known.Commit, PreparePosition = known.Prepare } }
        : new AllOptions { Start = Wire.Empty };

    // Left out, version 23.10 never answers.
    private static ReadReq Finish(Options options)
    {
        options.UuidOption = new UUIDOption { Structured = Wire.Empty };
        return new ReadReq { Options = options };
    }
}
