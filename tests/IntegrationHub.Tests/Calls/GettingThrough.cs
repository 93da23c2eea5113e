using IntegrationHub.Core.Calls;

namespace IntegrationHub.Tests.Calls;

public sealed class GettingThrough
{
    [Theory]
    [InlineData("failed")]
    [InlineData("canceled")]
    public void A_desk_that_cannot_be_reached_ends_in_a_promise(string status)
    {
        var call = Connected().DeskIs(status).Is(TurnKind.Promise);
        Assert.Equal("+46701234567", call.Deed<BookCall>().Phone.Text);
        Assert.Equal((CallScene.New, "+46701234567"), (call.Turn.Case, call.Turn.Phone!.Text));
    }

    [Fact]
    public void A_talk_ends_with_thanks_and_without_a_promise() =>
        Assert.IsType<MakeCase>(Connected().DeskTakes().DeskIs("completed", bridged: true).Is(TurnKind.Goodbye, Lead.Spoken).Deeds[^1]);

    [Fact]
    public void A_desk_that_refused_has_not_spoken_whatever_Twilio_says() => Connected().DeskRefuses().DeskIs("completed", bridged: true).Is(TurnKind.Wait);

    [Fact]
    public void A_desk_that_never_decided_has_not_spoken() => Connected().DeskPicksUp().DeskIs("completed", bridged: true).Is(TurnKind.Wait);

    [Theory]
    [InlineData(true, TurnKind.Goodbye)]
    [InlineData(null, TurnKind.Goodbye)]
    [InlineData(false, TurnKind.Wait)]
    public void Without_a_word_from_the_desk_Twilio_is_believed(bool? bridged, TurnKind next) =>
        Assert.Equal(next, Connected().DeskIs("completed", bridged).Turn.Kind);

    [Fact]
    public void A_desk_without_a_phone_is_not_dialled_but_the_call_is_promised()
    {
        var call = new CallScene(desksWithoutPhone: "workplace").Press("0").Is(TurnKind.OfferCallBack).Silence().Is(TurnKind.Promise);
        Assert.Collection(call.Deeds, made => Assert.IsType<MakeCase>(made), booked => Assert.IsType<BookCall>(booked));
    }

    [Fact]
    public void A_withheld_caller_keys_in_a_number() =>
        Assert.Equal("0701234567", Connected(phone: null).DeskIs("failed").Is(TurnKind.AskPhone).Press("0701234567").Is(TurnKind.Promise).Deed<BookCall>().Phone.Text);

    [Fact]
    public void A_withheld_caller_says_a_number() =>
        Assert.Equal("0701234567", Connected(phone: null).DeskIs("failed").Say("noll sju noll 123 45 67").Is(TurnKind.Promise).Deed<BookCall>().Phone.Text);

    [Fact]
    public void Three_wrong_numbers_end_with_the_case_number_and_no_promise()
    {
        var call = Connected(phone: null).DeskIs("failed").Press("12").Is(TurnKind.AskPhone, Lead.NotANumber).Silence().Is(TurnKind.AskPhone, Lead.Silence);
        Assert.Equal(CallScene.New, call.Press("0").Is(TurnKind.NoPromise).Turn.Case);
    }

    [Fact]
    public void A_call_back_that_the_case_refuses_is_not_promised() => new CallScene { CasesRefuse = true }.Press("0").DeskIs("failed").Is(TurnKind.NoPromise);

    [Fact]
    public void What_comes_after_the_end_changes_nothing() => Connected().DeskIs("failed").Silence().DeskIs("completed", true).Is(TurnKind.Promise);

    [Fact]
    public void A_failed_answer_is_apologised_for_by_a_person() => new CallScene().Press("1").Fault().Is(TurnKind.Connect, Lead.Apology);

    [Fact]
    public void A_call_whose_first_answer_failed_begins_with_a_person() => new CallScene(fault: new CallFault("11200", false)).Is(TurnKind.Connect, Lead.Apology);

    [Fact]
    public void A_failed_answer_to_the_desks_call_is_not_dialled_again() => Connected().Fault(afterDial: true).Is(TurnKind.Promise);

    private static CallScene Connected(string? phone = "+46701234567") => new CallScene(phone).Press("0").Is(TurnKind.Connect);
}
