using PhoneNumbers;

namespace IntegrationHub.Adapters.People;

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

    /// <summary>A number as people read it: Swedish ones as within Sweden (<c>08-465 004 99</c>), others with their country.</summary>
    /// <param name="e164">E.164; anything else is given back as it is.</param>
    public static string Shown(string e164)
    {
        try
        {
            var number = s_util.Parse(e164, "SE");
            return s_util.Format(number, number.CountryCode == 46 ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return e164;
        }
    }
}
