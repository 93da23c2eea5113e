namespace IntegrationHub.Core;

/// <summary>The check digit of H. P. Luhn (ISO/IEC 7812-1, annex B): one wrong digit, or two neighbours that changed places, are almost always found.</summary>
public static class Luhn
{
    /// <summary>The digit to put behind these.</summary>
    /// <param name="digits">0 to 9 only.</param>
    public static char CheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            var doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>Whether the last of these digits is the check digit of the others.</summary>
    /// <param name="digits">At least one; 0 to 9 only.</param>
    public static bool Fits(ReadOnlySpan<char> digits) => CheckDigit(digits[..^1]) == digits[^1];
}
