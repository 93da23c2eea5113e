using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Tests.Calls;

public sealed class PromisedCalls
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 24, 13, 0, 0, TimeSpan.Zero);
    private static readonly Booked s_promise = new(s_at, Later: false) { Times = [s_at, s_at.AddMinutes(30), s_at.AddDays(1), s_at.AddDays(2)] };

    [Fact]
    public void The_place_is_promised_before_times_are_offered_so_that_hanging_up_keeps_it()
    {
        var call = NotReached();
        Assert.IsType<BookCall>(call.Deeds[^1]);
        Assert.Equal(Dialogue.MostTimes, call.Turn.Times!.Count);
        Assert.Contains("tisdag klockan 14: tryck 1.", Said(call.Turn), StringComparison.Ordinal);
        Assert.Contains("tisdag klockan 14.30: tryck 2.", Said(call.Turn), StringComparison.Ordinal);
        Assert.Contains("inom 30 minuter", Said(call.Turn), StringComparison.Ordinal);
        call.Silence().Is(TurnKind.OfferTimes).Silence().Is(TurnKind.Goodbye);
        Assert.IsType<BookCall>(call.Deeds[^1]);
    }

    [Fact]
    public void A_number_that_was_keyed_in_at_the_second_try_is_read_back_with_the_promise()
    {
        var call = new CallScene(phone: null) { Promise = s_promise }.Press("0").DeskIs("failed").Press("12").Is(TurnKind.AskPhone, Lead.NotANumber).Press("0701234567");
        Assert.Contains("på numret som slutar på 67", Said(call.Is(TurnKind.OfferTimes).Turn), StringComparison.Ordinal);
    }

    [Fact]
    public void A_chosen_time_is_read_back_and_ends_the_call()
    {
        var call = NotReached().Press("3").Is(TurnKind.TimeBooked);
        Assert.Equal(new MoveCall(CallScene.New, s_at.AddDays(1)), call.Deed<MoveCall>());
        Assert.Contains("onsdag klockan 14", Said(call.Turn), StringComparison.Ordinal);
        Assert.True(call.Turn.Ends);
    }

    [Fact]
    public void A_time_that_was_just_taken_is_told_and_others_are_offered()
    {
        var call = NotReached();
        call.FullTimes.Add(s_at);
        Assert.Equal(s_at.AddMinutes(30), call.Press("1").Is(TurnKind.OfferTimes, Lead.TimeTaken).Press("2").Is(TurnKind.TimeBooked).Turn.CallFrom);
    }

    [Fact]
    public void A_wrong_key_is_told_once_and_the_promise_stands()
    {
        var call = NotReached().Press("7").Is(TurnKind.OfferTimes, Lead.WrongKey).Press("7").Is(TurnKind.Goodbye);
        Assert.Single(call.Deeds.OfType<BookCall>());
        Assert.Empty(call.Deeds.OfType<MoveCall>());
    }

    [Fact]
    public void Whoever_has_chosen_a_time_and_calls_again_hears_that_it_stands()
    {
        var call = NotReached(new Booked(s_at, Later: true) { AtATime = true }).Is(TurnKind.TimeBooked);
        Assert.Contains("tisdag klockan 14", Said(call.Turn), StringComparison.Ordinal);
    }

    [Fact]
    public void By_its_number_a_promised_call_is_moved_or_cancelled_and_only_by_whose_it_is()
    {
        Assert.IsType<CancelCall>(WithCase(promised: true).Press("4").Is(TurnKind.ChangeTime).Press("9").Is(TurnKind.Goodbye, Lead.CallCancelled).Deeds[^1]);
        Assert.IsType<MoveCall>(WithCase(promised: true).Press("4").Press("1").Is(TurnKind.TimeBooked).Deeds[^1]);
        WithCase(promised: true).Press("4").Press("0").Is(TurnKind.Connect);
        WithCase(promised: false).Press("4").Is(TurnKind.TellCase, Lead.WrongKey);
    }

    [Fact]
    public void When_the_hub_calls_nothing_is_told_before_a_key_is_pressed_and_then_the_desk_is_called()
    {
        var call = new CallScene().Answered().Is(TurnKind.CallbackHello);
        Assert.DoesNotContain(CallScene.New.Value, string.Concat(s_prompts.Of(call.Turn).Select(phrase => phrase.Text)), StringComparison.Ordinal);
        Assert.DoesNotContain(s_prompts.Of(call.Turn), phrase => phrase.IsNumber);
        call.Press("1").Is(TurnKind.Connect);
        Assert.StartsWith("Återuppringning", s_prompts.Whisper(call.Turn)[0].Text, StringComparison.Ordinal);
        call.DeskTakes().DeskIs("completed", bridged: true).Is(TurnKind.Goodbye, Lead.Spoken);
    }

    [Fact]
    public void A_machine_never_gets_past_the_greeting()
    {
        var call = new CallScene().Answered().Silence().Is(TurnKind.CallbackHello).Say("du har kommit till").Is(TurnKind.CallbackHello, Lead.NotUnderstood)
            .Silence().Is(TurnKind.Goodbye);
        Assert.Empty(call.Deeds.OfType<MakeCase>());
        Assert.Equal("Hej då.", Said(call.Turn));
        var machine = new CallScene().Answered(machine: true);
        Assert.Equal((TurnKind.Goodbye, (CaseNumber?)null), (machine.Turn.Kind, machine.Turn.Case));
    }

    [Fact]
    public void When_the_desk_does_not_answer_the_place_is_kept_and_no_second_promise_made()
    {
        var call = new CallScene().Answered().Press("1").DeskIs("no-answer").Is(TurnKind.PlaceKept);
        Assert.Empty(call.Deeds.OfType<BookCall>());
        Assert.True(call.Turn.Ends);
        new CallScene(desksWithoutPhone: ["workplace"]).Answered().Press("1").Is(TurnKind.PlaceKept);
    }

    [Fact]
    public void Whoever_needs_it_no_more_cancels_it_there_and_then() =>
        Assert.IsType<CancelCall>(new CallScene().Answered().Say("nej tack").Is(TurnKind.Goodbye, Lead.CallCancelled).Deeds[^1]);

    [Fact]
    public void It_can_be_had_in_English() =>
        Assert.Contains("as we promised", string.Concat(s_prompts.Of(new CallScene().Answered().Press("8").Turn).Select(phrase => phrase.Text)), StringComparison.Ordinal);

    private static readonly Prompts s_prompts = new(KeypadMenu.Default, ServiceCatalogue.Default);

    private static string Said(Turn turn) => string.Join(' ', s_prompts.Of(turn).Select(phrase => phrase.Text));

    private static CallScene NotReached(Booked? promise = null) => new CallScene { Promise = promise ?? s_promise }.Press("0").Is(TurnKind.Connect).DeskIs("no-answer").Is(TurnKind.Wait).Press("1");

    private static CallScene WithCase(bool promised)
    {
        var call = new CallScene { Promise = s_promise };
        call.Cases[CallScene.New] = new Found(CallScene.New, CasePhase.InProgress, "workplace", null) { Promised = promised ? new PromisedTime(s_at, true) : null };
        return call.Press("5").Press(CallScene.New.Value).Is(TurnKind.TellCase);
    }
}
