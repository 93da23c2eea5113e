namespace IntegrationHub.Core.Invoices;

/// <summary>Something is wrong with an invoice.</summary>
/// <param name="Rule">The rule's id: of EN 16931 (<c>BR-CO-10</c>), of Peppol BIS Billing 3 (<c>PEPPOL-EN16931-R120</c>), or the hub's own (<c>HUB-SIZE</c>).</param>
/// <param name="Place">Where: <c>line 3 (BT-131)</c>. Never what stands there, which may be about a person.</param>
/// <param name="What">What is wrong and what to do, in English. Amounts may be named, texts never.</param>
public sealed record InvoiceFault(string Rule, string Place, string What);

/// <summary>What a check found.</summary>
/// <param name="Faults">For these the invoice is refused.</param>
/// <param name="Remarks">What a person may want to look at; the invoice is taken.</param>
public sealed record InvoiceVerdict(IReadOnlyList<InvoiceFault> Faults, IReadOnlyList<InvoiceFault> Remarks);
