using System.Net;
using System.Text;
using IntegrationHub.Adapters.Voice.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHub.Tests.Voice;

public sealed class TwilioAtTheDoor
{
    private const string Public = "https://hub.example.se";
    private const string Form = "CallSid=CA1&From=%2B46701234567";
    private static readonly TwilioOptions Options = new(AuthToken: "12345", PublicUrl: Public);

    [Theory]
    [InlineData(Public, "/voice/status", Public + "/voice/status")]
    [InlineData(Public + "/", "/voice/status?a=b+c&d=%27&namn=%C3%85sa", Public + "/voice/status?a=b+c&d=%27&namn=%C3%85sa")]
    [InlineData(Public + "/hub", "/voice/status", Public + "/hub/voice/status")]
    [InlineData(Public, "/voice/status", Public + ":443/voice/status")]
    [InlineData("https://user:pass@hub.example.se", "/voice/status", "https://user:pass@hub.example.se/voice/status")]
    [InlineData(Public, "http://inner:5080/voice/status?x=1", Public + "/voice/status?x=1")]
    [InlineData(null, "/voice/status", "http://inner:5080/voice/status")]
    public async Task A_signature_is_judged_by_the_public_address_and_the_path_as_received(string? publicUrl, string target, string theirs) =>
        Assert.Equal(200, await KnockAsync(Options with { PublicUrl = publicUrl }, Post(target, Form, theirs)));

    [Theory]
    [InlineData(Public)]
    [InlineData(null)]
    public async Task A_forged_forwarded_host_is_refused(string? publicUrl)
    {
        var http = Post("/voice/status", Form, "https://evil.example/voice/status");
        http.Request.Headers["X-Forwarded-Host"] = "evil.example";
        http.Request.Headers["X-Forwarded-Proto"] = "https";
        http.Request.Host = new HostString("evil.example");
        Assert.Equal(403, await KnockAsync(Options with { PublicUrl = publicUrl }, http));
    }

    [Theory]
    [InlineData("127.0.0.1", "hub.example.se", 200)]
    [InlineData("127.0.0.1,10.0.0.5", "other.example.se,HUB.example.se", 200)]
    [InlineData("::1", "hub.example.se", 403)]
    [InlineData("127.0.0.1", "other.example.se", 403)]
    [InlineData("", "", 403)]
    public async Task A_proxy_is_believed_when_both_it_and_the_host_are_known(string proxies, string hosts, int status)
    {
        var http = Post("/voice/status", Form, Public + "/voice/status");
        http.Request.Headers["X-Forwarded-Host"] = "hub.example.se";
        http.Request.Headers["X-Forwarded-Proto"] = "https";
        http.Connection.RemoteIpAddress = IPAddress.Parse("::ffff:127.0.0.1");
        Assert.Equal(status, await KnockAsync(Options with { PublicUrl = null, TrustedProxies = proxies, TrustedHosts = hosts }, http));
    }

    [Fact]
    public async Task No_signature_and_a_wrong_one_are_refused()
    {
        Assert.Equal(403, await KnockAsync(Options, Post("/voice/status", Form, signed: null)));
        Assert.Equal(403, await KnockAsync(Options, Post("/voice/status?n=2", Form, Public + "/voice/status?n=1")));
        Assert.Equal(403, await KnockAsync(Options, Post("/voice/status", Form, Public + "/voice/status", token: "123451")));
    }

    [Fact]
    public async Task Without_a_token_everything_is_refused() =>
        Assert.Equal(403, await KnockAsync(Options with { AuthToken = "" }, Post("/voice/status", Form, Public + "/voice/status", token: "")));

