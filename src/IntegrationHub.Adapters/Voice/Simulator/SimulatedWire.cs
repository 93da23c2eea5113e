using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>The hub's answer to a pretended webhook.</summary>
/// <param name="Raw">The body, whatever it was.</param>
/// <param name="Verbs">Children of the root element; none when there is a fault.</param>
/// <param name="Fault">What Twilio would complain of, with its error code; null when it would not.</param>
internal sealed record WireAnswer(string Raw, IReadOnlyList<XElement> Verbs, string? Fault);

/// <summary>Sends webhooks as Twilio does: signed, over HTTP, to the hub and to nobody else.</summary>
/// <param name="http">With a time limit of 15 s, after which Twilio gives up (11205).</param>
/// <remarks>Source: twilio.md, sections 1 to 3. Redirect answers are not followed here.</remarks>
internal sealed class SimulatedWire(HttpClient http, SimulatorOptions options)
{
    /// <summary>An id as Twilio makes them.</summary>
    /// <param name="prefix">CA for calls, SM for messages, RE for recordings.</param>
    public static string NewSid(string prefix) => prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Asks the hub for a document.</summary>
    /// <param name="url">Public address; a fragment (connection overrides) is not sent and not signed.</param>
    /// <param name="method">POST or GET.</param>
    /// <param name="fields">The parameters.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<WireAnswer> AskAsync(
        Uri url, string method, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        var faults = options.Trouble.Now;
        var answer = await OnceAsync(url, method, fields, ct);
        if (faults.Repeat && answer.Fault is null && await OnceAsync(url, method, fields, ct) is var again && again.Raw != answer.Raw)
        {
            return Faulty(again.Raw, again.Fault ?? $"The same request to {url.AbsolutePath} again was answered otherwise.");
        }

        // A whisper has no fallback address.
        return faults.LoseAnswers && !url.AbsolutePath.Contains("/whisper", StringComparison.Ordinal)
            ? await OnceAsync(new Uri(options.SignedUrl + (url.AbsolutePath.EndsWith(options.SmsPath, StringComparison.Ordinal) ? options.SmsPath : options.VoicePath)), "POST",
                [.. fields, new("ErrorCode", "11200"), new("ErrorUrl", url.AbsoluteUri)], ct)
            : answer;
    }

    private async Task<WireAnswer> OnceAsync(
        Uri url, string method, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        var (fault, type, body) = await SendAsync(url, method, fields, ct);
        return fault is not null ? Faulty(body, fault)
            : type is null && body.Length == 0 ? new WireAnswer("", [], null)
            : type is not ("text/xml" or "application/xml")
                ? Faulty(body, $"12300: content type '{type}' from {url.AbsolutePath}.")
            : Encoding.UTF8.GetByteCount(body) >= Twiml.MostBytes
                ? Faulty(body[..1000], $"11750: the answer of {url.AbsolutePath} is over 64 kB.")
            : Parse(body);
    }

    /// <summary>Tells the hub what has happened; what it answers beside the status does not matter.</summary>
    /// <returns>What Twilio would complain of; null when it would not.</returns>
    public async Task<string?> TellAsync(Uri url, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken ct) =>
        (await SendAsync(url, "POST", fields, ct)).Fault;

    private async Task<(string? Fault, string? Type, string Body)> SendAsync(
        Uri url, string method, IReadOnlyList<KeyValuePair<string, string>> fields, CancellationToken ct)
    {
        using var request = Request(url, method, fields);
        if (request is null)
        {
            return ($"11200: {url.GetLeftPart(UriPartial.Path)} is not under the hub's address.", null, "");
        }

        try
        {
            using var response = await http.SendAsync(request, ct);
            var body = await response.Content.ReadAsStringAsync(ct);
            var status = (int)response.StatusCode;
            var fault = status switch
            {
                >= 400 => $"11200: HTTP {status} from {url.AbsolutePath}; the caller hears of an application error.",
                >= 300 => $"11200: HTTP {status} from {url.AbsolutePath}; redirect answers are not played here.",
                _ => null,
            };
            return (fault, response.Content.Headers.ContentType?.MediaType, body);
        }
        catch (HttpRequestException e)
        {
            return ($"11205: the hub cannot be reached ({e.HttpRequestError}).", null, "");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ("11205: the hub did not answer within 15 s.", null, "");
        }
    }

    private HttpRequestMessage? Request(Uri url, string method, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        // Signed in front of the path: the public address letter by letter, as it is written at Twilio.
        var front = new Uri(options.SignedUrl);
        var prefix = front.AbsolutePath.TrimEnd('/') + "/";
        if (Uri.Compare(front, url, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) != 0
            || !url.AbsolutePath.StartsWith(prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var get = method.Equals("GET", StringComparison.OrdinalIgnoreCase);
        var target = url.PathAndQuery[(prefix.Length - 1)..];
        if (get)
        {
            target += (url.Query.Length == 0 ? "?" : "&") + TwilioForm.Write(fields);
        }

        var request = new HttpRequestMessage(get ? HttpMethod.Get : HttpMethod.Post, options.HubUrl.TrimEnd('/') + target);
        if (!get)
        {
            request.Content = new StringContent(TwilioForm.Write(fields));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-8");
        }

        request.Headers.UserAgent.ParseAdd("TwilioProxy/1.1");
        request.Headers.Add("I-Twilio-Idempotency-Token", NewSid("I"));
        request.Headers.Add(TwilioSignature.Header,
            TwilioSignature.Of(string.Concat(options.Twilio.Tokens.Take(1)), options.SignedUrl + target, get ? [] : fields));
        return request;
    }

    private static WireAnswer Parse(string body)
    {
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(body), new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root;
            return root?.Name.LocalName == "Response"
                ? new WireAnswer(body, [.. root.Elements()], null)
                : Faulty(body, $"12100: the root is {root?.Name.LocalName}, not Response.");
        }
        catch (XmlException e)
        {
            return Faulty(body, $"12100: not well-formed XML: {e.Message}");
        }
    }

    private static WireAnswer Faulty(string raw, string fault) => new(raw, [], fault);
}
