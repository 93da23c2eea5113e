using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Suppliers;

/// <summary>What was delivered has another user, another place, or is paid by somebody else.</summary>
/// <param name="Unit">1 to the line's quantity.</param>
/// <param name="On">From this day.</param>
/// <param name="Reference">What must stand on the invoice (BT-10) from then on.</param>
/// <param name="Holder">Who has it; null for what belongs to a place.</param>
public sealed record HoldingMovedMessage(
    string Order, int Line, int Unit, DateOnly On, string Reference, string? Serial = null, OrderedFor? Holder = null, string? Organisation = null, string? Site = null, string? Project = null,
    string? SupplierOrder = null) : HubOrderMessage(Order);

/// <summary>What was delivered is to end, and is not billed for later days.</summary>
/// <param name="EndsOn">The last day.</param>
/// <param name="Remaining">What is to be paid all the same, for the rest of the term.</param>
public sealed record HoldingEndMessage(string Order, int Line, int Unit, DateOnly EndsOn, Money Remaining, string? Serial = null, string? SupplierOrder = null) : HubOrderMessage(Order);

/// <summary>The end that was told does not hold: it is kept.</summary>
public sealed record HoldingKeptMessage(string Order, int Line, int Unit, string? Serial = null, string? SupplierOrder = null) : HubOrderMessage(Order);
