using System.Text;
using MimeKit.Text;

namespace IntegrationHub.Adapters.Mail;

/// <summary>The text of a mail that is a document only.</summary>
internal static class HtmlText
{
    private static readonly HashSet<HtmlTagId> s_breaks =
    [
        HtmlTagId.Br, HtmlTagId.P, HtmlTagId.Div, HtmlTagId.TR, HtmlTagId.LI, HtmlTagId.H1, HtmlTagId.H2, HtmlTagId.H3, HtmlTagId.H4, HtmlTagId.Table, HtmlTagId.BlockQuote, HtmlTagId.HR,
    ];

    private static readonly HashSet<HtmlTagId> s_unseen = [HtmlTagId.Script, HtmlTagId.Style, HtmlTagId.Head, HtmlTagId.Title];

    /// <summary>The words, a line for each block; quotations begin with &gt; as in plain mails.</summary>
    /// <param name="html">Any text; what is no tag is text.</param>
    /// <param name="most">At most so many characters.</param>
    public static string Of(string html, int most)
    {
        var text = new StringBuilder();
        using var source = new StringReader(html);
        var tokens = new HtmlTokenizer(source) { DecodeCharacterReferences = true };
        var (unseen, quoted) = (0, 0);
        while (text.Length < most && tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken tag when s_unseen.Contains(tag.Id):
                    unseen = tag.IsEndTag ? Math.Max(0, unseen - 1) : tag.IsEmptyElement ? unseen : unseen + 1;
                    break;
                case HtmlTagToken tag when s_breaks.Contains(tag.Id):
                    quoted += tag.Id != HtmlTagId.BlockQuote ? 0 : tag.IsEndTag ? (quoted > 0 ? -1 : 0) : 1;
                    Break(text, always: tag.Id == HtmlTagId.Br);
                    break;
                case HtmlDataToken data when unseen == 0 && token is not HtmlScriptDataToken:
                    Add(text, data.Data, quoted > 0);
                    break;
                default:
                    break;
            }
        }

        return text.ToString().Trim();
    }

    private static void Break(StringBuilder text, bool always)
    {
        if (text.Length > 0 && (always || text[^1] != '\n'))
        {
            text.Append('\n');
        }
    }

    private static void Add(StringBuilder text, string data, bool quoted)
    {
        foreach (var c in data)
        {
            var (begins, blank) = (text.Length == 0 || text[^1] == '\n', char.IsWhiteSpace(c));
            if (blank && (begins || text[^1] == ' '))
            {
                continue;
            }

            text.Append(begins && quoted ? ">" : "").Append(blank ? ' ' : c);
        }
    }
}
