using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Simulation;
using IntegrationHub.Host.Orders;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;

namespace IntegrationHub.Tests.Orders;

/// <summary>A made-up history has orders that a city could have had, and the rules take every step of them.</summary>
public sealed class MakingUpOrders
{
    private static readonly SimulationSettings s_settings = new(700, 30, 4, new DateTimeOffset(2026, 1, 4, 23, 0, 0, TimeSpan.Zero));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void The_same_seed_makes_the_same_orders_on_working_days()
    {
        var orders = OrderSimulation.Make(s_settings, ArticleCatalogue.Default, OrderRules.Default);
        Assert.Equal(240, orders.Count);
        Assert.Equal(Shown(orders), Shown(OrderSimulation.Make(s_settings, ArticleCatalogue.Default, OrderRules.Default)));
        Assert.NotEqual(Shown(orders), Shown(OrderSimulation.Make(s_settings with { Seed = 5 }, ArticleCatalogue.Default, OrderRules.Default)));
        Assert.All(orders, order => Assert.InRange(order.WishedAt, s_settings.Start, s_settings.Start.AddDays(s_settings.Days)));
        Assert.DoesNotContain(orders, order => order.WishedAt.DayOfWeek == DayOfWeek.Sunday);
        Assert.Contains(orders, order => order.Lines.Any(line => line.People.Count > 17));
        Assert.Empty(OrderSimulation.Make(s_settings, ArticleCatalogue.Of(1, [], []), OrderRules.Default));
    }

    [Fact]
    public async Task Every_step_is_taken_once_and_at_its_time_and_what_lies_after_the_end_is_yet_to_come()
    {
        var (log, keys) = (new MemoryEventLog(TimeProvider.System), new TestKeys());
        var codec = new EventCodec(keys);
        var store = new OrderStore(log, codec);
        using var intake = new OrderIntake(log, codec, keys, store, TimeProvider.System);
        var (orders, until) = (OrderSimulation.Make(s_settings, ArticleCatalogue.Default, OrderRules.Default), s_settings.Start.AddDays(s_settings.Days));
        var feed = new SimulatedOrderFeed(intake, store, keys, ArticleCatalogue.Default, OrderRules.Default);
        await feed.RunAsync(orders, until, _ => { }, Ct);
        var written = await log.HeadAsync(Ct);
        await feed.RunAsync(orders, until, _ => { }, Ct);
        Assert.Equal(written, await log.HeadAsync(Ct));

        var statuses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var stream in (await log.ReadAllAsync(LogPosition.Start, Ct).ToListAsync(Ct)).Select(recorded => recorded.Stream).Distinct(StringComparer.Ordinal))
        {
            if (!OrderNumber.IsStream(stream, out var number))
            {
                continue;
            }

            var facts = (await store.LoadAsync(number, Ct)).History.Select(known => known.Fact).OfType<OrderEvent>().ToList();
            Assert.All(facts, fact => Assert.True(fact.At < until, $"{fact}"));
            Assert.All(facts.OfType<OrderSupplierSaid>(), said => Assert.Null(said.Refused));
            var status = OrderStanding.Of(facts).Status;
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        Assert.Equal(orders.Count, statuses.Values.Sum());
        Assert.True(statuses["delivered"] > orders.Count / 2, string.Join(", ", statuses));
        Assert.All((string[])["cancelled", "turned-down", "confirmed"], status => Assert.True(statuses.GetValueOrDefault(status) > 0, string.Join(", ", statuses)));
    }

    private static string Shown(IEnumerable<SimulatedOrder> orders) => System.Text.Json.JsonSerializer.Serialize(orders);
}
