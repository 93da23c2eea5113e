using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Appends;
using IntegrationHub.KurrentServer.Nodes;
using IntegrationHub.KurrentServer.Reads;

namespace IntegrationHub.KurrentServer;

/// <summary>The streams service of one node: where each call goes.</summary>
internal sealed class StreamsService(Node node) : Streams.StreamsBase
{
    public override Task Read(ReadReq request, IServerStreamWriter<ReadResp> responseStream, ServerCallContext context) =>
        ReadCall.RunAsync(node, request, responseStream, context);

    public override Task<AppendResp> Append(IAsyncStreamReader<AppendReq> requestStream, ServerCallContext context) =>
        AppendCall.RunAsync(node, requestStream, context);

    public override Task BatchAppend(
        IAsyncStreamReader<BatchAppendReq> requestStream, IServerStreamWriter<BatchAppendResp> responseStream, ServerCallContext context) =>
        new BatchAppendCall(node, context).RunAsync(requestStream, responseStream);

    public override Task<DeleteResp> Delete(DeleteReq request, ServerCallContext context) =>
        DeleteCall.SoftAsync(node, request.Options, context);

    public override Task<TombstoneResp> Tombstone(TombstoneReq request, ServerCallContext context) =>
        DeleteCall.HardAsync(node, request.Options, context);
}
