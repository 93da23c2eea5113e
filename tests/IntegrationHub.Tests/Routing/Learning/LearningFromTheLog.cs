using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Tests.Routing.Learning;

public sealed class LearningFromTheLog
{
    private static readonly DateTimeOffset s_now = History.Now;
    private static readonly Router s_router = new(ServiceCatalogue.Default);
    private static readonly PersonId s_person = new("p-1");

    private static readonly CaseResolved s_solvedByWorkplace = Solved("workplace");

    [Fact]
    public void A_case_that_its_desk_solved_teaches_its_service() =>
        Assert.Equal("printing", Of(Opened("skrivaren"), Routed("printing", "workplace"), s_solvedByWorkplace)!.Lesson(s_router)?.Label);

    [Fact]
    public void A_case_that_another_desk_solved_teaches_what_that_desk_has_and_the_words_speak_for()
    {
        var handedOver = Of(Opened("surfplattan är trasig, bilden på skärmen flimrar"), Routed("pc", "workplace"), new HandoverAccepted("workplace", "mobile", s_now), Solved("mobile"))!;
        Assert.Equal(("tablet", "p-1"), (handedOver.Lesson(s_router)?.Label, handedOver.Lesson(s_router)?.Person));
        Assert.True(handedOver.WentWrong);
    }

    [Fact]
    public void Where_no_service_of_that_desk_fits_the_words_nothing_is_learnt() =>
        Assert.Null(Of(Opened("skrivaren"), Routed("printing", "workplace"), new HandoverAccepted("workplace", "mobile", s_now), Solved("mobile"))!.Lesson(s_router));

    [Fact]
    public void A_change_of_owner_is_no_wrong_route()
    {
        var takeOver = new TakeOver(Guid.Empty.ToString(), "mobile");
        var moved = Of(Opened("skrivaren"), Routed("printing", "workplace"), new HandoverAccepted("workplace", "mobile", s_now, takeOver), Solved("mobile"))!;
        Assert.Equal((false, "printing"), (moved.WentWrong, moved.Lesson(s_router)?.Label));
    }

    [Fact]
    public void Neither_open_nor_reopened_nor_erased_cases_teach_anything()
    {
        Assert.Null(Of(Opened("skrivaren"), Routed("printing", "workplace"))!.Lesson(s_router));
        Assert.Null(Of(Opened("skrivaren"), Routed("printing", "workplace"), s_solvedByWorkplace, new CaseReopened("workplace", Said("nej"), s_now))!.Lesson(s_router));
        Assert.Null(Of(Opened(null), Routed("printing", "workplace"), s_solvedByWorkplace)!.Lesson(s_router));
    }

    [Theory]
    [InlineData(40, 20, 400, 40, true)]
    [InlineData(40, 5, 400, 40, false)]
    [InlineData(20, 20, 400, 40, false)]
    [InlineData(40, 0, 400, 40, false)]
    public void Drift_is_more_than_chance(int recent, int recentWrong, int before, int beforeWrong, bool drifting)
    {
        var drift = RoutingDrift.Of([.. Cases(recent, recentWrong, s_now), .. Cases(before, beforeWrong, s_now.AddDays(-100))], s_now.AddDays(-28));
        Assert.Equal((new RoutedAndSolved(recent, recentWrong), new RoutedAndSolved(before, beforeWrong), drifting), (drift.Recent, drift.Before, drift.Drifting));
    }

    private static IEnumerable<SolvedCase> Cases(int solved, int wrong, DateTimeOffset at) => Enumerable.Range(0, solved).Select(one =>
        new SolvedCase(Said("x"), "p") { SentTo = "workplace", SolvedBy = one < wrong ? "mobile" : "workplace", SolvedAt = at });

    private static SolvedCase? Of(params CaseEvent[] events) => events.Aggregate((SolvedCase?)null, SolvedCase.After);

    private static Personal Said(string? text) => new(s_person, text);

    private static CaseOpened Opened(string? text) => new(
        new CaseNumber("10000016"), CaseKind.Fault, Said(text), new Reporter(s_person), "web", "sv", null, null, null, null, s_now);

    private static CaseRouted Routed(string service, string desk) => new(service, desk, desk, 0.9, [], [], s_now, s_now);

    private static CaseResolved Solved(string desk) => new(desk, Said("klart"), s_now, s_now, s_now);
}
