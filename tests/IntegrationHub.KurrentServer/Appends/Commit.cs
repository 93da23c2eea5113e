using Grpc.Core;
using IntegrationHub.KurrentServer.Log;
using IntegrationHub.KurrentServer.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.KurrentServer.Appends;

/// <summary>A write and what goes between it and its answer: the disk, and the faults a test asked for.</summary>
internal static class Commit
{
    /// <summary>Writes at once; refusals come back at once too, successes after the flush.</summary>
    public static async Task<WriteResult> CommitAsync(this Node node, ServerCallContext context, Func<MemoryLog, WriteResult> write)
    {
        await node.ForwardAsync(context.CancellationToken);
        var result = write(node.Cluster.Log);
        if (result is WriteResult.Written)
        {
            await node.Cluster.Flush.DoneAsync();
            await LoseAsync(node, context);
        }

        await node.SlowAsync(context.CancellationToken);
        return result;
    }

    private static Task LoseAsync(Node node, ServerCallContext context)
    {
        var how = node.Cluster.Faults.NextLoss();
        switch (how)
        {
            case null:
                return Task.CompletedTask;
            case LostAnswer.TimesOut:
                throw Refusals.TimedOut("the write may stand or not");
            case LostAnswer.LeaderLost:
                node.Cluster.Elect(node.Cluster.NextInLine());
                break;
        }

        var http = context.GetHttpContext();
        http.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        http.Abort();
        return node.HangAsync(context.CancellationToken);
    }
}
