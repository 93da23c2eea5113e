using IntegrationHub.Core.Orders;

namespace IntegrationHub.Core.Calls;

/// <summary>An order that the caller has: how it stands, and when it is expected.</summary>
public sealed partial class Dialogue
{
    private static Plan OrderAsked(Turn turn, OrderNumber number) => new(turn.To(TurnKind.AskCase), new FindOrder(number));

    private Plan OrderFound(Turn turn, Outcome outcome) =>
        outcome is OrderFound found ? new Plan(turn.To(TurnKind.TellOrder) with { Order = found.Order }) : Again(turn, Lead.CaseUnknown);
}
