using System.Collections.Concurrent;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.Host.Serving;

/// <summary>Desks that came while the hub runs: with a supplier that was added.</summary>
public sealed partial record PhoneSettings
{
    private readonly ConcurrentDictionary<string, AddedLine> _added = new(StringComparer.Ordinal);

    /// <summary>A desk's number in E.164; null when it has none.</summary>
    public string? PhoneOf(string? desk) => Desks.GetValueOrDefault(desk ?? "") ?? _added.GetValueOrDefault(desk ?? "")?.Phone;

    /// <summary>A desk more. What the configuration says of it counts before this.</summary>
    /// <param name="desk">Its id.</param>
    /// <param name="phone">E.164; null when it has none.</param>
    /// <param name="hours">When it answers.</param>
    /// <param name="slots">How many call-backs it can make.</param>
    public void AddDesk(string desk, string? phone, OpeningHours hours, CallbackSlots slots) => _added[desk] = new AddedLine(phone, hours, slots);

    private sealed record AddedLine(string? Phone, OpeningHours Hours, CallbackSlots Slots);
}
