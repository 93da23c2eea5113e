using PhoneNumbers;

namespace IntegrationHub.Adapters.Directory;

/// <summary>Phone numbers as people write them.</summary>
public static class PhoneNumber
{
    private static readonly PhoneNumberUtil s_util = PhoneNumberUtil.GetInstance();

    /// <summary>The number in E.164; null when it cannot be one. A number without a country is Swedish.</summary>
    public static string? ToE164(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40)
        {
            return null;
        }

        try
        {
            var number = s_util.Parse(text, "SE");
            return s_util.IsPossibleNumber(number) ? s_util.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
