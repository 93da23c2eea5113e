namespace IntegrationHub.Core.Cases;

/// <summary>Numbers as people write and say them: digits, with blanks and hyphens between.</summary>
internal static class WrittenNumbers
{
    /// <summary>The digits of each number in a text, in order.</summary>
    public static IEnumerable<string> In(string? text)
    {
        var run = "";
        foreach (var c in (text ?? "") + '.')
        {
            if (char.IsAsciiDigit(c))
            {
                run += c;
            }
            else if (run.Length > 0 && c is not (' ' or '-' or '\u00A0'))
            {
                yield return run;
                run = "";
            }
        }
    }
}
