using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Tmf622;

/// <summary>The hub's messages about orders in the words of TMF622.</summary>
internal static class TmfOrderWords
{
    /// <summary>Characteristic: how a line is delivered.</summary>
    public const string Way = "deliveryWay";

    /// <summary>A new order.</summary>
    public static JsonObject NewOrder(OrderPlacedMessage placed, TmfOrderSupplier supplier)
    {
        var order = new JsonObject
        {
            ["externalId"] = supplier.Version == 5 ? new JsonArray(Typed(
                new JsonObject { ["owner"] = supplier.Owner, ["externalIdentifierType"] = "purchaseOrder", ["id"] = placed.Order }, "ExternalIdentifier", 5)) : placed.Order,
            ["description"] = $"Beställning {placed.Order}",
            ["productOrderItem"] = new JsonArray([.. placed.Lines.Select(line => Item(line, placed.Together, supplier.Version))]),
        };
        if (placed.Lines.Select(line => line.WantedUntil ?? line.WantedFrom).Max() is { } wanted)
        {
            order["requestedCompletionDate"] = Instant(wanted);
        }

        List<JsonNode> parties = [.. placed.Lines.Select(line => line.Organisation).OfType<string>().Distinct(StringComparer.Ordinal)
            .Select(organisation => Party(organisation, organisation, "customer", "Organization", supplier.Version))];
        if (parties.Count > 0)
        {
            order["relatedParty"] = new JsonArray([.. parties]);
        }

        return Typed(order, "ProductOrder", supplier.Version);
    }

    /// <summary>A request to cancel a whole order.</summary>
    /// <param name="order">The supplier's id of it.</param>
    /// <param name="reason">Ends with the hub's mark.</param>
    public static JsonObject Cancellation(string order, string reason, int version) => Typed(
        new JsonObject
        {
            ["cancellationReason"] = reason,
            ["productOrder"] = Typed(new JsonObject { ["id"] = order, ["@referredType"] = "ProductOrder" }, "ProductOrderRef", version),
        }, "CancelProductOrder", version);

    /// <summary>What TMF622 has no word for, as a note for a person there.</summary>
    public static string? Note(HubOrderMessage news) => news switch
    {
        OrderCancellationMessage e => $"Beställaren vill avbeställa rad {string.Join(", ", e.Lines)}. {e.Reason}".TrimEnd(),
        OrderSwapMessage e => $"Byte är bokat för rad {e.Line}: {Time(e.From)} till {Time(e.Until)}.",
        OrderReturnMessage e => $"Retur {e.Return}: {string.Join(", ", e.Units.Select(unit => $"rad {unit.Line} enhet {unit.Unit}{(unit.Serial is null ? "" : $" ({unit.Serial})")}"))}. {e.Reason}".TrimEnd(),
        OrderDisputeMessage e => $"Faktura {e.Invoice} ifrågasätts ({e.Code}, {e.Amount.Shown(english: false)}{(e.Line is { } line ? $", rad {line}" : "")}). Tvist {e.Dispute}.",
        HoldingMovedMessage e => $"{Unit(e.Line, e.Unit, e.Serial)} har från {Day(e.On)} ny användare eller plats: {string.Join(", ", new[] { e.Holder?.Name ?? e.Holder?.Person, e.Site, e.Organisation }.OfType<string>().DefaultIfEmpty("ingen"))}. Fakturareferens {e.Reference}.",
        HoldingEndMessage e => $"{Unit(e.Line, e.Unit, e.Serial)} avslutas {Day(e.EndsOn)}.{(e.Remaining.Minor > 0 ? $" Kvar att betala: {e.Remaining.Shown(english: false)}." : "")}",
        HoldingKeptMessage e => $"{Unit(e.Line, e.Unit, e.Serial)} avslutas inte; det löper vidare.",
        _ => null,
    };

    /// <summary>Says what an object is, where the version wants it said.</summary>
    public static JsonObject Typed(JsonObject of, string type, int version)
    {
        if (version == 5)
        {
            of["@type"] = type;
        }

        return of;
    }

    private static JsonObject Item(OrderedLineMessage line, bool together, int version)
    {
        var product = Typed(
            new JsonObject { ["productCharacteristic"] = new JsonArray([.. Features(line, together).Select(feature => Feature(feature.Name, feature.Value, version))]) }, "Product", version);
        if (line.Recipients is { Count: > 0 } users)
        {
            product["relatedParty"] = new JsonArray([.. users.Select(user => Party(user.Person, user.Name, "user", "Individual", version))]);
        }

        return Typed(
            new JsonObject
            {
                ["id"] = line.Line.ToString(CultureInfo.InvariantCulture),
                ["action"] = "add",
                ["quantity"] = line.Quantity,
                ["productOffering"] = Typed(new JsonObject { ["id"] = line.Article, ["name"] = line.Name }, "ProductOfferingRef", version),
                ["product"] = product,
                ["itemPrice"] = new JsonArray([.. Prices(line, version)]),
                ["billingAccount"] = Typed(new JsonObject { ["id"] = line.Reference }, "BillingAccountRef", version),
            }, "ProductOrderItem", version);
    }

    private static IEnumerable<(string Name, string Value)> Features(OrderedLineMessage line, bool together)
    {
        yield return (Way, line.Way);
        yield return ("invoiceReference", line.Reference);
        yield return ("deliverTogether", together ? "true" : "false");
        foreach (var (name, value) in new[]
        {
            ("site", line.Site), ("project", line.Project), ("invoiceGrouping", line.Grouping), ("termMonths", line.TermMonths?.ToString(CultureInfo.InvariantCulture)),
            ("wantedFrom", line.WantedFrom is { } from ? Instant(from) : null), ("wantedUntil", line.WantedUntil is { } until ? Instant(until) : null),
            ("takeBack", line.Swap is { Count: > 0 } swap ? string.Join(", ", swap) : null), ("specification", line.Specification), ("adaptation", line.Adaptation),
        })
        {
            if (value is not null)
            {
                yield return (name, value);
            }
        }
    }

    private static IEnumerable<JsonNode> Prices(OrderedLineMessage line, int version)
    {
        if (line.Once.Minor != 0)
        {
            yield return Price("oneTime", line.Once, version);
        }

        if (line.Monthly.Minor != 0)
        {
            var price = Price("recurring", line.Monthly, version);
            price["recurringChargePeriod"] = "month";
            yield return price;
        }
    }

    private static JsonObject Price(string kind, Money amount, int version) => Typed(
        new JsonObject
        {
            ["priceType"] = kind,
            ["price"] = Typed(new JsonObject { ["dutyFreeAmount"] = new JsonObject { ["unit"] = amount.Currency, ["value"] = amount.Amount } }, "Price", version),
        }, "OrderPrice", version);

    private static JsonObject Feature(string name, string value, int version) =>
        Typed(new JsonObject { ["name"] = name, ["value"] = value, ["valueType"] = "string" }, "StringCharacteristic", version);

    private static JsonObject Party(string id, string? name, string role, string kind, int version)
    {
        var party = new JsonObject { ["id"] = id, ["@referredType"] = kind };
        if (name is not null)
        {
            party["name"] = name;
        }

        if (version == 5)
        {
            return Typed(new JsonObject { ["role"] = role, ["partyOrPartyRole"] = Typed(party, "PartyRef", 5) }, "RelatedPartyRefOrPartyRoleRef", 5);
        }

        party["role"] = role;
        return party;
    }

    private static string Unit(int line, int unit, string? serial) => $"Rad {line} enhet {unit}{(serial is null ? "" : $" ({serial})")}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
