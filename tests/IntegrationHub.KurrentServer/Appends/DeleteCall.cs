using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Hard = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.TombstoneReq.Types.Options;
using Soft = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.DeleteReq.Types.Options;

namespace IntegrationHub.KurrentServer.Appends;

/// <summary>Deleting a stream until its next event, or for ever. A wrong revision is an error here, not a message.</summary>
internal static class DeleteCall
{
    public static async Task<DeleteResp> SoftAsync(Node node, Soft options, ServerCallContext context)
    {
        var expected = options.ExpectedStreamRevisionCase switch
        {
            Soft.ExpectedStreamRevisionOneofCase.Revision => new ExpectedRevision((long)options.Revision),
            Soft.ExpectedStreamRevisionOneofCase.NoStream => ExpectedRevision.NoStream,
            Soft.ExpectedStreamRevisionOneofCase.Any => ExpectedRevision.Any,
            Soft.ExpectedStreamRevisionOneofCase.StreamExists => ExpectedRevision.StreamExists,
            _ => throw Refusals.NotChosen("Streams.DeleteReq+Types+Options+ExpectedStreamRevisionOneofCase"),
        };
        var stream = Wire.Name(options.StreamIdentifier);
        var position = await RunAsync(node, stream, expected, context, log => log.SoftDelete(stream, expected));
        return new DeleteResp { Position = new DeleteResp.Types.Position { CommitPosition = position, PreparePosition = position } };
    }

    public static async Task<TombstoneResp> HardAsync(Node node, Hard options, ServerCallContext context)
    {
        var expected = options.ExpectedStreamRevisionCase switch
        {
            Hard.ExpectedStreamRevisionOneofCase.Revision => new ExpectedRevision((long)options.Revision),
            Hard.ExpectedStreamRevisionOneofCase.NoStream => ExpectedRevision.NoStream,
            Hard.ExpectedStreamRevisionOneofCase.Any => ExpectedRevision.Any,
            Hard.ExpectedStreamRevisionOneofCase.StreamExists => ExpectedRevision.StreamExists,
            _ => throw Refusals.NotChosen("Streams.TombstoneReq+Types+Options+ExpectedStreamRevisionOneofCase"),
        };
        var stream = Wire.Name(options.StreamIdentifier);
        var position = await RunAsync(node, stream, expected, context, log => log.Tombstone(stream, expected));
        return new TombstoneResp { Position = new TombstoneResp.Types.Position { CommitPosition = position, PreparePosition = position } };
    }

    private static async Task<ulong> RunAsync(
        Node node, string stream, ExpectedRevision expected, ServerCallContext context, Func<MemoryLog, WriteResult> delete)
    {
        node.RequireLeader(context);
        node.Require(context, stream, write: true);
        return await node.CommitAsync(context, delete) switch
        {
            WriteResult.Written written => (ulong)written.Position,
            WriteResult.WrongRevision wrong => throw Refusals.WrongRevisionOnDelete(stream, expected.Value, wrong.Current),
            _ => throw Refusals.StreamDeleted(stream),
        };
    }
}
