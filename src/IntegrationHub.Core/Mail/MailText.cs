using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Mail;

/// <summary>Finds what somebody wrote in a mail, without what it quotes and without its signature.</summary>
/// <remarks>
/// Careful: it cuts only where a known mark begins a line, and when nothing would be left it cuts nothing. Quotations between lines of
/// an answer stay, as the answer may need them. The whole text is kept beside.
/// </remarks>
public static partial class MailText
{
    private const int HeaderLines = 6;
    private const int LongestMark = 400;

    /// <summary>What is new in a mail's text.</summary>
    public static string New(string text)
    {
        string[] lines = [.. text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];
        var end = Array.FindIndex(lines, 0, line => line is "--" or "\u2014"); // A signature; its mark is two hyphens and a blank, which is often lost.
        end = end < 0 ? lines.Length : end;
        for (var i = 0; i < end; i++)
        {
            if (BeginsHistory(lines, i))
            {
                end = i;
                break;
            }
        }

        while (end > 0 && (lines[end - 1].Length == 0 || lines[end - 1].StartsWith('>') || (lines[end - 1].Length <= LongestMark && SentFrom().IsMatch(lines[end - 1]))))
        {
            end--;
        }

        var said = string.Join('\n', lines[..end]).Trim();
        return said.Length > 0 ? said : text.Trim();
    }

    private static bool BeginsHistory(string[] lines, int i) => lines[i].Length <= LongestMark && (
        Separator().IsMatch(lines[i])
        || Wrote().IsMatch(lines[i])
        || (i + 1 < lines.Length && lines[i + 1].Length <= LongestMark && WroteBegins().IsMatch(lines[i]) && Wrote().IsMatch(lines[i] + " " + lines[i + 1]))
        || (HeaderFrom().IsMatch(lines[i]) && lines.Skip(i + 1).Take(HeaderLines).Count(line => line.Length <= LongestMark && HeaderMore().IsMatch(line)) >= 2));

    [GeneratedRegex(@"^[\s>]*[-_]{2,}\s*(Ursprungligt meddelande|Original Message|Vidarebefordrat meddelande|Forwarded message)\s*[-_]{2,}$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(Den|On)\s.{6,200}\s(skrev|wrote)\s?(.{0,120})?:$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Wrote();

    [GeneratedRegex(@"^(Den|On)\s.{6,200}$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex WroteBegins();

    [GeneratedRegex(@"^\*?(Från|From)\s?:\*?\s.+$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex HeaderFrom();

    [GeneratedRegex(@"^\*?(Skickat|Datum|Sent|Date|Till|To|Kopia|Cc|Ämne|Subject)\s?:\*?(\s.*)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex HeaderMore();

    [GeneratedRegex(@"^(Skickat från min|Sent from my|Hämta Outlook för|Get Outlook for)\s.{1,40}$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex SentFrom();
}
