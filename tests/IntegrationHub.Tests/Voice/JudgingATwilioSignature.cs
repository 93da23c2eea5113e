using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Tests.Voice;

public sealed class JudgingATwilioSignature
{
    private const string P = "CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212";

    [Theory]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", P, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", P, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", P, "CYn1h0gLBdNxDGkKJg6hYohgeD8=")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", P, "kvajT1Ptam85bY51eRf/AJRuM3w=")]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2", P, "0ZXoZLH/DfblKGATFgpif+LLRf4=")]
    [InlineData("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", P, "ZQFR1PTIZXF2MXB8ZnKCvnnA+rI=")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234", "IK+Dwps556ElfBT0I3Rgjkr1wJU=")]
    [InlineData("https://spoc.example.se/twilio/voice", "b=1&B=2&a=3&A1=4&_x=5", "hz+aQJ3z7641RB/cnRS3lQE7VsY=")]
    [InlineData("https://spoc.example.se/twilio/voice?CallSid=CA1&Digits=1", "", "90qbZHDXCgk62x3Org4q26BVNWw=")]
    [InlineData("https://spoc.example.se/twilio/sms", "Body=++hej%0A+d%C3%A5++&From=%2B46701234567", "RNrVIkxCRKcpf8o5WBl0/6+idm0=")]
    public void A_signature_of_the_official_kind_is_taken(string url, string body, string header)
    {
        Assert.True(TwilioSignature.IsValid(["old", "12345"], [url], TwilioForm.Parse(body), header));
        Assert.False(TwilioSignature.IsValid(["other"], [url], TwilioForm.Parse(body), header));
        Assert.False(TwilioSignature.IsValid([], [url], TwilioForm.Parse(body), header));
        Assert.False(TwilioSignature.IsValid(["12345"], [url], TwilioForm.Parse(body + "&X=1"), header));
    }

    [Fact]
    public void Bad_escapes_stay_as_they_are() => Assert.Equal("%zz %", TwilioForm.Parse("a=%zz+%").First("a"));
}
