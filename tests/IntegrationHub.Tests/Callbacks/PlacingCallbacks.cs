using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using static IntegrationHub.Tests.Callbacks.CallbackScene;

namespace IntegrationHub.Tests.Callbacks;

public sealed class PlacingCallbacks : IDisposable
{
    private readonly CallbackScene _hub = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task A_booked_call_is_placed_at_its_time_and_not_before()
    {
        var id = await _hub.PromiseAsync(at: Start.AddHours(2));
        Assert.Equal(Start.AddHours(2), await _hub.WorkAsync(id));
        Assert.Empty(_hub.Sent);
        _hub.Clock.SetUtcNow(Start.AddHours(2));
        await _hub.WorkAsync(id);
        var (order, at) = Assert.Single(_hub.Sent);
        Assert.InRange(at, Start.AddHours(2), Start.AddHours(2).AddSeconds(2));
        Assert.Equal(("+46701234501", true), (order.To, order.DetectMachine));
        Assert.Equal($"https://hub.example.se/spoc/voice/callback?c={id}&a=1", order.Url.AbsoluteUri);
        Assert.Equal("CA1", (await _hub.StateAsync(id)).Call);
    }

    [Theory]
    [InlineData("429")]
    [InlineData("500, not taken")]
    [InlineData("lost, taken")]
    [InlineData("429, 500, hang, lost")]
    public async Task Whatever_the_carrier_does_the_person_is_called_once(string trouble)
    {
        foreach (var part in trouble.Split(", "))
        {
            _hub.Answers.Enqueue(part switch
            {
                "429" => _ => new TwilioOutcome.TryLater(TimeSpan.FromSeconds(1)),
                "lost" => _hub.Lose,
                _ => _ => new TwilioOutcome.Unknown(part),
            });
            if (part is "500" or "lost" && trouble.EndsWith("taken", StringComparison.Ordinal))
            {
                break;
            }
        }

        var id = await _hub.PromiseAsync();
        await _hub.RunAsync(id, TimeSpan.FromMinutes(1));
        Assert.Single(_hub.Taken);
        Assert.Equal((1, "CA1"), ((await _hub.StateAsync(id)).Attempt, (await _hub.StateAsync(id)).Call));
        Assert.Equal("CA1", _hub.Taken[0].Sid);
    }

