using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using IntegrationHub.KurrentServer.Nodes;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.ReadReq.Types.Options;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>Which of the four kinds of read is asked for; every other combination is refused.</summary>
internal static class ReadCall
{
    public static async Task RunAsync(Node node, ReadReq request, IServerStreamWriter<ReadResp> responses, ServerCallContext context)
    {
        var options = request.Options;
        var ct = context.CancellationToken;
        node.RequireLeader(context);
        var read = Choose(node, options, responses, ct);
        node.Require(context, options.StreamOptionCase == Options.StreamOptionOneofCase.All ? "$all" : Wire.Name(options.Stream.StreamIdentifier), write: false);
        await node.SlowAsync(ct);

        // Without a choice of id form a real node falls silent.
        await (options.UuidOption is null ? node.HangAsync(ct) : read());
    }

    private static Func<Task> Choose(Node node, Options options, IServerStreamWriter<ReadResp> responses, CancellationToken ct)
    {
        var to = new Answers(options, responses);
        var forwards = options.ReadDirection == Options.Types.ReadDirection.Forwards;
        var isFiltered = options.FilterOptionCase == Options.FilterOptionOneofCase.Filter;
        var isAnyFilter = options.FilterOptionCase != Options.FilterOptionOneofCase.None;
        return (options.StreamOptionCase, options.CountOptionCase) switch
        {
            (Options.StreamOptionOneofCase.Stream, Options.CountOptionOneofCase.Count) when isAnyFilter && !isFiltered =>
                () => StreamRead.RunAsync(node, options, to, ct),
            (Options.StreamOptionOneofCase.Stream, Options.CountOptionOneofCase.Subscription) when forwards && isAnyFilter && !isFiltered =>
                () => new StreamSubscription(node, options, to).RunAsync(ct),
            (Options.StreamOptionOneofCase.All, Options.CountOptionOneofCase.Count) when isAnyFilter =>
                Filtered(filter => AllRead.RunAsync(node, options, filter, to, ct)),
            (Options.StreamOptionOneofCase.All, Options.CountOptionOneofCase.Subscription) when forwards && isAnyFilter =>
                Filtered(filter => new AllSubscription(node, options, filter, to).RunAsync(ct)),
            _ => throw Refusals.InvalidCombination(
                options.StreamOptionCase, options.CountOptionCase, options.ReadDirection, options.FilterOptionCase),
        };

        Func<Task> Filtered(Func<Window, Task> run)
        {
            var filter = Window.Of(options);

            // A page that may look at nothing is asked for again and again.
            return () => filter.Size == 0 ? node.HangAsync(ct) : run(filter);
        }
    }
}
