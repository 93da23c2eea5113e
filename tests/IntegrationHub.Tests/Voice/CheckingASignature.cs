using System.Text;
using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Tests.Voice;

/// <summary>Expected values are those of Twilio's own libraries' tests, or were made with the official Node library 6.2.0.</summary>
public sealed class CheckingASignature
{
    private const string App = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string Call = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";
    private const string Json = """{"property": "value", "boolean": true}""";
    private const string JsonHash = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

    [Theory]
    [InlineData(App, Call, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", Call, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", Call, "CYn1h0gLBdNxDGkKJg6hYohgeD8=")]
    [InlineData("http://mycompany.com:1234/myapp.php?foo=1&bar=2", Call, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=")]
    [InlineData(App, Call, "kvajT1Ptam85bY51eRf/AJRuM3w=")]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2", Call, "0ZXoZLH/DfblKGATFgpif+LLRf4=")]
    [InlineData("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", Call, "CukzLTc1tT5dXEDIHm/tKBanW10=")]
    [InlineData("https://user@mycompany.com/myapp.php?foo=1&bar=2", Call, "2YRLlVAflCqxaNicjMpJcSTgzSs=")]
    [InlineData("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", Call, "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=")]
    [InlineData("https://MyCompany.com/myapp.php?foo=1&bar=2", Call, "g9IN/x4Cft2g517EjYvEvM/W7LU=")]
    [InlineData(App, "MessagingBinding.Address=%2B1325xxxxxxx&MessagingBinding.Address=%2B1415xxxxxxx", "83O6e2vORAoJHUNzJjDWN1jz+BA=")]
    [InlineData(App, "MessagingBinding.Address=%2B1415xxxxxxx&MessagingBinding.Address=%2B1325xxxxxxx", "83O6e2vORAoJHUNzJjDWN1jz+BA=")]
    [InlineData(App, "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234", "IK+Dwps556ElfBT0I3Rgjkr1wJU=")]
    [InlineData("https://spoc.example.se/twilio/voice",
        "SpeechResult=Skrivaren+p%C3%A5+plan+3+%C3%A4r+trasig&Confidence=0.91&CallSid=CA00000000000000000000000000000001"
        + "&From=%2B46701234567&To=%2B46111234567&Empty=", "iQOkn8PYdjkjZeAYBb0ijJBKrHI=")]
    [InlineData("https://spoc.example.se/twilio/voice", "b=1&B=2&a=3&A1=4&_x=5", "hz+aQJ3z7641RB/cnRS3lQE7VsY=")]
    [InlineData("https://spoc.example.se/twilio/voice?CallSid=CA1&Digits=1", "", "90qbZHDXCgk62x3Org4q26BVNWw=")]
    [InlineData("https://spoc.example.se/twilio/sms", "Body=++hej%0A+d%C3%A5++&From=%2B46701234567", "RNrVIkxCRKcpf8o5WBl0/6+idm0=")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2&Body=It's+amazing", Call, "dsq4Ehbj6cs+KdTkpF5sSSplOWw=")]
    public void What_twilio_signed_is_valid(string url, string form, string signature) =>
        Assert.True(TwilioSignature.IsValid(["12345"], signature, url, Fields(form)));

    [Theory]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=" + JsonHash, Json, "a9nBmqA0ju/hNViExpshrM61xv4=")]
    [InlineData("https://mycompany.com/myapp.php?bodySHA256=" + JsonHash, Json, "y77kIzt2vzLz71DgmJGsen2scGs=")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "{}", "Ldidvp12m26NI7eqEvxnEpkd9Hc=")]
    public void A_json_body_is_valid_with_its_hash_in_the_address(string url, string body, string signature)
    {
        Assert.True(TwilioSignature.IsValidJson(["12345"], signature, url, Encoding.UTF8.GetBytes(body)));
        Assert.False(TwilioSignature.IsValidJson(["12345"], signature, url, Encoding.UTF8.GetBytes(body + " ")));
        Assert.False(TwilioSignature.IsValidJson(["12345"], signature, url + "0", Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public void A_json_body_without_its_hash_is_not_signed()
    {
        const string url = "https://hub.example.se/sms/status";
        Assert.False(TwilioSignature.IsValidJson(["12345"], TwilioSignature.Of("12345", url, []), url, "{}"u8));
    }

    // Received, and what an older machine of Twilio's signed instead.
    [Theory]
    [InlineData("?d=it's", "?d=it%27s")]
    [InlineData("?d=it%27s", "?d=it's")]
    [InlineData("?a=b+c", "?a=b%20c")]
    [InlineData("?a=å", "?a=%C3%A5")]
    [InlineData("?a=1&b=2&a=3", "?a=1&a=3&b=2")]
    [InlineData("?a", "?a=")]
    public void An_address_in_another_spelling_of_twilios_is_valid(string received, string theirs)
    {
        const string path = "https://hub.example.se/voice/step";
        Assert.True(TwilioSignature.IsValid(["12345"], TwilioSignature.Of("12345", path + theirs, Fields(Call)), path + received, Fields(Call)));
    }

    [Theory]
    [InlineData("https://[2001:db8::1]/voice", "https://[2001:db8::1]:443/voice")]
    [InlineData("https://[2001:db8::1]:8443/voice", "https://[2001:db8::1]/voice")]
    [InlineData("https://hub.example.se/voice#rc=2&rp=ct,rt", "https://hub.example.se/voice")]
    public void Ports_and_fragments_are_told_apart_from_the_rest(string received, string theirs) =>
        Assert.True(TwilioSignature.IsValid(["12345"], TwilioSignature.Of("12345", theirs, []), received, []));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8")]
    [InlineData("rsoydt4t1cutdk1pdd93/vvr8b8=")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8=, RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    public void Anything_else_is_not(string? signature) =>
        Assert.False(TwilioSignature.IsValid(["12345"], signature, App, Fields(Call)));

    [Theory]
    [InlineData(App, Call + "&X=1")]
    [InlineData(App, "CallSid=CA1234567890ABCDE")]
    [InlineData("https://mycompany.com/myapp.php?foo=2&bar=2", Call)]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2", Call)]
    [InlineData("https://evil.example/myapp.php?foo=1&bar=2", Call)]
    [InlineData("/myapp.php?foo=1&bar=2", Call)]
    public void A_changed_request_is_not(string url, string form) =>
        Assert.False(TwilioSignature.IsValid(["12345"], "RSOYDt4T1cUTdK1PDd93/VVr8B8=", url, Fields(form)));

    [Fact]
    public void While_the_token_is_changed_both_are_accepted()
    {
        var signature = TwilioSignature.Of("old", App, Fields(Call));
        Assert.True(TwilioSignature.IsValid(new TwilioOptions(AuthToken: "new, old").Tokens, signature, App, Fields(Call)));
        Assert.False(TwilioSignature.IsValid(["new"], signature, App, Fields(Call)));
    }

    [Fact]
    public void Without_a_token_nothing_is_valid_not_even_what_is_signed_with_an_empty_one()
    {
        var signature = TwilioSignature.Of("", App, Fields(Call));
        Assert.False(TwilioSignature.IsValid(new TwilioOptions(AuthToken: " , ").Tokens, signature, App, Fields(Call)));
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Fields(string form) =>
        TwilioRequest.Parse(Encoding.UTF8.GetBytes(form)).Fields;
}
