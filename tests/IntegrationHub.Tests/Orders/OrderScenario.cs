using IntegrationHub.Core;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Orders;

/// <summary>An order as tests make it: given commands, then one more. Each accepted command is sent twice, and must change nothing the second time.</summary>
internal static class OrderScenario
{
    public static readonly DateTimeOffset Now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    public static readonly PersonId Orderer = new("p-orderer");
    public static readonly PersonId Chief = new("p-chief");
    public static readonly OrderNumber Number = OrderNumber.FromSequence(1);

    public static WishForOrder Wish => new(new OrderWished(Number, Orderer, "utbildning", "Ekskolan", Personal.Public("Datorer till 8B"), null, "web", "sv", null, Now), Now);

    public static ApproveOrder Approve => new(Chief, ["enhetschef"], Now);

    public static SpecifyOrder Specify(string? attest, params OrderLine[] lines) => new(1, lines, attest, Together: false, Now);

    public static OrderLine Line(int line, int quantity = 1, string supplier = "workplace", long once = 0, long monthly = 14_900, string type = "hardware", string article = "WP-LAP-EDU") => new(
        line, article, "Elevdator", type, supplier, quantity, [.. Enumerable.Range(1, quantity).Select(unit => new Recipient(new PersonId($"p-{line}-{unit}")))], new Money(once), new Money(monthly),
        monthly > 0 ? 36 : null, "110-12345", "utbildning");

    public static ReportOnOrder Says(SupplierOrderCommand meaning, string message = "m") =>
        new(new OrderSupplierSaid(meaning.Supplier, message + " " + meaning, meaning.GetType().Name, "00", null, meaning.Now), meaning, meaning.Now);

    public static ReportOnOrder Delivers(params (int Line, int Unit)[] units) =>
        Says(new DeliverUnits("workplace", "L-1", [.. units.Select(unit => new OrderUnit(unit.Line, unit.Unit, $"SN-{unit.Line}-{unit.Unit}"))], "signature", "Bo Ek", null, Now, Now));

    public static OrderState Given(params OrderCommand[] commands) => Facts(commands).Aggregate(OrderState.Empty, (state, fact) => state.After(fact));

    public static OrderStanding Standing(params OrderCommand[] commands) => OrderStanding.Of(Facts(commands));

    public static List<OrderEvent> Facts(params OrderCommand[] commands)
    {
        var (state, facts) = (OrderState.Empty, new List<OrderEvent>());
        foreach (var command in commands)
        {
            var yes = Assert.IsType<Accepted<OrderEvent>>(OrderDecider.Decide(state, command)).Events;
            facts.AddRange(yes);
            state = yes.Aggregate(state, (one, fact) => one.After(fact));
            if (command is not ReportOnOrder)
            {
                Assert.Empty(Assert.IsType<Accepted<OrderEvent>>(OrderDecider.Decide(state, command is SpecifyOrder ? Wish : command)).Events);
            }
        }

        return facts;
    }

    public static string? Rule(OrderState state, ReportOnOrder said) =>
        Assert.IsType<OrderSupplierSaid>(Assert.IsType<Accepted<OrderEvent>>(OrderDecider.Decide(state, said)).Events[0]).Refused;

    public static string No(OrderState state, OrderCommand command) => Assert.IsType<Refused<OrderEvent>>(OrderDecider.Decide(state, command)).Code;
}
