using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

public sealed class PromisingACall
{
    private static readonly CallbackId s_first = CallbackId.Of(Number, Guid.Empty);
    private static readonly CallbackId s_second = new($"{Number}-00000002");

    [Fact]
    public void It_counts_from_the_first_call() => Given(Open())
        .When(Book(s_first) with { Since = Start.AddMinutes(-7) })
        .Then<CallBackBooked>(e => Assert.Equal((Start.AddMinutes(-7), CallBackKind.KeptPlace, s_first), (e.Since, e.Kind, e.Callback)));

    [Fact]
    public void A_case_has_one_promise_at_a_time()
    {
        Given(Open(), Book(s_first)).When(Book(s_second, CallBackKind.Booked, hours: 5)).ThenRefused("call-back-booked");
        Given(Open(), Book(s_first)).When(Book(s_first)).ThenNothing();
        Given(Open(), Book(s_first, CallBackKind.Booked, hours: 5)).When(Book(s_second)).ThenNothing(); // Whoever calls again keeps the chosen time.
    }

    [Fact]
    public void Whoever_calls_again_from_another_number_is_called_there_and_keeps_the_place() => Given(Open(), Book(s_first))
        .When(Book(s_second) with { Phone = "+46709999999" })
        .Then<CallBackMoved>(e => Assert.Equal(("+46709999999", Start, 1, s_first), (e.Phone.Text, e.From, e.Sequence, e.Callback)));

    [Fact]
    public void A_promise_whose_time_has_passed_is_promised_anew_with_the_same_place()
    {
        var late = Given(Open(), Book(s_first), new MissCallBack(Start.AddMinutes(31)));
        Assert.Equal(Start, late.State.CallBack!.Since);
        late.When(Book(s_second, hours: 1)).Then<CallBackMoved>(e => Assert.Equal((s_first, Start.AddHours(1)), (e.Callback, e.From)));
    }

    [Fact]
    public void Moving_gives_up_the_slot_and_raises_the_sequence()
    {
        var booked = Given(Open(), Book(s_first, CallBackKind.Booked, hours: 1));
        booked.When(Move(2)).Then<CallBackMoved>(e => Assert.Equal((Start.AddHours(1), 1), (e.Freed, e.Sequence)));
        booked.When(Move(1)).ThenNothing();
        booked.When(Move(2) with { IfSequence = 3 }).ThenRefused("call-back-changed");
        booked.When(Move(2) with { Callback = s_second }).ThenRefused("call-back-over");
    }

    [Fact]
    public void Cancelled_it_is_over_and_another_can_be_booked()
    {
        Given(Open(), Book(s_first, CallBackKind.Booked, hours: 1)).When(new CancelCallBack(s_first, null, Start))
            .Then<CallBackCancelled>(e => Assert.Equal(("user", Start.AddHours(1)), (e.Why, e.Freed)));
    }

    [Fact]
    public void Only_the_promise_that_is_open_is_made_missed_or_given_up()
    {
        var open = Given(Open(), Book(s_first));
        open.When(new TellCallBack("workplace", "reached", Start) { Callback = s_second }).ThenNothing();
        open.When(new GiveUpCallBack(s_second, 3, Start)).ThenNothing();
        open.When(new GiveUpCallBack(s_first, 3, Start)).Then<CallBackGivenUp>();
        open.When(new TellCallBack("workplace", "reached", Start) { Callback = s_first }).Then<CallBackMade>();
        open.When(new TellCallBack("workplace", "reached", Start)).Then<CallBackMade>(); // The desk called by itself.
        open.When(new MissCallBack(Start.AddMinutes(29))).ThenNothing();
    }

    [Fact]
    public void A_moved_promise_is_not_missed_at_its_first_time()
    {
        var moved = Given(Open(), Book(s_first), Move(5));
        moved.When(new MissCallBack(Start.AddMinutes(30))).ThenNothing();
        moved.When(new MissCallBack(Start.AddHours(5.5))).Then<CallBackMissed>();
    }

    [Fact]
    public void Closing_the_case_cancels_it() => Given(Open(), new ResolveCase("workplace", "Startad om.", Start), Book(s_first, CallBackKind.Booked, hours: 1))
        .When(new ConfirmResolution(Start)).Then<CallBackCancelled>(e => Assert.Equal(("case-closed", Start.AddHours(1)), (e.Why, e.Freed)));

    private static BookCallBack Book(CallbackId id, CallBackKind kind = CallBackKind.KeptPlace, double hours = 0) =>
        new("+46701234567", "asked-for", Start.AddHours(hours), Start.AddHours(hours + 0.5), Start) { Callback = id, Kind = kind };

    private static MoveCallBack Move(double hours) =>
        new(s_first, CallBackKind.Booked, Start.AddHours(hours), Start.AddHours(hours + 0.5), null, Start);
}
