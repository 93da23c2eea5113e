using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Texts;

namespace IntegrationHub.Tests.Texts;

public sealed class ReadingATextMessage
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("JA", true, false)]
    [InlineData("ja 1000 0016", true, true)]
    [InlineData("10000016 Ja!", true, true)]
    [InlineData("Nej, 10000016 strular igen", false, true)]
    [InlineData("no", false, false)]
    [InlineData("10000016 nu är det två skrivare", null, true)]
    [InlineData("Jag undrar", null, false)]
    [InlineData("12345678 hej", null, false)]
    public void Finds_yes_or_no_and_the_number(string body, bool? works, bool hasCase)
    {
        var wish = TextWish.Read(body);
        Assert.Equal((works, hasCase), (wish.Works, wish.Case is not null));
    }

    [Theory]
    [InlineData("STOPP", true)]
    [InlineData("stop.", true)]
    [InlineData("Sluta", true)]
    [InlineData("stopp i skrivaren", false)]
    public void Knows_when_no_more_is_wanted(string body, bool stop) => Assert.Equal(stop, TextWish.Read(body).Stop);

    [Theory]
    [InlineData("JA", CasePhase.Resolved, TextAct.Confirmed)]
    [InlineData("NEJ", CasePhase.Resolved, TextAct.Reopened)]
    [InlineData("NEJ", CasePhase.Closed, TextAct.Reopened)]
    [InlineData("JA 10000016", CasePhase.InProgress, TextAct.NotSolvedYet)]
    [InlineData("10000016 mer", CasePhase.InProgress, TextAct.PassedOn)]
    [InlineData("10000016 mer", CasePhase.None, TextAct.CaseUnknown)]
    [InlineData("mer", CasePhase.InProgress, TextAct.NotUnderstood)]
    public void Leads_to_what_the_case_allows(string body, CasePhase phase, TextAct act) =>
        Assert.Equal(act, TextWish.Read(body).On(new CaseState { Phase = phase }, own: true, body, s_now).Act);

    [Theory]
    [InlineData(true, typeof(AnswerDesk))]
    [InlineData(false, typeof(AddNote))]
    public void Answers_the_desk_only_from_the_one_it_asked(bool own, Type command) =>
        Assert.IsType(command, TextWish.Read("10000016 den svarta").On(new CaseState { Phase = CasePhase.AwaitingUser }, own, "x", s_now).Command);

    [Theory]
    [MemberData(nameof(Acts))]
    public void Is_answered_in_one_part(TextAct act, string language)
    {
        var reply = TextWish.Reply(new TextReceived("SM1", default, null, Core.Privacy.Personal.Public(""), act, CaseNumber.FromSequence(1), language, s_now));
        Assert.Equal(act == TextAct.Stopped, reply is null);
        Assert.InRange(reply?.Length ?? 1, 1, 160);
    }

    public static TheoryData<TextAct, string> Acts =>
        [.. Enum.GetValues<TextAct>().SelectMany(act => new[] { (act, "sv"), (act, "en") })];
}
