namespace IntegrationHub.Core.Orders;

/// <summary>What the standings of an order are called.</summary>
public static class OrderWords
{
    /// <summary>In a word or two, for lists and facets.</summary>
    public static (string Sv, string En) Briefly(string status) => status switch
    {
        "wished" => ("Önskemål", "Wish"),
        "awaiting-approval" => ("Väntar på godkännande", "Waits for approval"),
        "turned-down" => ("Inte godkänd", "Not approved"),
        "specified" => ("Klar att beställas", "Ready to be ordered"),
        "placed" => ("Skickad till leverantören", "Sent to the supplier"),
        "confirmed" => ("Bekräftad", "Confirmed"),
        "shipped" => ("På väg", "On its way"),
        "partly-delivered" => ("Delvis levererad", "Partly delivered"),
        "delivered" => ("Levererad", "Delivered"),
        "invoiced" => ("Fakturerad", "Invoiced"),
        "disputed" => ("Fakturan är bestridd", "Invoice disputed"),
        "paid" => ("Betald", "Paid"),
        "returned" => ("Returnerad", "Sent back"),
        "declined" => ("Kan inte levereras", "Cannot be delivered"),
        "cancelled" => ("Avbeställd", "Cancelled"),
        _ => (status, status),
    };

    /// <summary>As a sentence that follows the order's number.</summary>
    public static (string Sv, string En) Sentence(string status) => status switch
    {
        "wished" => ("är ett önskemål. Vi tar reda på exakt vad som behövs.", "is a wish. We are working out exactly what is needed."),
        "awaiting-approval" => ("väntar på att bli godkänd.", "waits to be approved."),
        "turned-down" => ("blev inte godkänd.", "was not approved."),
        "specified" or "placed" => ("är skickad till leverantören.", "was sent to the supplier."),
        "confirmed" => ("är bekräftad av leverantören.", "is confirmed by the supplier."),
        "shipped" => ("är på väg.", "is on its way."),
        "partly-delivered" => ("är delvis levererad.", "is partly delivered."),
        "delivered" => ("är levererad.", "is delivered."),
        "invoiced" => ("är levererad och fakturerad.", "is delivered and invoiced."),
        "disputed" => ("är levererad. Fakturan är bestridd.", "is delivered. The invoice is disputed."),
        "paid" => ("är levererad och betald.", "is delivered and paid."),
        "returned" => ("är skickad tillbaka.", "was sent back."),
        "declined" => ("kan inte levereras.", "cannot be delivered."),
        "cancelled" => ("är avbeställd.", "is cancelled."),
        _ => ("", ""),
    };
}
