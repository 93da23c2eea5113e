using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Benchmarks;

/// <summary>Callers of the one number, as their webhooks come from Twilio: signed, form-encoded, step by step as the answers say.</summary>
internal sealed partial class VoiceCaller(string address) : IDisposable
{
    public const string Token = "benchmark-token-0123456789abcdef";
    public const string PublicUrl = "https://bench.example.se";

    /// <summary>What the endpoint answers that does nothing: a question of the hub's usual size, and a step to go on with.</summary>
    public const string Still =
        """
        <?xml version="1.0" encoding="UTF-8"?><Response><Gather input="speech dtmf" language="sv-SE" action="/voice/step?n=1" numDigits="1"><Say language="sv-SE">Välkommen till stadens it-stöd. Säg med egna ord vad det gäller. Tryck 1 för dator, skrivare eller inloggning. Tryck 2 för något av stadens it-system. Tryck 5 om du redan har ett ärende.</Say></Gather></Response>
        """;

    private static int s_calls;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(address) };

    public void Dispose() => _http.Dispose();

    /// <summary>A whole call: printing, by keys, read back, to the desk, which takes it; a pause of half to one and a half times the given one before each step.</summary>
    /// <returns>What each step took, in milliseconds.</returns>
    public async Task<List<double>> CallAsync(TimeSpan pause, CancellationToken ct)
    {
        var call = NewCall();
        var times = new List<double>();
        var turn = await StepAsync("/voice/incoming", []);
        foreach (var keys in (string[])["1", "3", "#", "1"])
        {
            turn = await StepAsync(Next(turn), [new("Digits", keys)]);
        }

        turn = await StepAsync(Next(turn), [new("DialCallStatus", "completed"), new("DialBridged", "true"), new("DialCallDuration", "120")]);
        _ = await StepAsync("/voice/status", [new("CallDuration", "180")], "completed");
        return times;

        async Task<string> StepAsync(string path, IReadOnlyList<KeyValuePair<string, string>> more, string status = "in-progress")
        {
            await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()), TimeProvider.System, ct);
            var began = Stopwatch.GetTimestamp();
            var answer = await PostAsync(path, [.. call, new("CallStatus", status), .. more], ct);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            return answer;
        }
    }

    /// <summary>A new call comes in: the hub writes it down and answers with the first question.</summary>
    public Task BeginAsync(CancellationToken ct) => PostAsync("/voice/incoming", [.. NewCall(), new("CallStatus", "ringing")], ct);

    /// <summary>The end of a call that never came in: checked, and nothing is written.</summary>
    public Task EndUnknownAsync(CancellationToken ct) => PostAsync("/voice/status", [.. NewCall(), new("CallStatus", "completed")], ct);

    private static List<KeyValuePair<string, string>> NewCall()
    {
        var number = Interlocked.Increment(ref s_calls);
        return
        [
            new("CallSid", string.Create(CultureInfo.InvariantCulture, $"CA{number:x32}")), new("AccountSid", "AC00000000000000000000000000000000"),
            new("From", string.Create(CultureInfo.InvariantCulture, $"+4670174{number % 10_000:0000}")), new("To", "+46846500499"), new("Direction", "inbound"),
        ];
    }

    private async Task<string> PostAsync(string path, List<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Of(Token, PublicUrl + path, fields));
        using var answer = await _http.SendAsync(request, ct);
        return answer.StatusCode == HttpStatusCode.OK
            ? await answer.Content.ReadAsStringAsync(ct)
            : throw new InvalidOperationException($"{path} was answered {answer.StatusCode}.");
    }

    private static string Next(string twiml) =>
        Action().Match(twiml) is { Success: true } found
            ? WebUtility.HtmlDecode(found.Groups["address"].Value).Replace(PublicUrl, "", StringComparison.Ordinal)
            : throw new InvalidOperationException("The call has no next step: " + twiml);

    [GeneratedRegex("action=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Action();
}
