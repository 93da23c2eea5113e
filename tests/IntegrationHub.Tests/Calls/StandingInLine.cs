using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

/// <summary>A desk that is open and does not answer has a line.</summary>
public sealed class StandingInLine
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);

    [Theory]
    [InlineData("busy")]
    [InlineData("no-answer")]
    public void A_desk_that_does_not_answer_is_waited_for(string status)
    {
        var call = Connected().After(30, live: 1).DeskIs(status).Is(TurnKind.Wait);
        Assert.Contains("plats 2", Said(call), StringComparison.Ordinal);
        Assert.Contains("Vi vet inte", Said(call), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_is_told_where_there_is_ground() => Assert.Contains("ungefär 4 minuter", Said(Connected().After(30, live: 1, minutes: 4).DeskIs("busy")), StringComparison.Ordinal);

    [Fact]
    public void A_new_caller_does_not_ring_while_others_wait() => new CallScene().After(0, live: 1).Press("0").Is(TurnKind.Wait).After(10).Silence().Is(TurnKind.Connect);

    [Fact]
    public void The_desk_has_peace_between_two_rings() =>
        Connected().DeskIs("busy").After(19).Silence().Is(TurnKind.Wait).After(1).Silence().Is(TurnKind.Connect).DeskIs("busy").Silence().Is(TurnKind.Wait);

    [Fact]
    public void The_wait_counts_from_the_first_ring_however_often_it_rings()
    {
        var call = Connected().After(25).DeskIs("busy").After(20).Silence().Is(TurnKind.Connect).After(25).DeskIs("busy");
        Assert.Equal(s_at, call.Turn.Waiting!.Since);
        Assert.Equal(s_at, call.Press("1").Is(TurnKind.Promise).Deed<BookCall>().Place!.Since);
    }

    [Fact]
    public void A_withheld_caller_keeps_the_place_with_a_number() =>
        Assert.NotNull(new CallScene(phone: null).Press("0").DeskIs("busy").Press("1").Is(TurnKind.AskPhone).Press("0701234567").Is(TurnKind.Promise).Deed<BookCall>().Place);

    [Theory]
    [InlineData("5")]
    [InlineData("0")]
    [InlineData("#")]
    public void Any_other_key_stays(string key) => Connected().After(0, live: 2).DeskIs("busy").Press(key).Is(TurnKind.Wait);

    [Fact]
    public void In_words_too()
    {
        Connected().DeskIs("busy").Say("ring upp mig i stället").Is(TurnKind.Promise);
        Connected().DeskIs("busy").Say("jag vill lämna ett meddelande").Is(TurnKind.Message);
        Connected().After(0, live: 1).DeskIs("busy").Say("hm, ja, vad ska jag säga").Is(TurnKind.Wait);
    }

    [Fact]
    public void After_an_hour_the_place_is_kept_without_asking() => Connected().DeskIs("busy").After(3_700, live: 3).Silence().Is(TurnKind.Promise);

    [Fact]
    public void The_desk_is_rung_once_for_whoever_comes_though_a_place_is_kept_but_not_while_somebody_waits_on_the_line()
    {
        new CallScene().After(0, kept: 1).Press("0").Is(TurnKind.Connect).DeskIs("busy").Is(TurnKind.Wait);
        new CallScene().After(0, live: 1).Press("0").Is(TurnKind.Wait);
    }

    [Fact]
    public void A_kept_place_goes_first_and_holds_up_nobody_for_long() =>
        Connected().After(0, kept: 1).DeskIs("busy").After(30, kept: 1).Silence().Is(TurnKind.Wait).After(60, kept: 1).Silence().Is(TurnKind.Wait)
            .After(70, kept: 1).Silence().Is(TurnKind.Connect);

    [Fact]
    public void The_place_is_told_again_when_it_changes_and_not_each_time()
    {
        var call = Connected().After(0, live: 2).DeskIs("busy").Silence();
        Assert.Empty(Said(call));
        Assert.Contains("plats 2", Said(call.After(5, live: 1).Silence()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_kept_and_nothing_recorded_is_asked_for_again_and_then_called_back()
    {
        var call = Connected().DeskIs("busy").Press("2").Is(TurnKind.Message).Records(0).Is(TurnKind.Message, Lead.NothingRecorded).Records(12).Is(TurnKind.Goodbye, Lead.MessageLeft);
        Assert.Equal((CallScene.New, 12), (call.Deed<LeaveMessage>().Number, call.Deed<LeaveMessage>().Recording.Seconds));
        Connected().DeskIs("busy").Press("2").Silence().Silence().Silence().Is(TurnKind.Promise);
    }

    [Theory]
    [InlineData("1", TurnKind.Promise)]
    [InlineData("2", TurnKind.Message)]
    [InlineData("", TurnKind.Promise)]
    public void A_closed_desk_offers_a_call_back_and_a_message(string key, TurnKind next)
    {
        var call = new CallScene(desksWithoutPhone: "workplace").Press("0").Is(TurnKind.OfferCallBack);
        Assert.Equal(next, (key.Length == 0 ? call.Silence() : call.Press(key)).Turn.Kind);
    }

    [Fact]
    public void Order_is_by_when_the_wait_began_and_the_gone_are_passed_over()
    {
        var first = Row(Turn(TurnKind.Wait, s_at), s_at.AddSeconds(30))!;
        Assert.True(first.GoesBefore(s_at.AddSeconds(1), "call-b", s_at.AddSeconds(60)));
        Assert.False(first.GoesBefore(s_at.AddSeconds(-1), "call-b", s_at.AddSeconds(60)));
        Assert.False(first.GoesBefore(s_at.AddSeconds(1), "call-a", s_at.AddSeconds(60)));
        Assert.False(first.GoesBefore(s_at.AddSeconds(1), "call-b", s_at.AddSeconds(121)));
        Assert.NotEqual(first.GoesBefore(s_at, "call-0", s_at), first.GoesBefore(s_at, "call-b", s_at)); // Never both before each other.
    }

    [Fact]
    public void A_call_is_in_the_line_from_its_first_wait_until_it_is_taken_leaves_or_ends()
    {
        Assert.False(Row(Turn(TurnKind.Connect, s_at), s_at)!.InLine);
        var waits = Row(Turn(TurnKind.Wait, s_at), s_at);
        Assert.True(WaitingCall.After(waits, "call-a", new CallStepTaken(9, new Heard(), Turn(TurnKind.Connect, s_at), s_at))!.InLine);
        Assert.Null(WaitingCall.After(waits, "call-a", new CallTaken(9, "workplace", s_at)));
        Assert.Null(WaitingCall.After(waits, "call-a", new CallEnded("completed", null, s_at)));
        Assert.Null(WaitingCall.After(waits, "call-a", new CallStepTaken(9, new Heard(), Turn(TurnKind.Promise, s_at), s_at)));
    }

    [Fact]
    public void The_pace_is_the_middle_of_recent_waits_and_nothing_is_said_without_ground()
    {
        DeskPace? pace = null;
        foreach (var (minutes, began) in new[] { (4, 1), (20, 0), (3, 0) })
        {
            Assert.Null(pace?.Minutes(0, s_at));
            pace = DeskPace.Apply(pace, new Known(
                new RecordedEvent("s", 0, LogPosition.Start, Guid.Empty, "call-taken.v1", default, default, s_at),
                new CallTaken(1, "workplace", s_at) { Waited = new Waited(s_at.AddMinutes(-minutes), began) }, new EventContext("user", "phone")));
        }

        Assert.Equal((3, 9, (int?)null), (pace!.Minutes(0, s_at)!.Value, pace.Minutes(2, s_at)!.Value, pace.Minutes(0, s_at.AddHours(3))));
    }

    private static Turn Turn(TurnKind kind, DateTimeOffset since) =>
        new(kind, "sv") { Desk = "workplace", Waiting = new Waiting(since, 0, null, 0, since) };

    private static WaitingCall? Row(Turn turn, DateTimeOffset at) => WaitingCall.After(null, "call-a", new CallStepTaken(3, new Heard(), turn, at));

    private static CallScene Connected() => new CallScene().Press("0").Is(TurnKind.Connect);

    private static string Said(CallScene call) => string.Join(' ', s_prompts.Of(call.Turn).Select(phrase => phrase.Text));
}
