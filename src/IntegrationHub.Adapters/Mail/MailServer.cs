using MailKit.Security;

namespace IntegrationHub.Adapters.Mail;

/// <summary>A mail server as one address says it: <c>smtps://user:password@mail.example.se:465</c>, <c>imap://…/INBOX?starttls=required</c>.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">1 to 65,535.</param>
/// <param name="Tls">How the connection is made safe.</param>
/// <param name="User">Null to come without signing in.</param>
/// <param name="Password">Null when there is no user.</param>
/// <param name="Path">What follows the host, without slashes at the ends; empty for none.</param>
public sealed record MailServer(string Host, int Port, SecureSocketOptions Tls, string? User, string? Password, string Path)
{
    /// <summary>Reads an address.</summary>
    /// <param name="text">As above; user and password percent-encoded. <c>starttls</c> is <c>required</c> (when not said) or <c>none</c>.</param>
    /// <param name="scheme"><c>smtp</c> or <c>imap</c>; with an s for TLS from the first byte.</param>
    /// <param name="server">The server.</param>
    /// <returns>What is wrong, without the address itself, which may hold a password; null when nothing is.</returns>
    public static string? TryParse(string text, string scheme, out MailServer? server)
    {
        server = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || !(url.Scheme == scheme || url.Scheme == scheme + "s"))
        {
            return $"is no address of the form {scheme}s://user:password@host:port (percent-encode odd characters in the password)";
        }

        var safe = url.Scheme.Length > scheme.Length;
        var query = url.Query.TrimStart('?');
        var (tls, wrong) = (safe, query) switch
        {
            (true, "") => (SecureSocketOptions.SslOnConnect, false),
            (false, "" or "starttls=required") => (SecureSocketOptions.StartTls, false),
            (false, "starttls=none") => (SecureSocketOptions.None, false),
            _ => (SecureSocketOptions.Auto, true),
        };
        if (wrong)
        {
            return safe ? $"has a question mark; {scheme}s is safe from the first byte and takes no more words" : "may end with ?starttls=required or ?starttls=none, nothing else";
        }

        var (user, password) = url.UserInfo.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
            ? (Uri.UnescapeDataString(url.UserInfo[..colon]), Uri.UnescapeDataString(url.UserInfo[(colon + 1)..])) : (null, null);
        if (user is null && (url.UserInfo.Length > 0 || scheme == "imap"))
        {
            return $"lacks the user or the password: write {scheme}s://user:password@host";
        }

        if (user is not null && tls == SecureSocketOptions.None && !url.IsLoopback)
        {
            return "would send the password in the clear; leave out ?starttls=none";
        }

        server = new MailServer(url.IdnHost, url.Port > 0 ? url.Port : DefaultPort(scheme, safe, user), tls, user, password, Uri.UnescapeDataString(url.AbsolutePath.Trim('/')));
        return null;
    }

    private static int DefaultPort(string scheme, bool safe, string? user) => (scheme, safe) switch
    {
        ("imap", true) => 993,
        ("imap", false) => 143,
        (_, true) => 465,
        _ => user is null ? 25 : 587,
    };

    /// <summary>What a log may show: no secret.</summary>
    public override string ToString() => $"{Host}:{Port}";
}
