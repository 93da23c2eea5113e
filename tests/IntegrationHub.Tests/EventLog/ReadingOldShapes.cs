using System.Text;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.EventLog;

public sealed class ReadingOldShapes
{
    private static readonly EventCodec s_codec = new(new NoPersonKeys(), type => type switch
    {
        "ball-passed.v1" => typeof(BallPassedV1),
        "ball-passed.v2" => typeof(BallPassedV2),
        "ball-passed.v3" => typeof(BallPassed),
        _ => null,
    });

    private sealed record BallPassedV1(string To) : IOldShape
    {
        public object Upcast() => new BallPassedV2("unknown", To);
    }

    private sealed record BallPassedV2(string From, string To) : IOldShape
    {
        public object Upcast() => new BallPassed(From, To, Reason: "");
    }

    private sealed record BallPassed(string From, string To, string Reason);

    [Theory]
    [InlineData("ball-passed.v1", """{"to":"mobile"}""", "unknown", "")]
    [InlineData("ball-passed.v2", """{"from":"workplace","to":"mobile"}""", "workplace", "")]
    [InlineData("ball-passed.v3", """{"from":"workplace","to":"mobile","reason":"Nätet."}""", "workplace", "Nätet.")]
    public void Every_shape_there_was_is_read_as_todays(string type, string data, string from, string reason) =>
        Assert.Equal(new BallPassed(from, "mobile", reason), s_codec.Decode(Recorded(type, data)).Fact);

    [Fact]
    public void A_newer_hubs_event_is_carried_as_it_stands()
    {
        var known = s_codec.Decode(Recorded("ball-passed.v4", """{"anything":1}"""));
        Assert.Null(known.Fact);
        Assert.Equal("""{"anything":1}""", Encoding.UTF8.GetString(known.Recorded.Data.Span));
    }

    private static RecordedEvent Recorded(string type, string data) => new(
        "case-1", 0, new LogPosition(1), Guid.Empty, type, Encoding.UTF8.GetBytes(data), ReadOnlyMemory<byte>.Empty, DateTimeOffset.UnixEpoch);
}
