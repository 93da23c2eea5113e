namespace IntegrationHub.Core.Calls;

/// <summary>Words about an order.</summary>
public sealed partial class Prompts
{
    private static void TellOrder(Turn turn, Speech say)
    {
        if (turn.Failures == 0 && turn.Order is { } order)
        {
            say.Text("Beställning", "Order");
            say.Add(new Phrase(order.Number.Value, turn.Language, IsNumber: true));
            say.Text(order.Sentence.Sv, order.Sentence.En);
            say.Text(order.When.Sv, order.When.En);
        }

        say.Text("För en person: tryck 0. Annars kan du lägga på.", "For a person: press 0. Or just hang up.");
    }
}
