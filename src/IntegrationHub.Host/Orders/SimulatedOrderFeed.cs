using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Simulation;
using IntegrationHub.Host.Pages;

namespace IntegrationHub.Host.Orders;

/// <summary>Takes made-up orders through the rules and into the log: wished for, specified, approved, confirmed, delivered.</summary>
/// <remarks>Ids follow from the seed, so that a history that was cut short is simply run again. Nobody is told of it, and no supplier gets it.</remarks>
internal sealed class SimulatedOrderFeed(OrderIntake intake, OrderStore orders, IPersonKeys keys, ArticleCatalogue catalogue, OrderRules rules)
{
    private const int AtOnce = 64;
    private static readonly EventContext s_context = new("simulation", "import"); // It leads to no work.

    /// <summary>Feeds the orders in.</summary>
    /// <param name="history">From <see cref="OrderSimulation"/>, by the same catalogue.</param>
    /// <param name="until">What would happen later is yet to come.</param>
    /// <param name="progress">Told after each order.</param>
    /// <param name="ct">Ends it between orders; what was written stands.</param>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public Task RunAsync(IReadOnlyList<SimulatedOrder> history, DateTimeOffset until, Action<int> progress, CancellationToken ct) =>
        Parallel.ForEachAsync(history, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (one, stop) =>
        {
            await LiveAsync(one, until, stop);
            progress(1);
        });

    private async Task LiveAsync(SimulatedOrder one, DateTimeOffset until, CancellationToken ct)
    {
        var orderer = Person(one.Orderer);
        var wish = new OrderWished(default, orderer, one.Organisation, one.Site, null, null, "web", "sv", null, one.WishedAt);
        var (number, refused) = await intake.TakeAsync(new(one.Id, one.Id, wish, null), s_context, ct);
        if (refused is not null)
        {
            return;
        }

        var specified = await intake.ReadyAsync(Specified(one, orderer), number, ct);
        foreach (var (command, step) in new SimulatedOrderLife(one, specified, Person(one.Chief)).Until(until).Select((command, step) => (command, step)))
        {
            await orders.DecideAsync(
                number, command, EventId.From("simulated", one.Id, step.ToString(System.Globalization.CultureInfo.InvariantCulture)), s_context, ifRevision: null, ct);
        }
    }

    private SpecifyOrder Specified(SimulatedOrder one, PersonId orderer)
    {
        var draft = new OrderDraft(
            one.Organisation, one.Site, one.Area, one.Reference, null, null, Together: false, null,
            [.. one.Lines.Select(line => new DraftLine(line.Article, line.Package, [.. line.People.Select(person => new Recipient(Person(person)))]))]);
        var here = new RecipientFacts(true, [one.Area], one.Organisation, one.Site);
        var priced = new OrderChecks(catalogue, rules, orderer, _ => here, one.WishedAt, CityTime.Day(one.WishedAt)).Of(draft);
        return priced.Faults is [var fault, ..]
            ? throw new InvalidOperationException($"The made-up order {one.Id} cannot be ordered: {fault.Field}: {fault.What}")
            : new SpecifyOrder(catalogue.Version, priced.Lines, priced.Attest, false, one.WishedAt, orderer);
    }

    private PersonId Person(string simulated) => keys.Pseudonym("simulated", simulated);
}
