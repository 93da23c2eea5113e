using Google.Protobuf.Collections;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.AppendReq.Types.Options;
using Wrong = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.AppendResp.Types.WrongExpectedVersion;

namespace IntegrationHub.KurrentServer.Appends;

/// <summary>One append: options, events, half-close, and only then one atomic write.</summary>
internal static class AppendCall
{
    public static async Task<AppendResp> RunAsync(Node node, IAsyncStreamReader<AppendReq> requests, ServerCallContext context)
    {
        node.RequireLeader(context);
        if (!await requests.MoveNext(context.CancellationToken) || requests.Current.ContentCase != AppendReq.ContentOneofCase.Options)
        {
            throw Refusals.Unforeseen();
        }

        var options = requests.Current.Options;
        var expected = Expected(options);
        var stream = Wire.Name(options.StreamIdentifier);
        node.Require(context, stream, write: true);
        var events = await EventsAsync(requests, node.Cluster.Settings.MaxAppendSize, context.CancellationToken);
        return await node.CommitAsync(context, log => log.Append(stream, expected, events)) switch
        {
            WriteResult.Written written => new AppendResp { Success = Success(written) },
            WriteResult.WrongRevision wrong => new AppendResp { WrongExpectedVersion = WrongRevision(options, wrong.Current) },
            _ => throw Refusals.StreamDeleted(stream),
        };
    }

    /// <exception cref="RpcException">A key is missing.</exception>
    private static void RequireMetadata(MapField<string, string> metadata)
    {
        foreach (var key in (string[])["type", "content-type"])
        {
            if (!metadata.ContainsKey(key))
            {
                throw Refusals.MissingMetadata(key);
            }
        }
    }

    private static async Task<List<Proposed>> EventsAsync(IAsyncStreamReader<AppendReq> requests, int limit, CancellationToken ct)
    {
        var events = new List<Proposed>();
        var size = 0L;
        while (await requests.MoveNext(ct))
        {
            if (requests.Current.ContentCase != AppendReq.ContentOneofCase.ProposedMessage)
            {
                throw Refusals.Unforeseen();
            }

            var message = requests.Current.ProposedMessage;
            RequireMetadata(message.Metadata);

            // Version 23.10 means to count metadata and type as well, and counts the data only.
            size += message.Data.Length;
            if (size > limit)
            {
                throw Refusals.TooLarge(limit);
            }

            events.Add(Wire.Event(message.Id, message.Metadata, message.Data, message.CustomMetadata));
        }

        return events;
    }

    private static ExpectedRevision Expected(Options options) => options.ExpectedStreamRevisionCase switch
    {
        Options.ExpectedStreamRevisionOneofCase.Revision => new ExpectedRevision((long)options.Revision),
        Options.ExpectedStreamRevisionOneofCase.NoStream => ExpectedRevision.NoStream,
        Options.ExpectedStreamRevisionOneofCase.Any => ExpectedRevision.Any,
        Options.ExpectedStreamRevisionOneofCase.StreamExists => ExpectedRevision.StreamExists,
        _ => throw Refusals.NotChosen("Streams.AppendReq+Types+Options+ExpectedStreamRevisionOneofCase"),
    };

    private static AppendResp.Types.Success Success(WriteResult.Written written)
    {
        var position = (ulong)written.Position;
        var success = new AppendResp.Types.Success { Position = new AppendResp.Types.Position { CommitPosition = position, PreparePosition = position } };
        if (written.Revision < 0)
        {
            success.NoStream = new Empty();
        }
        else
        {
            success.CurrentRevision = (ulong)written.Revision;
        }

        return success;
    }

    // Both pairs are filled, also the one for clients before 21, where no stream is the highest number.
    private static Wrong WrongRevision(Options options, long current)
    {
        var wrong = new Wrong();
        if (current < 0)
        {
            wrong.CurrentNoStream = wrong.NoStream2060 = new Empty();
        }
        else
        {
            wrong.CurrentRevision = wrong.CurrentRevision2060 = (ulong)current;
        }

        switch (options.ExpectedStreamRevisionCase)
        {
            case Options.ExpectedStreamRevisionOneofCase.Revision:
                wrong.ExpectedRevision = wrong.ExpectedRevision2060 = options.Revision;
                break;
            case Options.ExpectedStreamRevisionOneofCase.Any:
                wrong.ExpectedAny = wrong.Any2060 = new Empty();
                break;
            case Options.ExpectedStreamRevisionOneofCase.StreamExists:
                wrong.ExpectedStreamExists = wrong.StreamExists2060 = new Empty();
                break;
            default:
                wrong.ExpectedNoStream = new Empty();
                wrong.ExpectedRevision2060 = ulong.MaxValue;
                break;
        }

        return wrong;
    }
}
