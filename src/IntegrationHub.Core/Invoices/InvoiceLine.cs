namespace IntegrationHub.Core.Invoices;

/// <summary>BG-25: one line of an invoice.</summary>
/// <param name="Position">1 for the first; the id of a line need not be unique, its place is.</param>
/// <param name="Id">BT-126.</param>
/// <param name="Quantity">BT-129.</param>
/// <param name="Unit">BT-130, of UN/ECE Rec 20: <c>C62</c> pieces, <c>MON</c> months.</param>
/// <param name="Net">BT-131: without VAT, after allowances and charges.</param>
/// <param name="Price">BG-29.</param>
/// <param name="Item">BG-31.</param>
/// <param name="Vat">BG-30.</param>
public sealed record InvoiceLine(int Position, string Id, decimal? Quantity, string? Unit, decimal? Net, InvoicePrice Price, InvoiceItem Item, VatCategory? Vat)
{
    /// <summary>BT-127. Free text: may be about a person.</summary>
    public string? Note { get; init; }

    /// <summary>BT-128: what is billed for: a subscription, a telephone number, a serial number.</summary>
    public InvoiceIdentifier? BilledObject { get; init; }

    /// <summary>BT-132: the line of the order in BT-13.</summary>
    public string? OrderLine { get; init; }

    /// <summary>BT-133: how the buyer books it.</summary>
    public string? Accounting { get; init; }

    /// <summary>BG-26.</summary>
    public InvoicePeriod? Period { get; init; }

    /// <summary>BG-27 and BG-28, in the document's order.</summary>
    public IReadOnlyList<AllowanceOrCharge> AllowancesAndCharges { get; init; } = [];
}

/// <summary>BG-29.</summary>
/// <param name="Net">BT-146: of the base quantity, without VAT, after the price's own allowance.</param>
/// <param name="Allowance">BT-147.</param>
/// <param name="Gross">BT-148.</param>
/// <param name="BaseQuantity">BT-149: units that the price is for; null for one.</param>
/// <param name="BaseUnit">BT-150.</param>
public sealed record InvoicePrice(decimal? Net, decimal? Allowance = null, decimal? Gross = null, decimal? BaseQuantity = null, string? BaseUnit = null)
{
    /// <summary>Of one unit; 0 when no price is given.</summary>
    public decimal OfOne => (Net ?? 0) / (BaseQuantity is > 0 and var units ? units : 1);
}

/// <summary>BG-31.</summary>
/// <param name="Name">BT-153.</param>
/// <param name="Description">BT-154. Free text: may be about a person.</param>
/// <param name="SellersId">BT-155: the seller's article number.</param>
/// <param name="BuyersId">BT-156: the buyer's.</param>
/// <param name="StandardId">BT-157.</param>
/// <param name="Classifications">BT-158.</param>
/// <param name="Origin">BT-159.</param>
/// <param name="Properties">BG-32: BT-160 and BT-161.</param>
public sealed record InvoiceItem(
    string Name, string? Description, string? SellersId, string? BuyersId, InvoiceIdentifier? StandardId, IReadOnlyList<InvoiceIdentifier> Classifications, string? Origin,
    IReadOnlyList<KeyValuePair<string, string>> Properties)
{
    /// <summary>What the article may be called in an order, the surest first: numbers, then the name.</summary>
    public IEnumerable<string> Articles => new[] { SellersId, BuyersId, StandardId?.Value, Name }.OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase);
}

/// <summary>BG-20, BG-21, BG-27, BG-28: what is taken off or put on.</summary>
/// <param name="IsCharge">Whether it is put on.</param>
/// <param name="Amount">BT-92, BT-99, BT-136, BT-141.</param>
/// <param name="Base">BT-93, BT-100, BT-137, BT-142: what the percentage is of.</param>
/// <param name="Percent">BT-94, BT-101, BT-138, BT-143.</param>
/// <param name="Reason">BT-97, BT-104, BT-139, BT-144.</param>
/// <param name="ReasonCode">BT-98, BT-105, BT-140, BT-145.</param>
/// <param name="Vat">BT-95 and BT-96, BT-102 and BT-103; null on a line, which has its own.</param>
public sealed record AllowanceOrCharge(bool IsCharge, decimal? Amount, decimal? Base, decimal? Percent, string? Reason, string? ReasonCode, VatCategory? Vat)
{
    /// <summary>What it adds: negative for an allowance.</summary>
    public decimal Adds => IsCharge ? Amount ?? 0 : -(Amount ?? 0);
}
