using System.Globalization;
using System.Text.Json.Serialization;

namespace IntegrationHub.Core.Orders;

/// <summary>An amount, exact: whole hundredths of a currency. Swedish kronor are counted in öre.</summary>
/// <param name="Minor">Hundredths; negative for a credit.</param>
/// <param name="Currency">ISO 4217, <c>SEK</c> unless said otherwise.</param>
public readonly record struct Money(long Minor, string Currency = Money.Kronor)
{
    /// <summary>Swedish kronor.</summary>
    public const string Kronor = "SEK";

    /// <summary>Nothing, in kronor.</summary>
    public static readonly Money Zero = new(0);

    /// <summary>The amount that many times.</summary>
    public Money Times(int times) => this with { Minor = checked(Minor * times) };

    /// <summary>Both together.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public Money Plus(Money other) => Minor == 0 ? other : other.Minor == 0 ? this
        : other.Currency == Currency ? this with { Minor = checked(Minor + other.Minor) }
        : throw new InvalidOperationException($"{Currency} and {other.Currency} are not added up.");

    /// <summary>The sum; kronor when there is nothing to sum.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Zero, (sum, amount) => sum.Plus(amount));

    /// <summary>As a decimal number of whole units.</summary>
    [JsonIgnore]
    public decimal Amount => Minor / 100m;

    /// <summary>The amount nearest to a decimal number of whole units, half away from zero.</summary>
    public static Money Of(decimal amount, string currency = Kronor) => new((long)decimal.Round(amount * 100, MidpointRounding.AwayFromZero), currency);

    /// <summary>As people write it: <c>12 500,00 kr</c>, in English <c>SEK 12,500.00</c>.</summary>
    public string Shown(bool english) => english
        ? string.Create(CultureInfo.InvariantCulture, $"{Currency} {Amount:N2}")
        : Amount.ToString("#,0.00", s_swedish) + (Currency == Kronor ? " kr" : " " + Currency);

    private static readonly NumberFormatInfo s_swedish = new() { NumberDecimalSeparator = ",", NumberGroupSeparator = "\u00A0", NegativeSign = "−" };

    /// <inheritdoc/>
    public override string ToString() => Shown(english: true);
}
