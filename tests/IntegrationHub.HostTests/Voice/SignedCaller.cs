using System.Xml.Linq;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Host.Voice;

namespace IntegrationHub.HostTests.Voice;

/// <summary>A call posted by hand, where the kit cannot: two copies at once, a hub that dies in between, a field that is missing.</summary>
internal sealed class SignedCaller(string publicUrl, string sid)
{
    private readonly List<KeyValuePair<string, string>> _call =
    [
        new("CallSid", sid), new("AccountSid", "AC00000000000000000000000000000000"), new("CallStatus", "in-progress"),
        new("From", "+46701234567"), new("To", "+46846500499"), new("Direction", "inbound"),
    ];

    /// <summary>Posts, and where the hub asks for a moment comes back as Twilio does: on a machine that is busy with other tests it may need one.</summary>
    public async Task<string> PostAsync(ServedHub hub, string path, params (string Name, string Value)[] more)
    {
        var answer = await PostOnceAsync(hub, path, more);
        for (var wait = 0; wait < InTime.MostWaits && ComeBackTo(answer) is { } again; wait++)
        {
            answer = await PostOnceAsync(hub, again);
        }

        return answer;
    }

    /// <summary>Posts, and takes the answer as it is.</summary>
    public async Task<string> PostOnceAsync(ServedHub hub, string path, params (string Name, string Value)[] more)
    {
        List<KeyValuePair<string, string>> fields = [.. _call.Where(field => field.Value.Length > 0 && more.All(other => other.Name != field.Key)), .. more.Select(field => KeyValuePair.Create(field.Name, field.Value))];
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Of(TwilioKit.Token, publicUrl + path, fields));
        using var answer = await hub.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((200, "text/xml"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private string? ComeBackTo(string twiml) =>
        XDocument.Parse(twiml) is { Root.HasElements: true } asked && asked.Root.Elements().First().Name == "Pause"
            && asked.Root.Element("Redirect")?.Value is { } address && address.StartsWith(publicUrl, StringComparison.Ordinal) ? address[publicUrl.Length..] : null;
}
