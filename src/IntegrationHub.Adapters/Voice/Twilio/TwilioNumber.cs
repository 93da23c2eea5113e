using System.Collections.Frozen;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>What Twilio puts in <c>From</c> and <c>To</c>.</summary>
public static class TwilioNumber
{
    // The letters of ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on a telephone's keys.
    private static readonly FrozenSet<string> LookAlikes =
        FrozenSet.Create(StringComparer.Ordinal, "+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253");

    /// <summary>Whether calls and messages can be sent to it: E.164, a plus and 7 to 15 digits, and not withheld.</summary>
    public static bool IsDialable(string? number) =>
        number is ['+', >= '1' and <= '9', ..] && number.Length is >= 8 and <= 16
        && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && !IsWithheld(number);

    /// <summary>
    /// Whether the caller hid the number. A withheld caller must never become a person: all of them would be the same one.
    /// </summary>
    /// <param name="number">As received; the plus of a look-alike number may be missing.</param>
    /// <remarks>Source: twilio.md, section 1, "Withheld caller".</remarks>
    public static bool IsWithheld(string? number) =>
        string.IsNullOrWhiteSpace(number)
        || number.Trim().ToUpperInvariant() is "ANONYMOUS" or "RESTRICTED" or "BLOCKED" or "UNKNOWN" or "UNAVAILABLE" or "PRIVATE"
        || LookAlikes.Contains(number) || LookAlikes.Contains("+" + number);
}
