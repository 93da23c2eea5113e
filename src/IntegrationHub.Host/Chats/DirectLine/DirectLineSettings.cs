using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>Who may talk Direct Line with the hub, besides its own page.</summary>
/// <param name="Secret">Lets a web server of the city's make tokens; <c>DirectLine:Secret</c>. Null: none may.</param>
/// <param name="Origins">Pages that may talk from a browser, besides the hub's own; <c>DirectLine:Origins</c>, a comma list of <c>https://host</c>.</param>
/// <param name="Loopback">Whether pages on this machine may: in Development.</param>
/// <param name="PublicUrl">As the outside world sees the hub; <c>PublicUrl</c>. Null: as each caller called it.</param>
/// <param name="PerMinute">Requests that a caller may make; <c>RateLimit:PerMinute</c>. Null: see <see cref="DirectLineLimits"/>.</param>
/// <param name="ClamAv">The virus scanner that files are shown to; <c>Uploads:ClamAv</c>. Null: none.</param>
public sealed record DirectLineSettings(string? Secret, IReadOnlyList<string> Origins, bool Loopback, Uri? PublicUrl, int? PerMinute, Uri? ClamAv)
{
    private const int LeastSecret = 24;

    /// <summary>Nothing is set.</summary>
    public static DirectLineSettings None { get; } = new(null, [], Loopback: false, null, null, null);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">One of them is wrong; the message shows no secret.</exception>
    public static DirectLineSettings Read(IConfiguration configuration, bool development, int? perMinute) => new(
        Key(configuration["DirectLine:Secret"], development),
        [.. (configuration["DirectLine:Origins"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Origin)],
        development,
        Uri.TryCreate(configuration["PublicUrl"], UriKind.Absolute, out var address) ? address : null,
        perMinute,
        Scanner(configuration["Uploads:ClamAv"]));

    private static string? Key(string? secret, bool development) => secret switch
    {
        null or "" => null,
        { Length: < LeastSecret } when !development => throw new SettingsException($"DirectLine:Secret is shorter than {LeastSecret} characters. Make one with: openssl rand -base64 32"),
        _ when secret.Any(sign => sign is <= ' ' or > '~') => throw new SettingsException("DirectLine:Secret has signs that no header carries. Make one with: openssl rand -base64 32"),
        _ => secret,
    };

    private static string Origin(string said) =>
        Uri.TryCreate(said, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0
            ? uri.GetLeftPart(UriPartial.Authority)
            : throw new SettingsException($"DirectLine:Origins is a comma list of origins; '{said}' is none. Write for example https://intranet.example.se");

    private static Uri? Scanner(string? said) => said switch
    {
        null or "" => null,
        _ when Uri.TryCreate(said, UriKind.Absolute, out var at) && Adapters.Chat.Files.ClamAv.IsAddress(at) => at,
        _ => throw new SettingsException("Uploads:ClamAv is where clamd listens; write for example tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl"),
    };
}
