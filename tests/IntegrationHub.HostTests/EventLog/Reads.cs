using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options;
using Place = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options.Types.AllOptions;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Read requests, and answers in one line: <c>0 1 last:1</c> is two events by revision and the last position.</summary>
internal static class Reads
{
    public static ReadReq OfStream(string stream, ulong count = 1000, ulong? from = null) => new()
    {
        Options = new Options
        {
            Stream = new Options.Types.StreamOptions { StreamIdentifier = RawClient.Name(stream) },
            Count = count,
            NoFilter = RawClient.Nothing,
            UuidOption = new Options.Types.UUIDOption { String = RawClient.Nothing },
            ControlOption = new Options.Types.ControlOption { Compatibility = 1 },
        }.From(from),
    };

    public static ReadReq OfAll(ulong count = 1000) => new()
    {
        Options = new Options
        {
            All = new Place { Start = RawClient.Nothing },
            Count = count,
            NoFilter = RawClient.Nothing,
            UuidOption = new Options.Types.UUIDOption { Structured = RawClient.Nothing },
        },
    };

    public static ReadReq Backwards(this ReadReq request)
    {
        request.Options.ReadDirection = Options.Types.ReadDirection.Backwards;
        if (request.Options.Stream is { RevisionOptionCase: Options.Types.StreamOptions.RevisionOptionOneofCase.Start } stream)
        {
            stream.End = RawClient.Nothing;
        }

        return request;
    }

    /// <summary>A subscription instead of a counted read.</summary>
    public static ReadReq Live(this ReadReq request)
    {
        request.Options.Subscription = new Options.Types.SubscriptionOptions();
        return request;
    }

    public static ReadReq At(this ReadReq request, ulong position)
    {
        request.Options.All.Position = new Options.Types.Position { CommitPosition = position, PreparePosition = position };
        return request;
    }

    public static ReadReq AtEnd(this ReadReq request)
    {
        _ = request.Options.All is { } all ? all.End = RawClient.Nothing : request.Options.Stream.End = RawClient.Nothing;
        return request;
    }

    public static ReadReq With(this ReadReq request, Action<Options> change)
    {
        change(request.Options);
        return request;
    }

    public static ReadReq OnTypes(this ReadReq request, params string[] prefixes) => request.Filtered(new Options.Types.FilterOptions
    {
        EventType = new Options.Types.FilterOptions.Types.Expression { Prefix = { prefixes } },
    });

    public static ReadReq Filtered(this ReadReq request, Options.Types.FilterOptions filter)
    {
        if (filter.WindowCase == Options.Types.FilterOptions.WindowOneofCase.None)
        {
            filter.Max = 32;
        }

        filter.CheckpointIntervalMultiplier = Math.Max(1, filter.CheckpointIntervalMultiplier);
        request.Options.Filter = filter;
        return request;
    }

    /// <summary>What came, one word each.</summary>
    public static string Line(IEnumerable<ReadResp> answers) => string.Join(' ', answers.Select(Word));

    private static Options From(this Options options, ulong? revision)
    {
        if (revision is { } from)
        {
            options.Stream.Revision = from;
        }
        else
        {
            options.Stream.Start = RawClient.Nothing;
        }

        return options;
    }

    private static string Word(ReadResp answer) => answer.ContentCase switch
    {
        ReadResp.ContentOneofCase.Event => answer.Event.Event is { } read ? $"{read.StreamRevision}" : "gone",
        ReadResp.ContentOneofCase.FirstStreamPosition => $"first:{answer.FirstStreamPosition}",
        ReadResp.ContentOneofCase.LastStreamPosition => $"last:{answer.LastStreamPosition}",
        ReadResp.ContentOneofCase.StreamNotFound => $"missing:{answer.StreamNotFound.StreamIdentifier.StreamName.ToStringUtf8()}",
        ReadResp.ContentOneofCase.Confirmation => "confirmed",
        ReadResp.ContentOneofCase.CaughtUp => "caught-up",
        ReadResp.ContentOneofCase.Checkpoint => "checkpoint",
        _ => answer.ContentCase.ToString(),
    };
}
