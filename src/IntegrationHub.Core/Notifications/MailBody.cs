using System.Text;

namespace IntegrationHub.Core.Notifications;

/// <summary>What a mail says, as plain text and as a simple document that a screen reader reads well.</summary>
/// <param name="Paragraphs">In order; line breaks within one are kept.</param>
/// <param name="English">Swedish when false.</param>
public sealed record MailBody(IReadOnlyList<string> Paragraphs, bool English)
{
    private string Greeting => English ? "Hello," : "Hej!";

    private string From => English ? "The city's IT support" : "Stadens it-stöd";

    private string Footer => English ? "This mail was sent automatically. You can answer it." : "Det här mejlet skickades automatiskt. Du kan svara på det.";

    /// <summary>The plain text.</summary>
    public string Text => string.Join("\n\n", [Greeting, .. Paragraphs.Select(text => text.Trim()), From]) + $"\n\n-- \n{Footer}\n";

    /// <summary>The document: language, title and paragraphs; no pictures, no colours, no address outside.</summary>
    /// <param name="title">The subject.</param>
    public string Html(string title)
    {
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"").Append(English ? "en" : "sv").Append("\">\n<head><meta charset=\"utf-8\"><title>")
            .Append(Escaped(title)).Append("</title></head>\n<body style=\"font-family: sans-serif; font-size: 1rem; line-height: 1.5; max-width: 40em\">\n");
        foreach (var paragraph in (IEnumerable<string>)[Greeting, .. Paragraphs, From])
        {
            html.Append("<p>").Append(Escaped(paragraph.Trim())).Append("</p>\n");
        }

        return html.Append("<hr>\n<p><small>").Append(Escaped(Footer)).Append("</small></p>\n</body>\n</html>\n").ToString();
    }

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).ReplaceLineEndings("<br>\n");

    /// <summary>What a log may show: nothing.</summary>
    public override string ToString() => "MailBody";
}
