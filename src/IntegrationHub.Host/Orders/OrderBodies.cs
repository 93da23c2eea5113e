using IntegrationHub.Core.Orders;

namespace IntegrationHub.Host.Orders;

/// <summary>What an order would be.</summary>
/// <param name="IsSound">Whether it could be ordered as it is.</param>
/// <param name="Attest">The role that would have to approve it; null for none.</param>
internal sealed record OrderCheck(bool IsSound, Money Value, string? Attest, IReadOnlyList<OrderLine> Lines, IReadOnlyList<OrderFault> Faults);

/// <summary>Approve, or turn down with a reason.</summary>
internal sealed record ApprovalBody(string? Decision, string? Reason);

/// <summary>Lines of an order; left out for all that are not delivered.</summary>
internal sealed record LinesBody(IReadOnlyList<int>? Lines, string? Reason);

/// <summary>Units that go back.</summary>
internal sealed record ReturnBody(IReadOnlyList<OrderUnit>? Units, string? Reason);

/// <summary>The hour of a swap.</summary>
internal sealed record SwapBody(int Line, NewTime? Time);
