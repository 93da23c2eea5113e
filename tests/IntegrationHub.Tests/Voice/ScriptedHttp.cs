namespace IntegrationHub.Tests.Voice;

/// <summary>An HTTP server in memory: answers from a script, keeps what was asked.</summary>
internal sealed class ScriptedHttp(Func<HttpRequestMessage, string, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<(HttpMethod Method, Uri Url, string Body, string? Signature)> Asked { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Add((request.Method, request.RequestUri!, body,
            request.Headers.TryGetValues("X-Twilio-Signature", out var signature) ? signature.Single() : null));
        return answer(request, body);
    }
}