    [Fact]
    public async Task A_throttled_order_waits_as_long_as_the_carrier_asks()
    {
        _hub.Answers.Enqueue(_ => new TwilioOutcome.TryLater(TimeSpan.FromSeconds(40)));
        var id = await _hub.PromiseAsync();
        await _hub.RunAsync(id, TimeSpan.FromMinutes(1));
        Assert.Equal(2, _hub.Sent.Count);
        Assert.InRange(_hub.Sent[1].At - _hub.Sent[0].At, TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(43));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_between_the_order_and_its_answer_the_hub_asks_before_it_orders_again(bool taken)
    {
        var id = await _hub.PromiseAsync();
        _hub.Answers.Enqueue(order => throw (taken ? new OperationCanceledException(_hub.Take(order).ToString()) : new OperationCanceledException()));
        await Assert.ThrowsAsync<OperationCanceledException>(() => _hub.WorkAsync(id));
        _hub.Restart();
        Assert.True(await _hub.WorkAsync(id) > _hub.Clock.GetUtcNow()); // Perhaps it is still on its way.
        await _hub.RunAsync(id, TimeSpan.FromMinutes(1));
        Assert.Single(_hub.Taken);
        Assert.Equal(taken ? 1 : 2, _hub.Sent.Count);
        Assert.Equal("CA1", (await _hub.StateAsync(id)).Call);
    }

    [Fact]
    public async Task Two_nodes_with_the_same_work_order_one_call()
    {
        var id = await _hub.PromiseAsync();
        var promise = await _hub.PromisedAsync(id);
        await _hub.WorkOnAsync(promise);
        _hub.Restart();
        await _hub.WorkOnAsync(promise);
        Assert.Single(_hub.Sent);
    }

    [Fact]
    public async Task At_most_one_call_a_second_is_ordered()
    {
        var ids = new List<CallbackId>();
        for (var n = 0; n < 4; n++)
        {
            ids.Add(await _hub.PromiseAsync(at: Start.AddHours(1 + (n / 2 * 0.5)), person: $"p-{n}"));
        }

        _hub.Clock.SetUtcNow(Start.AddHours(2));
        foreach (var id in ids)
        {
            await _hub.WorkAsync(id);
        }

        Assert.Equal(4, _hub.Sent.Count);
        Assert.All(_hub.Sent.Zip(_hub.Sent.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task Three_attempts_without_an_answer_are_made_within_the_half_hour_and_then_the_desk_is_told()
    {
        var id = await _hub.PromiseAsync(at: Start.AddHours(1));
        foreach (var status in (string[])["busy", "no-answer", "no-answer"])
        {
            await PlacedAsync(id);
            await _hub.Settling.SettleAsync(id, (await _hub.StateAsync(id)).Attempt, _hub.Taken[^1].Sid, status, Ct);
        }

        await _hub.RunAsync(id, TimeSpan.FromHours(3));
        Assert.Equal(3, _hub.Taken.Count);
        Assert.All(_hub.Taken, call => Assert.InRange(call.At, Start.AddHours(1), Start.AddHours(1.5)));
        Assert.Equal(3, Assert.Single((await _hub.CaseFactsAsync(id)).OfType<CallBackGivenUp>()).Attempts);
        Assert.Null(await _hub.WorkAsync(id));
    }

    [Fact]
    public async Task When_no_status_comes_the_carrier_is_asked_how_the_call_went()
    {
        var id = await _hub.PromiseAsync();
        _hub.Status["CA1"] = "in-progress";
        await _hub.RunAsync(id, TimeSpan.FromMinutes(5));
        Assert.True((await _hub.StateAsync(id)).UnderWay);
        _hub.Status["CA1"] = "no-answer";
        await _hub.RunAsync(id, TimeSpan.FromMinutes(4));
        Assert.Equal(CallbackOutcome.NoAnswer, (await _hub.StateAsync(id)).Outcome);
    }

    [Fact]
    public async Task A_status_that_comes_twice_late_or_for_another_attempt_changes_nothing()
    {
        var id = await _hub.PromiseAsync();
        await PlacedAsync(id);
        await _hub.Settling.SettleAsync(id, 1, "CA1", "busy", Ct);
        await _hub.Settling.SettleAsync(id, 1, "CA1", "completed", Ct);
        await _hub.Settling.PlacedAsync(id, 1, "CA1", Ct);
        await _hub.Settling.SettleAsync(id, 2, "CA9", "completed", Ct);
        Assert.Equal((CallbackOutcome.Busy, 1), ((await _hub.StateAsync(id)).Outcome, (await _hub.StateAsync(id)).Attempt));
    }

    [Fact]
    public async Task Reached_the_promise_is_kept_and_nobody_is_called_again()
    {
        var id = await _hub.PromiseAsync();
        await PlacedAsync(id);
        await TalkAsync(id, "CA1", new CallTaken(1, "workplace", Start));
        await _hub.Settling.SettleAsync(id, 1, "CA1", "completed", Ct);
        Assert.Equal("reached", Assert.Single((await _hub.CaseFactsAsync(id)).OfType<CallBackMade>()).Outcome);
        await _hub.RunAsync(id, TimeSpan.FromHours(30));
        Assert.Single(_hub.Sent);
    }

    [Fact]
    public async Task When_the_desk_does_not_answer_the_place_is_kept_and_the_person_called_again()
    {
        var id = await _hub.PromiseAsync(since: Start.AddMinutes(-9));
        await PlacedAsync(id);
        await TalkAsync(id, "CA1", new CallStepTaken(2, new Heard(), new Turn(TurnKind.PlaceKept, "sv"), Start));
        await _hub.Settling.SettleAsync(id, 1, "CA1", "completed", Ct);
        Assert.Equal(CallbackOutcome.DeskNotReached, (await _hub.StateAsync(id)).Outcome);
        Assert.Equal(Start.AddMinutes(-9), (await _hub.Cases.LoadAsync(id.Case, Ct)).State.CallBack!.Since);
        await _hub.RunAsync(id, TimeSpan.FromMinutes(6));
        Assert.Equal(2, _hub.Taken.Count);
    }

    [Fact]
    public async Task Places_in_a_line_are_called_in_the_order_of_the_first_call_one_at_a_time()
    {
        var later = await _hub.PromiseAsync(since: Start.AddMinutes(-1), person: "p-later");
        var earlier = await _hub.PromiseAsync(since: Start.AddMinutes(-20), person: "p-earlier");
        await _hub.WorkAsync(later);
        Assert.Empty(_hub.Sent);
        await _hub.WorkAsync(earlier);
        await _hub.WorkAsync(later);
        Assert.Equal("+46701234502", Assert.Single(_hub.Taken).To);
        await _hub.Settling.SettleAsync(earlier, 1, "CA1", "busy", Ct);
        await _hub.WorkAsync(later); // The first pauses and keeps its place; the next is called meanwhile.
        Assert.Equal(["+46701234502", "+46701234501"], _hub.Taken.Select(call => call.To));
    }

    [Fact]
    public async Task Callers_who_wait_longer_on_the_telephone_go_first()
    {
        var id = await _hub.PromiseAsync();
        _hub.WaitingBefore = 1;
        Assert.NotNull(await _hub.WorkAsync(id));
        Assert.Empty(_hub.Sent);
        _hub.WaitingBefore = 0;
        await _hub.WorkAsync(id);
        Assert.Single(_hub.Taken);
    }

    [Fact]
    public async Task Cancelled_it_is_not_placed_and_its_slot_is_free_again()
    {
        var id = await _hub.PromiseAsync(at: Start.AddHours(1));
        await _hub.Desk.CancelAsync(id, null, Guid.CreateVersion7(Start), new("user", "web"), Ct);
        await _hub.RunAsync(id, TimeSpan.FromHours(5));
        Assert.Empty(_hub.Sent);
        Assert.Equal(2, (await _hub.Desk.FreeAsync("workplace", Start.AddHours(1), null, 1, Ct))[0].Free);
    }

    [Fact]
    public async Task Moved_it_is_placed_at_the_new_time_only()
    {
        var id = await _hub.PromiseAsync(at: Start.AddHours(1));
        var first = await _hub.PromisedAsync(id);
        await _hub.Desk.MoveAsync(id, Start.AddHours(3), null, Guid.CreateVersion7(Start), new("user", "web"), Ct);
        _hub.Clock.SetUtcNow(Start.AddHours(1));
        Assert.Null(await _hub.WorkOnAsync(first));
        Assert.Equal(Start.AddHours(3), await _hub.WorkAsync(id));
        Assert.Empty(_hub.Sent);
        Assert.Equal(2, (await _hub.Desk.FreeAsync("workplace", Start.AddHours(1), null, 1, Ct))[0].Free);
    }

    [Fact]
    public async Task A_number_that_can_never_be_called_is_given_up_at_once()
    {
        _hub.Answers.Enqueue(_ => new TwilioOutcome.Refused(21211, "no number"));
        var id = await _hub.PromiseAsync();
        await _hub.RunAsync(id, TimeSpan.FromMinutes(1));
        Assert.Single((await _hub.CaseFactsAsync(id)).OfType<CallBackGivenUp>());
        Assert.Single(_hub.Sent);
    }

    [Fact]
    public async Task A_booked_time_that_could_not_be_kept_is_not_called_hours_later()
    {
        var id = await _hub.PromiseAsync(at: Start.AddHours(1));
        _hub.Clock.SetUtcNow(Start.AddHours(3));
        Assert.Null(await _hub.WorkAsync(id));
        Assert.Equal(0, Assert.Single((await _hub.CaseFactsAsync(id)).OfType<CallBackGivenUp>()).Attempts);
    }

    [Fact]
    public async Task Right_after_the_desk_did_not_answer_it_is_given_a_moment()
    {
        var id = await _hub.PromiseAsync(reason: "desk-not-reached");
        Assert.Equal(Start + CallbackPlan.DeskPause, await _hub.WorkAsync(id));
    }

    private async Task PlacedAsync(CallbackId id)
    {
        var before = _hub.Taken.Count;
        for (var steps = 0; _hub.Taken.Count == before; steps++)
        {
            Assert.True(steps < 100, "It was never placed.");
            var due = await _hub.WorkAsync(id);
            if (due > _hub.Clock.GetUtcNow() && _hub.Taken.Count == before)
            {
                _hub.Clock.SetUtcNow(due.Value);
            }
        }
    }

    private async Task TalkAsync(CallbackId id, string sid, params CallEvent[] events)
    {
        var connect = new Turn(TurnKind.Connect, "sv") { Case = id.Case, Desk = "workplace", Callback = id };
        CallEvent[] all =
        [
            new CallAnswered(sid, new PersonId("p-1"), null, connect with { Kind = TurnKind.CallbackHello }, id, 1, "human", Start),
            new CallStepTaken(1, new Heard(), connect, Start), .. events,
        ];
        foreach (var (index, fact) in all.Index())
        {
            Assert.True(await _hub.Calls.AddAsync(await _hub.Calls.LoadAsync(CallStore.StreamOf(sid), Ct), $"fact {index}", fact, Ct));
        }
    }
}
