using System.Text;
using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Tests.Voice;

public sealed class ReadingARequest
{
    [Theory]
    [InlineData("b=1&B=2", "b=1", "B=2")]
    [InlineData("Digits=2&Digits=1&Digits=2", "Digits=2", "Digits=1", "Digits=2")]
    [InlineData("Body=++hej%0A+&X=", "Body=  hej\n ", "X=")]
    [InlineData("Body=a+b%2Bc", "Body=a b+c")]
    [InlineData("&&a=1&&b&=x&", "a=1", "b=", "=x")]
    [InlineData("a=1=2", "a=1=2")]
    [InlineData("a=100%&b=%zz&c=%4", "a=100%", "b=%zz", "c=%4")]
    [InlineData("a=%FF", "a=\uFFFD")]
    [InlineData("SipHeader_X-Kund=%C3%85sa+%F0%9F%99%82", "SipHeader_X-Kund=Åsa 🙂")]
    [InlineData("")]
    public void Fields_come_as_they_were_sent(string body, params string[] fields) =>
        Assert.Equal(fields, Parse(body).Fields.Select(f => f.Key + "=" + f.Value));

    [Theory]
    [InlineData("Confidence=0.91", 0.91)]
    [InlineData("Confidence=1.0", 1.0)]
    [InlineData("Confidence=0.0", null)]
    [InlineData("Confidence=", null)]
    [InlineData("Confidence=NaN", null)]
    [InlineData("Confidence=0,91", null)]
    [InlineData("SpeechResult=hej", null)]
    public void A_confidence_of_nought_is_not_known(string body, double? expected) =>
        Assert.Equal(expected, Parse(body).Confidence);

    [Theory]
    [InlineData("%2B46701234567", "+46701234567")]
    [InlineData("anonymous", null)]
    [InlineData("Anonymous", null)]
    [InlineData("%2B266696687", null)]
    [InlineData("266696687", null)]
    [InlineData("%2B7378742833", null)]
    [InlineData("%2B2562533", null)]
    [InlineData("%2B8656696", null)]
    [InlineData("%2B86282452253", null)]
    [InlineData("client%3Aanna", null)]
    [InlineData("sip%3Aanna%40example.se", null)]
    [InlineData("+46701234567", null)]
    [InlineData("", null)]
    public void A_withheld_caller_is_nobody(string from, string? caller) =>
        Assert.Equal(caller, Parse("From=" + from).Caller);

    [Fact]
    public void Silence_is_told_from_no_question()
    {
        Assert.Equal("", Parse("Digits=&SpeechResult=").Digits);
        Assert.Null(Parse("CallSid=CA1").Digits);
        Assert.Null(Parse("CallSid=").CallSid);
    }

    [Fact]
    public void Numbers_and_truths_are_read_or_not_known()
    {
        var request = Parse("SequenceNumber=2&DialCallDuration=61&DialBridged=true&CallDuration=x");
        Assert.Equal(2, request.SequenceNumber);
        Assert.Equal(TimeSpan.FromSeconds(61), request.DialCallDuration);
        Assert.True(request.DialBridged);
        Assert.Null(request.CallDuration);
        Assert.Null(request.QueueTime);
    }

    [Fact]
    public void A_log_shows_no_words_of_the_caller() =>
        Assert.DoesNotContain("hemlig", Parse("CallSid=CA1&SpeechResult=hemlig&From=hemlig").ToString(), StringComparison.Ordinal);

    private static TwilioRequest Parse(string body) => TwilioRequest.Parse(Encoding.UTF8.GetBytes(body));
}
