using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.Host.Suppliers;

/// <summary>How much a supplier's system is asked to take.</summary>
/// <param name="AtOnce">Cases told of at the same time; <c>Suppliers:ID:AtOnce</c>, 1 to 64.</param>
/// <param name="PerSecond">Messages at most; <c>Suppliers:ID:PerSecond</c>, 0.01 to 10000. Null for no limit.</param>
/// <param name="Hours">When its system takes messages; <c>Suppliers:ID:Hours</c>, written as a desk's hours. What comes outside them waits.</param>
/// <param name="BreakAfter">Failures in a row after which it is left alone and only probed; <c>Suppliers:ID:BreakAfter</c>, 1 to 1000.</param>
/// <param name="ReceiptWithin">
/// How long it may be silent after it took a message; <c>Suppliers:ID:ReceiptWithin</c>, hours and minutes such as 04:00, at most 30 days, or none. The
/// simulator, which gives no receipts, has none by itself.
/// </param>
internal sealed record SupplierPace(int AtOnce, double? PerSecond, OpeningHours Hours, int BreakAfter, TimeSpan? ReceiptWithin)
{
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromDays(30);

    /// <summary>What holds when nothing is set.</summary>
    public static readonly SupplierPace Default = new(16, null, OpeningHours.Always, 5, TimeSpan.FromHours(4));

    /// <summary>What a supplier's settings say.</summary>
    /// <param name="supplier">Checked by <see cref="Faults"/>.</param>
    public static SupplierPace Of(SupplierSettings supplier) => Read(supplier, []);

    /// <summary>What is wrong with the settings of suppliers; each text names the setting and a good value.</summary>
    public static IReadOnlyList<string> Faults(IEnumerable<SupplierSettings> suppliers)
    {
        List<string> faults = [];
        foreach (var supplier in suppliers)
        {
            Read(supplier, faults);
        }

        return faults;
    }

    private static SupplierPace Read(SupplierSettings supplier, List<string> faults)
    {
        string? Said(string name) => supplier.Options.GetValueOrDefault(name) is { Length: > 0 } said ? said : null;
        var pace = supplier.Protocol == "simulator" ? Default with { ReceiptWithin = null } : Default;
        if (Said("AtOnce") is { } atOnce)
        {
            pace = pace with { AtOnce = Whole(atOnce, 1, 64) ?? Wrong("AtOnce", "a whole number from 1 to 64, for example 4", pace.AtOnce) };
        }

        if (Said("PerSecond") is { } perSecond)
        {
            pace = pace with
            {
                PerSecond = double.TryParse(perSecond, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is >= 0.01 and <= 10_000
                    ? rate : Wrong("PerSecond", "a number from 0.01 to 10000, for example 5", (double?)null),
            };
        }

        if (Said("BreakAfter") is { } breakAfter)
        {
            pace = pace with { BreakAfter = Whole(breakAfter, 1, 1000) ?? Wrong("BreakAfter", "a whole number from 1 to 1000, for example 5", pace.BreakAfter) };
        }

        if (Said("Hours") is { } hours)
        {
            pace = pace with
            {
                Hours = OpeningHours.TryParse(hours, out var open) ? open : Wrong("Hours", "times such as 'mon-fri 07:00-17:00, holidays closed', or always", OpeningHours.Always),
            };
        }

        if (Said("ReceiptWithin") is { } within)
        {
            pace = pace with
            {
                ReceiptWithin = within == "none" ? null
                    : TimeSpan.TryParse(within, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero && time <= s_longestSilence
                        ? time : Wrong("ReceiptWithin", "hours and minutes such as 04:00, or none", pace.ReceiptWithin),
            };
        }

        return pace;

        T Wrong<T>(string name, string good, T instead)
        {
            faults.Add($"Suppliers:{supplier.Id}:{name} cannot be read; set it to {good}.");
            return instead;
        }
    }

    private static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;
}
