namespace IntegrationHub.Adapters.Suppliers;

/// <summary>How one supplier is told of orders: by the system that it has for cases, or by another of its own.</summary>
/// <param name="Kind"><c>own</c>, <c>cloudevents</c> or <c>tmf622</c>.</param>
/// <param name="Settings">The supplier's, with the address and token of what is told of orders.</param>
public sealed record OrderWay(string Kind, SupplierSettings Settings)
{
    /// <summary>The supplier's system for cases takes orders too.</summary>
    public const string Own = "own";

    /// <summary>CloudEvents over HTTP.</summary>
    public const string CloudEvents = "cloudevents";

    /// <summary>TM Forum Product Ordering.</summary>
    public const string Tmf622 = "tmf622";

    private const string None = "none";

    /// <summary>The way of a supplier: <c>Suppliers:ID:Orders</c>, <c>OrdersUrl</c> and <c>OrdersToken</c>, which another host than that of <c>Url</c> must have.</summary>
    /// <returns>Null when there is none: a person acts for it.</returns>
    public static OrderWay? Of(SupplierSettings supplier)
    {
        var own = supplier.Protocol is "simulator" or "cloudevents" or "amqp";
        var url = Uri.TryCreate(Said(supplier, "OrdersUrl"), UriKind.Absolute, out var address) ? address : null;
        var kind = Said(supplier, "Orders") ?? (url is null ? own ? Own : None : supplier.Protocol == "tmf621" ? Tmf622 : CloudEvents);
        return kind switch
        {
            CloudEvents when url is null && supplier.Protocol is "simulator" or "cloudevents" => new OrderWay(Own, supplier),
            CloudEvents or Tmf622 when url is not null && TokenFor(supplier, url) is { } token => new OrderWay(kind, supplier with { Url = url, Token = token }),
            Own when own => new OrderWay(Own, supplier),
            _ => null,
        };
    }

    /// <summary>What is wrong with the settings of suppliers; each text names the setting and a good value, and never shows a secret.</summary>
    /// <param name="suppliers">Whose.</param>
    /// <param name="development">Allows plain HTTP to other machines.</param>
    public static IEnumerable<string> Faults(IEnumerable<SupplierSettings> suppliers, bool development)
    {
        foreach (var supplier in suppliers)
        {
            var (said, address) = (Said(supplier, "Orders"), Said(supplier, "OrdersUrl"));
            if (said is not (null or CloudEvents or Tmf622 or None))
            {
                yield return $"Suppliers:{supplier.Id}:Orders is '{said}'; use {CloudEvents}, {Tmf622} or {None}.";
            }

            if (said == Tmf622 && address is null)
            {
                yield return $"Suppliers:{supplier.Id}:OrdersUrl is missing; set the address of its TMF622, for example https://supplier.example/tmf-api/productOrderingManagement/v4.";
            }

            if (said == CloudEvents && address is null && supplier.Protocol is not ("simulator" or "cloudevents"))
            {
                yield return $"Suppliers:{supplier.Id}:OrdersUrl is missing; set the address that takes its orders, for example https://supplier.example/orders.";
            }

            if (address is not null && !IsSound(address, development))
            {
                yield return $"Suppliers:{supplier.Id}:OrdersUrl must be a whole address that begins with https://, without user name, password or fragment, for example https://supplier.example/orders.";
            }

            if (Uri.TryCreate(address, UriKind.Absolute, out var url) && TokenFor(supplier, url) is null)
            {
                yield return $"Suppliers:{supplier.Id}:OrdersToken is missing; OrdersUrl names another host than Url, and a token goes to nobody but whom it was agreed with. Set the token that the orders' side gave, for example what 'openssl rand -hex 32' prints.";
            }

            if (Said(supplier, "OrdersVersion") is not (null or "4" or "5"))
            {
                yield return $"Suppliers:{supplier.Id}:OrdersVersion is 4 or 5.";
            }

            if (Said(supplier, "OrdersListen") is { } listen && !bool.TryParse(listen, out _))
            {
                yield return $"Suppliers:{supplier.Id}:OrdersListen is true or false.";
            }
        }
    }

    /// <summary>The token for the address of orders: its own, else the supplier's, which goes to the supplier's host alone; null for none.</summary>
    private static string? TokenFor(SupplierSettings supplier, Uri orders) => Said(supplier, "OrdersToken")
        ?? (supplier.Url is { IsAbsoluteUri: true } own && string.Equals(own.Host, orders.Host, StringComparison.OrdinalIgnoreCase) ? supplier.Token : null);

    private static bool IsSound(string address, bool development) => Uri.TryCreate(address, UriKind.Absolute, out var url)
        && url is { UserInfo.Length: 0, Fragment.Length: 0 } && (url.Scheme == "https" || (url.Scheme == "http" && (development || url.IsLoopback)));

    private static string? Said(SupplierSettings supplier, string name) => supplier.Options.GetValueOrDefault(name) is { Length: > 0 } said ? said : null;
}
