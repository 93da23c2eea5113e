using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog.Kurrent;

public sealed class UnderstandingAFailedCall
{
    [Fact]
    public void A_follower_names_the_leader_to_go_to()
    {
        var trouble = CallTrouble.Of(Failed(
            StatusCode.NotFound, "Leader info available", ("exception", "not-leader"), ("leader-endpoint-host", "10.0.0.2"), ("leader-endpoint-port", "2114")));
        Assert.Equal((Remedy.GoToLeader, new NodeAddress("10.0.0.2", 2114)), (trouble.Remedy, trouble.Leader));
    }

    [Fact]
    public void A_follower_that_does_not_say_where_the_leader_is_makes_the_hub_look_for_it() =>
        Assert.Equal(Remedy.FindNode, CallTrouble.Of(Failed(StatusCode.NotFound, "", ("exception", "not-leader"))).Remedy);

    [Theory]
    [InlineData(StatusCode.Unavailable, "Server Is Not Ready", "FindNode", "unavailable")]
    [InlineData(StatusCode.Unavailable, "Server Is Too Busy", "Wait", "busy")]
    [InlineData(StatusCode.Unavailable, "Error connecting", "FindNode", "unavailable")]
    [InlineData(StatusCode.Cancelled, "", "FindNode", "unavailable")]
    [InlineData(StatusCode.Internal, "Error starting gRPC call", "FindNode", "unavailable")]
    [InlineData(StatusCode.DeadlineExceeded, "", "FindNode", "unavailable")]
    [InlineData(StatusCode.Aborted, "Operation timed out", "FindNode", "unavailable")]
    [InlineData(StatusCode.Unknown, "No leader info available in response", "FindNode", "unavailable")]
    [InlineData(StatusCode.Unknown, "Consumer too slow to handle event while live", "Wait", "busy")]
    [InlineData(StatusCode.Unknown, "Exception was thrown by handler.", "GiveUp", "unavailable")]
    [InlineData(StatusCode.Unknown, "Unexpected ReadAllResult: Error", "GiveUp", "damaged")]
    [InlineData(StatusCode.InvalidArgument, "Trying to read from an invalid position.", "GiveUp", "damaged")]
    [InlineData(StatusCode.Unauthenticated, "Unauthenticated", "GiveUp", "unavailable")]
    public void A_status_says_what_to_do(StatusCode status, string detail, string remedy, string code)
    {
        var trouble = CallTrouble.Of(Failed(status, detail));
        Assert.Equal((remedy, code), (trouble.Remedy.ToString(), Assert.IsType<EventLogException>(trouble.Fault).Code));
    }

    [Theory]
    [InlineData("access-denied", StatusCode.PermissionDenied, "unavailable")]
    [InlineData("stream-deleted", StatusCode.FailedPrecondition, "damaged")]
    [InlineData("maximum-subscribers-reached", StatusCode.FailedPrecondition, "busy")]
    [InlineData("persistent-subscription-does-not-exist", StatusCode.NotFound, "closed")]
    [InlineData("persistent-subscription-dropped", StatusCode.Cancelled, "closed")]
    [InlineData("persistent-subscription-failed", StatusCode.Internal, "unavailable")]
    [InlineData("missing-required-metadata-property", StatusCode.InvalidArgument, "unavailable")]
    [InlineData("invalid-transaction", StatusCode.InvalidArgument, "unavailable")]
    [InlineData("something-new", StatusCode.Unavailable, "unavailable")]
    public void A_named_refusal_is_final_whatever_its_status(string name, StatusCode status, string code)
    {
        var trouble = CallTrouble.Of(Failed(status, "said", ("exception", name)));
        Assert.Equal((Remedy.GiveUp, code), (trouble.Remedy, Assert.IsType<EventLogException>(trouble.Fault).Code));
    }

    [Fact]
    public void The_size_that_the_database_takes_is_learnt_from_its_refusal()
    {
        var trouble = CallTrouble.Of(Failed(
            StatusCode.InvalidArgument, "", ("exception", "maximum-append-size-exceeded"), ("maximum-append-size", "1048576")));
        Assert.Contains("1048576", Assert.IsType<ArgumentException>(trouble.Fault).Message, StringComparison.Ordinal);
        Assert.Equal(Remedy.GiveUp, trouble.Remedy);
    }

    private static RpcException Failed(StatusCode status, string detail, params ReadOnlySpan<(string Key, string Value)> trailers)
    {
        var metadata = new Metadata();
        foreach (var (key, value) in trailers)
        {
            metadata.Add(key, value);
        }

        return new RpcException(new Status(status, detail), metadata);
    }
}
