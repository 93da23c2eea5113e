using IntegrationHub.Core;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Holdings;

public sealed class WhatIsHeld
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 30, 9, 0, 0, TimeSpan.Zero);
    private static readonly Holder s_ada = new(new PersonId("p-ada"), "utbildning", "Ekskolan", "110-12345", null);
    private static readonly HoldingStarted s_started = new(
        "500000001-1-1", "subscription", "MO-SIM", "Mobilabonnemang", "mobile-subscription", "mobile", OrderNumber.FromSequence(1), 1, 1, "070-1", s_ada, new Money(12_900),
        new DateOnly(2026, 12, 1), new DateOnly(2028, 12, 1), s_now);

    private static readonly StartHolding s_start = new(s_started, s_now);

    [Fact]
    public void It_moves_to_somebody_else_without_fee_or_form()
    {
        var to = s_ada with { Person = new PersonId("p-bo"), Reference = "120-999" };
        var moved = Assert.IsType<HoldingMoved>(Assert.Single(Yes(After(s_start), new MoveHolding(to, new DateOnly(2026, 12, 5), s_now))));
        Assert.Equal((s_ada, to), (moved.Before, moved.Holder));
        Assert.Empty(Yes(After(s_start, new MoveHolding(to, new DateOnly(2026, 12, 5), s_now)), new MoveHolding(to, new DateOnly(2026, 12, 5), s_now)));
    }

    [Theory]
    [InlineData("2026-12-01", 24)]
    [InlineData("2027-06-15", 18)]
    [InlineData("2028-11-30", 1)]
    [InlineData("2028-12-01", 0)]
    [InlineData("2030-01-01", 0)]
    public void What_remains_to_be_paid_is_the_months_that_are_left(string on, int months) =>
        Assert.Equal(months * 12_900L, Holding.Remaining(s_started, DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture)).Minor);

    [Fact]
    public void The_last_day_of_use_is_kept_in_whatever_order_the_days_are_told()
    {
        var used = After(s_start, new NoteUse(new DateOnly(2027, 1, 5), s_now));
        Assert.Equal(new DateOnly(2027, 1, 5), used.UsedOn);
        Assert.Empty(Yes(used, new NoteUse(new DateOnly(2027, 1, 5), s_now)));
        Assert.Empty(Yes(used, new NoteUse(new DateOnly(2026, 12, 5), s_now)));
        Assert.IsType<HoldingUsed>(Assert.Single(Yes(used, new NoteUse(new DateOnly(2027, 1, 6), s_now))));
    }

    [Fact]
    public void Ended_before_its_term_it_is_offered_to_others_first()
    {
        var end = new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.FromDays(14), s_now);
        var offered = Assert.IsType<HoldingOffered>(Assert.Single(Yes(After(s_start), end)));
        Assert.Equal(18 * 12_900L, offered.Remaining.Minor);
        Assert.Empty(Yes(After(s_start, end), new CloseOffer(offered.Until, offered.Until.AddSeconds(-1))));
        Assert.IsType<HoldingEndOrdered>(Assert.Single(Yes(After(s_start, end), new CloseOffer(offered.Until, offered.Until))));
        var taken = After(s_start, end, new MoveHolding(s_ada with { Person = new PersonId("p-bo") }, new DateOnly(2026, 12, 5), s_now));
        Assert.Null(taken.Offer);
        Assert.Empty(Yes(taken, new CloseOffer(offered.Until, offered.Until)));
    }

    [Fact]
    public void Of_two_who_take_what_is_offered_the_second_is_told_that_it_is_gone()
    {
        var offered = After(s_start, new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.FromDays(14), s_now));
        var (bo, eva) = (Taken("p-bo"), Taken("p-eva"));
        var taken = Yes(offered, bo).Aggregate(offered, (one, fact) => one.After(fact));
        Assert.Equal(bo.To, taken.Holder);
        Assert.Empty(Yes(taken, bo));
        Assert.Equal("offer-over", No(taken, eva));
        static MoveHolding Taken(string who) => new(s_ada with { Person = new PersonId(who), Organisation = "kultur" }, new DateOnly(2026, 12, 5), s_now, TakesOffer: true);
    }

    [Fact]
    public void Booked_on_something_else_by_the_same_holder_it_still_ends_when_that_was_agreed()
    {
        var to = s_ada with { Reference = "120-999" };
        var move = new MoveHolding(to, new DateOnly(2026, 12, 5), s_now);
        var (ending, offered) = (new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.Zero, s_now), new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.FromDays(14), s_now));
        Assert.Equal((to, new DateOnly(2027, 6, 1)), (After(s_start, ending, move).Holder, After(s_start, ending, move).EndsOn));
        Assert.NotNull(After(s_start, offered, move).Offer);
        Assert.Null(After(s_start, ending, new MoveHolding(to with { Person = new PersonId("p-bo") }, new DateOnly(2026, 12, 5), s_now)).EndsOn);
    }

    [Fact]
    public void The_list_shows_what_the_holding_says()
    {
        HoldingCommand[][] histories =
        [
            [s_start, new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.FromDays(14), s_now), new MoveHolding(s_ada with { Reference = "120-999" }, new DateOnly(2026, 12, 5), s_now)],
            [s_start, new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.FromDays(14), s_now), new MoveHolding(s_ada with { Person = new PersonId("p-bo") }, new DateOnly(2026, 12, 5), s_now)],
            [s_start, new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.Zero, s_now), new KeepHolding(s_now)],
        ];
        Assert.Equal(["offered 120-999", "held 110-12345", "held 110-12345"], histories.Select(commands =>
        {
            var (state, row) = (After(s_start), Row(s_started));
            foreach (var command in commands[1..])
            {
                var facts = Yes(state, command);
                (state, row) = (facts.Aggregate(state, (one, fact) => one.After(fact)), row.After(facts));
            }

            Assert.Equal((state.Holder!.Person?.Value, state.EndsOn ?? state.Offer?.EndsOn), (row.Person, row.EndsOn));
            return row.Status + " " + row.Reference;
        }));
    }

    [Fact]
    public void Ended_with_its_term_nothing_remains_and_nobody_is_asked() =>
        Assert.Equal(0, Assert.IsType<HoldingEndOrdered>(Assert.Single(Yes(After(s_start), new EndHolding(new DateOnly(2028, 12, 1), TimeSpan.FromDays(14), s_now)))).Remaining.Minor);

    [Fact]
    public void It_is_kept_after_all()
    {
        var ending = After(s_start, new EndHolding(new DateOnly(2027, 6, 1), TimeSpan.Zero, s_now));
        Assert.NotNull(ending.EndsOn);
        Assert.IsType<HoldingKept>(Assert.Single(Yes(ending, new KeepHolding(s_now))));
    }

    [Fact]
    public void What_has_ended_is_not_moved() => Assert.Equal("holding-ended", No(
        After(s_start, new StopHolding(new DateOnly(2026, 12, 5), "returned", s_now)), new MoveHolding(s_ada, new DateOnly(2026, 12, 5), s_now)));

    [Fact]
    public void It_does_not_end_before_it_began() => Assert.Equal("ends-before-start", No(After(s_start), new EndHolding(new DateOnly(2026, 11, 1), TimeSpan.Zero, s_now)));

    private static HoldingRow Row(HoldingStarted e) => new(
        e.Holding, e.Kind, e.Article, e.Name, e.Type, e.Supplier, e.Order.Value, e.Line, e.Unit, e.Serial, e.Holder.Person?.Value, e.Holder.Organisation, e.Holder.Site, e.Holder.Reference, null, e.Monthly,
        e.StartsOn, e.TermEnds, "held", null, null, null, null);

    private static Holding After(params HoldingCommand[] commands) => commands.Aggregate(new Holding(), (state, command) => Yes(state, command).Aggregate(state, (one, fact) => one.After(fact)));

    private static IReadOnlyList<HoldingEvent> Yes(Holding state, HoldingCommand command) => Assert.IsType<Accepted<HoldingEvent>>(HoldingDecider.Decide(state, command)).Events;

    private static string No(Holding state, HoldingCommand command) => Assert.IsType<Refused<HoldingEvent>>(HoldingDecider.Decide(state, command)).Code;
}