    [Fact]
    public async Task A_body_over_64_KiB_is_not_read()
    {
        var large = "Body=" + new string('x', TwilioWebhook.MostBytes);
        Assert.Equal(413, await KnockAsync(Options, Post("/sms/incoming", large, Public + "/sms/incoming")));
        var chunked = Post("/sms/incoming", large, Public + "/sms/incoming");
        chunked.Request.ContentLength = null;
        Assert.Equal(413, await KnockAsync(Options, chunked));
        Assert.Equal(200, await KnockAsync(Options, Post("/sms/incoming", large[..TwilioWebhook.MostBytes], Public + "/sms/incoming")));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task Other_bodies_are_not_taken(string? contentType)
    {
        var http = Post("/voice/status", Form, Public + "/voice/status");
        http.Request.ContentType = contentType;
        Assert.Equal(415, await KnockAsync(Options, http));
    }

    [Fact]
    public async Task A_get_brings_its_fields_in_the_query()
    {
        var http = Post("/voice/incoming?CallSid=CA1&Digits=1", "", signed: null);
        http.Request.Method = "GET";
        http.Request.ContentType = null;
        http.Request.Headers[TwilioSignature.Header] = TwilioSignature.Of("12345", Public + "/voice/incoming?CallSid=CA1&Digits=1", []);
        Assert.Equal(200, await KnockAsync(Options, http));
        Assert.Equal("1", TwilioWebhook.Read(http).Digits);
    }

    [Theory]
    [InlineData("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", 200)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 403)]
    public async Task Json_is_let_in_with_the_hash_of_its_body(string hash, int status)
    {
        var http = Post("/sms/status?bodySHA256=" + hash, "{}", signed: null);
        http.Request.ContentType = "application/json; charset=utf-8";
        http.Request.Headers[TwilioSignature.Header] = TwilioSignature.Of("12345", Public + "/sms/status?bodySHA256=" + hash, []);
        Assert.Equal(status, await KnockAsync(Options, http));
    }

    [Fact]
    public void An_endpoint_that_forgot_the_door_cannot_read_a_request() =>
        Assert.Throws<InvalidOperationException>(() => TwilioWebhook.Read(new DefaultHttpContext()));

    [Theory]
    [InlineData("Twilio:AccountSid", "AC1", "t", "", null)]
    [InlineData("Twilio:AuthToken", "AC00000000000000000000000000000001", "", "", null)]
    [InlineData("Twilio:Number", "", "", "0701234567", null)]
    [InlineData("PublicUrl", "", "", "", "hub.example.se")]
    [InlineData("PublicUrl", "", "", "", "https://hub.example.se?x=1")]
    public void A_wrong_setting_is_named(string setting, string account, string token, string number, string? publicUrl) =>
        Assert.StartsWith(setting, Assert.Single(new TwilioOptions(account, token, number, PublicUrl: publicUrl).Faults()), StringComparison.Ordinal);

    [Fact]
    public void A_hub_without_telephone_is_well() => Assert.Empty(new TwilioOptions().Faults());

    [Fact]
    public void A_log_shows_no_token() =>
        Assert.DoesNotContain("hemlig", new TwilioOptions(AuthToken: "hemlig").ToString(), StringComparison.Ordinal);

    private static DefaultHttpContext Post(string target, string body, string? signed, string token = "12345")
    {
        var raw = Encoding.UTF8.GetBytes(body);
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Scheme = "http";
        http.Request.Host = new HostString("inner:5080");
        http.Request.ContentType = "application/x-www-form-urlencoded; charset=UTF-8";
        http.Request.ContentLength = raw.Length;
        http.Request.Body = new MemoryStream(raw);
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        if (signed is not null)
        {
            http.Request.Headers[TwilioSignature.Header] = TwilioSignature.Of(token, signed, TwilioRequest.Parse(raw).Fields);
        }

        return http;
    }

    private static async Task<int?> KnockAsync(TwilioOptions options, DefaultHttpContext http)
    {
        var door = new TwilioWebhook(options, NullLogger<TwilioWebhook>.Instance);
        var answer = await door.InvokeAsync(EndpointFilterInvocationContext.Create(http), _ => ValueTask.FromResult<object?>(TypedResults.Ok()));
        return ((IStatusCodeHttpResult)answer!).StatusCode;
    }
}
