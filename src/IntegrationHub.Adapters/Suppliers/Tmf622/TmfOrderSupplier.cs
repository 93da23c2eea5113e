namespace IntegrationHub.Adapters.Suppliers.Tmf622;

/// <summary>How one supplier's TMF622 is spoken to: the settings under <c>Suppliers:ID</c>.</summary>
/// <param name="Version">4 or 5; <c>OrdersVersion</c>, 4 when not set.</param>
/// <param name="Owner">How the hub names itself; <c>Owner</c>, <c>it-support</c> when not set.</param>
/// <param name="Listens">Whether the hub registers at the supplier's <c>/hub</c>; <c>OrdersListen</c> is true.</param>
/// <param name="States">Words of the supplier's own, and the states of TMF622 that they mean; <c>OrderStates:WORD</c>.</param>
public sealed record TmfOrderSupplier(int Version, string Owner, bool Listens, IReadOnlyDictionary<string, string> States)
{
    private const string StatesKey = "OrderStates:";

    /// <summary>What the settings say; checked by <see cref="OrderWay.Faults"/>.</summary>
    public static TmfOrderSupplier Of(SupplierSettings supplier) => new(
        supplier.Options.GetValueOrDefault("OrdersVersion") == "5" ? 5 : 4, supplier.Options.GetValueOrDefault("Owner") ?? "it-support",
        bool.TryParse(supplier.Options.GetValueOrDefault("OrdersListen"), out var listens) && listens,
        supplier.Options.Where(pair => pair.Key.StartsWith(StatesKey, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(pair => pair.Key[StatesKey.Length..], pair => pair.Value, StringComparer.OrdinalIgnoreCase));

    /// <summary>The state of TMF622 that the supplier's word means, in lower case.</summary>
    internal string? StateOf(string? word) => word is null ? null : States.GetValueOrDefault(word, word).ToLowerInvariant();

    /// <summary>A note of the hub's own is known by its author: servers give notes ids of their own.</summary>
    internal string Author(string message) => $"{Owner} {message}";

    /// <summary>A cancellation of the hub's own is known by what its reason ends with: whose order, which lines, which message.</summary>
    internal string Mark(string order, IEnumerable<int> lines, string message) => $"[{Owner} {order} {string.Join(',', lines)} {message}]";
}
