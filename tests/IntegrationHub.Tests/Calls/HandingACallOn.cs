using IntegrationHub.Core.Calls;

namespace IntegrationHub.Tests.Calls;

public sealed class HandingACallOn
{
    [Fact]
    public void The_caller_goes_on_to_the_other_desk_with_the_story()
    {
        var call = Talking().DeskHandsOnTo("mobile").Moved().Is(TurnKind.Connect, Lead.Transferring);
        Assert.Equal(("mobile", "workplace", "Datorn är omstartad."), (call.Turn.Desk, call.Turn.Handed!.From, call.Turn.Handed.Words.Text));
        Assert.Equal(CallScene.New, call.Turn.Case);
        call.DeskTakes().DeskIs("completed", bridged: true).Is(TurnKind.Goodbye, Lead.Spoken);
    }

    [Fact]
    public void The_end_of_the_first_desks_call_moves_the_caller_too() =>
        Talking().DeskHandsOnTo("mobile").DeskIs("completed", bridged: true).Is(TurnKind.Connect, Lead.Transferring);

    [Fact]
    public void A_desk_that_passes_it_on_without_taking_it_does_the_same() =>
        Connected().DeskPicksUp().DeskHandsOnTo("mobile", live: false).DeskIs("completed", bridged: false).Is(TurnKind.Connect, Lead.Transferring);

    [Theory]
    [InlineData("busy")]
    [InlineData("no-answer")]
    [InlineData("failed")]
    public void A_desk_that_does_not_answer_sends_the_caller_back_and_has_declined(string status)
    {
        var call = Talking().DeskHandsOnTo("mobile").Moved().DeskIs(status).Is(TurnKind.Connect, Lead.TransferBack);
        Assert.Equal(("workplace", null), (call.Turn.Desk, call.Turn.Handed));
        Assert.Equal("mobile", call.Deed<DeclineTransfer>().Desk);
    }

    [Fact]
    public void A_desk_that_refuses_sends_the_caller_back() =>
        Talking().DeskHandsOnTo("mobile").Moved().DeskRefuses().DeskIs("completed", bridged: true).Is(TurnKind.Connect, Lead.TransferBack);

    [Fact]
    public void A_desk_that_has_no_telephone_now_is_not_called()
    {
        var call = new CallScene(desksWithoutPhone: "mobile").Press("0").DeskTakes().DeskHandsOnTo("mobile").Moved().Is(TurnKind.Connect, Lead.TransferBack);
        Assert.Equal("workplace", call.Turn.Desk);
    }

    [Fact]
    public void The_wait_goes_on_from_the_first_ring_so_that_nobody_who_came_later_goes_before()
    {
        var since = Talking().Turn.Waiting!.Since;
        var call = Talking().After(600, live: 1).DeskHandsOnTo("mobile").Moved().Is(TurnKind.Wait, Lead.Transferring);
        Assert.Equal((since, "mobile"), (call.Turn.Waiting!.Since, call.Turn.Desk));
        Assert.NotNull(call.After(20).Silence().Is(TurnKind.Connect).Turn.Handed);
    }

    private static CallScene Connected() => new CallScene().Press("0").Is(TurnKind.Connect);

    private static CallScene Talking() => Connected().DeskTakes();
}
