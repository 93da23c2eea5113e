using MimeKit;

namespace IntegrationHub.Adapters.Mail;

/// <summary>Tells a robot's mail from a person's, so that robots do not answer each other for ever.</summary>
/// <remarks>Sources: RFC 3834, sections 2 and 5; RFC 5321, section 6.1 (an empty Return-Path); MS-OXCMAIL, section 2.1.3.2.20 (X-Auto-Response-Suppress).</remarks>
internal static class RobotSigns
{
    private static readonly HashSet<string> s_bulk = new(StringComparer.OrdinalIgnoreCase) { "bulk", "junk", "list", "auto_reply" };
    private static readonly HashSet<string> s_daemons = new(StringComparer.OrdinalIgnoreCase) { "mailer-daemon", "postmaster" };

    /// <summary>Why it is a robot's; null for a person's.</summary>
    /// <param name="message">The mail.</param>
    /// <param name="sender">Its address.</param>
    /// <param name="own">The hub's own.</param>
    public static string? Of(MimeMessage message, string sender, string own) =>
        message.Headers[HeaderId.AutoSubmitted] is { } automatic && !automatic.Trim().StartsWith("no", StringComparison.OrdinalIgnoreCase) ? "auto-submitted"
        : s_bulk.Contains(message.Headers[HeaderId.Precedence]?.Trim() ?? "") || message.Headers[HeaderId.ListId] is not null ? "precedence"
        : message.Headers["X-Auto-Response-Suppress"] is { } suppress && suppress.Split(',', StringSplitOptions.TrimEntries).Contains("All", StringComparer.OrdinalIgnoreCase) ? "auto-response-suppress"
        : message.Headers[HeaderId.ReturnPath]?.Trim() is "<>" ? "empty-return-path"
        : sender.Equals(own, StringComparison.OrdinalIgnoreCase) ? "own-address"
        : s_daemons.Contains(sender.Split('@')[0]) ? "mailer-daemon"
        : message.Body is MultipartReport ? "report"
        : null;
}
