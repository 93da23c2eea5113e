using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using IntegrationHub.KurrentServer.Nodes;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>The persistent subscriptions of one node. All of it needs the leader, asked for or not.</summary>
internal sealed class GroupsService(Node node) : PersistentSubscriptions.PersistentSubscriptionsBase
{
    private GroupTable Table => node.Cluster.Groups;

    public override Task<CreateResp> Create(CreateReq request, ServerCallContext context)
    {
        Require(context);
        var (stream, start, filter) = GroupStart.Of(request.Options, node.Cluster.Log);
        Table.Create(stream, request.Options.GroupName, filter, GroupSettings.Of(request.Options.Settings), start);
        return Task.FromResult(new CreateResp());
    }

    public override Task<UpdateResp> Update(UpdateReq request, ServerCallContext context)
    {
        Require(context);
        var (stream, start, _) = GroupStart.Of(request.Options, node.Cluster.Log);
        Table.Update(stream, request.Options.GroupName, GroupSettings.Of(request.Options.Settings), start);
        return Task.FromResult(new UpdateResp());
    }

    public override Task<DeleteResp> Delete(DeleteReq request, ServerCallContext context)
    {
        Require(context);
        var options = request.Options;
        var isAll = options.StreamOptionCase == DeleteReq.Types.Options.StreamOptionOneofCase.All;
        Table.Delete(isAll ? Source.All : Wire.Name(options.StreamIdentifier), options.GroupName);
        return Task.FromResult(new DeleteResp());
    }

    public override Task Read(IAsyncStreamReader<ReadReq> requestStream, IServerStreamWriter<ReadResp> responseStream, ServerCallContext context)
    {
        node.RequireLeader(context, always: true);
        return new GroupCall(node, context).RunAsync(requestStream, responseStream);
    }

    public override Task<GetInfoResp> GetInfo(GetInfoReq request, ServerCallContext context)
    {
        Require(context, any: true);
        var options = request.Options;
        var isAll = options.StreamOptionCase == GetInfoReq.Types.Options.StreamOptionOneofCase.All;
        var group = Table.Find(isAll ? Source.All : Wire.Name(options.StreamIdentifier), options.GroupName);
        return Task.FromResult(new GetInfoResp { SubscriptionInfo = GroupFigures.Of(group) });
    }

    public override Task<ReplayParkedResp> ReplayParked(ReplayParkedReq request, ServerCallContext context)
    {
        Require(context);
        var options = request.Options;
        var isAll = options.StreamOptionCase == ReplayParkedReq.Types.Options.StreamOptionOneofCase.All;
        var isLimited = options.StopAtOptionCase == ReplayParkedReq.Types.Options.StopAtOptionOneofCase.StopAt;
        Table.Find(isAll ? Source.All : Wire.Name(options.StreamIdentifier), options.GroupName).Replay(isLimited ? options.StopAt : null);
        return Task.FromResult(new ReplayParkedResp());
    }

    public override Task<ListResp> List(ListReq request, ServerCallContext context)
    {
        Require(context, any: true);
        if (request.Options.ListOptionCase == ListReq.Types.Options.ListOptionOneofCase.ListAllSubscriptions)
        {
            return Task.FromResult(new ListResp { Subscriptions = { Table.All.Select(GroupFigures.Of) } });
        }

        var of = request.Options.ListForStream;
        var stream = of.StreamOptionCase == ListReq.Types.StreamOption.StreamOptionOneofCase.All ? Source.All : Wire.Name(of.Stream);
        var found = Table.All.Where(group => group.Source.Stream == stream).Select(GroupFigures.Of).ToList();
        return found.Count > 0 ? Task.FromResult(new ListResp { Subscriptions = { found } }) : throw Refusals.GroupMissing(stream, "");
    }

    public override Task<Empty> RestartSubsystem(Empty request, ServerCallContext context)
    {
        Require(context);
        Table.Restart(null);
        return Task.FromResult(new Empty());
    }

    private void Require(ServerCallContext context, bool any = false)
    {
        node.RequireLeader(context, always: true);
        node.RequireOperator(context, any);
    }
}
