using System.Globalization;

namespace IntegrationHub.Core.Orders;

/// <summary>How an order stands, for whoever knows its number: nothing of what it holds, and of nobody.</summary>
/// <param name="Status">One of <see cref="OrderStatus.All"/>.</param>
/// <param name="Expected">The day on which all of it is expected; null when that is not known, or nothing more is.</param>
public sealed record SpokenOrder(OrderNumber Number, string Status, DateOnly? Expected)
{
    /// <summary>How the order stands; null when there is none.</summary>
    public static SpokenOrder? Of(LoadedOrder loaded) => loaded.State.Wish is not { } wish ? null
        : OrderStanding.Of(loaded.History.Select(known => known.Fact)) is var standing ? new(wish.Number, standing.Status, standing.Expected) : null;

    /// <summary>In a sentence that follows the number: <c>är bekräftad av leverantören.</c></summary>
    public (string Sv, string En) Sentence => OrderWords.Sentence(Status);

    /// <summary>When it is expected, in a sentence; empty when that is not known.</summary>
    public (string Sv, string En) When => Expected is { } day
        ? ("Allt väntas senast " + day.ToString("d MMMM", s_swedish) + ".", "All of it is expected by " + day.ToString("d MMMM", CultureInfo.InvariantCulture) + ".")
        : ("", "");

    private static readonly CultureInfo s_swedish = CultureInfo.GetCultureInfo("sv-SE");
}
