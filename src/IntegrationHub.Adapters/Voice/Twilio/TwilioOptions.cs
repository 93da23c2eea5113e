using System.Net;
using System.Text.RegularExpressions;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>The city's account at Twilio, and the address Twilio knows the hub by.</summary>
/// <param name="AccountSid">AC and 32 hex digits; empty when the hub has no telephone.</param>
/// <param name="AuthToken">
/// The primary auth token of the number's region. Two, with a comma between, while it is being changed: the first is used to
/// call Twilio, all are accepted from it. Empty: every webhook is refused.
/// </param>
/// <param name="Number">The hub's own number in E.164, shown to those it calls and texts.</param>
/// <param name="ApiUrl">Where calls and messages are ordered; another region, or a stand-in.</param>
/// <param name="PublicUrl">
/// The address in front of every path at Twilio, with the path prefix and the <c>user:pass@</c> it may have. Signatures are
/// judged against this and the path as received; without it, against the request itself.
/// </param>
/// <remarks>Source: twilio.md, section 3 (order of addresses) and section 6 (regions).</remarks>
public sealed partial record TwilioOptions(
    string AccountSid = "", string AuthToken = "", string Number = "", string ApiUrl = "https://api.twilio.com",
    string? PublicUrl = null)
{
    /// <summary>Addresses whose <c>X-Forwarded-*</c> headers count, with commas between. Empty: nobody's do.</summary>
    public string TrustedProxies { get; init; } = "";

    /// <summary>Host names, with port if any, that a trusted proxy may report, with commas between. Empty: none.</summary>
    public string TrustedHosts { get; init; } = "";

    /// <summary>Path under <see cref="PublicUrl"/> that hears what became of a text message.</summary>
    public string SmsStatusPath { get; init; } = "/sms/status";

    /// <summary>The tokens in <see cref="AuthToken"/>; none means that nothing can be checked.</summary>
    public IReadOnlyList<string> Tokens => List(AuthToken);

    /// <summary>Whether the hub can order calls and messages.</summary>
    public bool CanSend => AccountSid.Length > 0 && Tokens.Count > 0 && Number.Length > 0;

    /// <summary>The address of a path for use in a document or an order.</summary>
    /// <param name="path">Rooted, such as <c>/voice/step?n=1</c>.</param>
    /// <returns>
    /// Absolute with a <see cref="PublicUrl"/>; else as given. A rooted path alone would lose the prefix of a public address that
    /// has one: Twilio reads it against the host.
    /// </returns>
    public string Link(string path) => string.IsNullOrEmpty(PublicUrl) ? path : PublicUrl.TrimEnd('/') + path;

    /// <summary>What must be set right before the hub may start, one sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Check(AccountSid.Length == 0 || Account().IsMatch(AccountSid),
            "Twilio:AccountSid is AC and 32 hex digits, such as AC00000000000000000000000000000001, or empty.");
        Check(AccountSid.Length == 0 || Tokens.Count > 0,
            "Twilio:AuthToken is needed with Twilio:AccountSid: the primary token, such as 0123456789abcdef0123456789abcdef.");
        Check(Number.Length == 0 || TwilioNumber.IsDialable(Number),
            "Twilio:Number is in E.164, such as +46111234567, or empty.");
        Check(IsWeb(ApiUrl),
            "Twilio:ApiUrl is an http(s) address, such as https://api.twilio.com or https://api.dublin.ie1.twilio.com.");
        Check(PublicUrl is null or "" || (IsWeb(PublicUrl) && PublicUrl.AsSpan().IndexOfAny('?', '#') < 0),
            "PublicUrl is the http(s) address Twilio calls, without query, such as https://example.se/hub.");
        Check(List(TrustedProxies).All(p => IPAddress.TryParse(p, out _)),
            "Twilio:TrustedProxies is a list of IP addresses, such as 127.0.0.1,10.0.0.5, or empty.");
        Check((TrustedProxies.Length == 0) == (TrustedHosts.Length == 0),
            "Twilio:TrustedProxies and Twilio:TrustedHosts are set together, such as 10.0.0.5 and hub.example.se, or not.");
        Check(SmsStatusPath.StartsWith('/'), "Twilio:SmsStatusPath starts with a slash, such as /sms/status.");
        return faults;

        void Check(bool good, string fault)
        {
            if (!good)
            {
                faults.Add(fault);
            }
        }
    }

    /// <summary>The parts of a comma list, trimmed, without empty ones.</summary>
    internal static IReadOnlyList<string> List(string commas) =>
        commas.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What a person sees in a log: nothing that opens a door.</summary>
    public override string ToString() => $"TwilioOptions {{ AccountSid = {AccountSid}, Number = {Number}, ApiUrl = {ApiUrl} }}";

    private static bool IsWeb(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    [GeneratedRegex("^AC[0-9a-fA-F]{32}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Account();
}
