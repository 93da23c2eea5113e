using IntegrationHub.Core.Incidents;
using static IntegrationHub.Tests.Incidents.IncidentScenario;

namespace IntegrationHub.Tests.Incidents;

public sealed class LookingBackOnAnIncident
{
    private static readonly DateTimeOffset s_over = Start.AddHours(2);
    private static readonly ResolveIncident s_resolve = new(Text, s_over);
    private static readonly SetLevel s_major = new(IncidentLevel.Major, "Everybody.", Start);
    private static readonly HoldReview s_review = new("A certificate ran out.", "Nobody watched it.", s_over.AddDays(1));
    private static readonly AgreeImprovement s_agree = new("Certificates are watched.", "telephony", s_over.AddDays(30), s_over.AddDays(1));

    [Fact]
    public void A_major_one_is_to_be_looked_back_on_within_a_week_and_an_ordinary_one_may_be()
    {
        Given(Declare, s_major).When(s_resolve).Then<IncidentResolved>(e => Assert.Equal(s_over.AddDays(7), e.ReviewDue));
        Given(Declare).When(s_resolve).Then<IncidentResolved>(e => Assert.Null(e.ReviewDue)).When(s_review).Then<IncidentReviewed>();
    }

    [Fact]
    public void A_look_back_that_nobody_held_is_noted_once_and_one_that_was_held_is_not()
    {
        var miss = new MissReview(s_over.AddDays(7), s_over.AddDays(7));
        Given(Declare, s_major, s_resolve).When(miss).Then<IncidentReviewMissed>();
        Given(Declare, s_major, s_resolve, s_review).When(miss).ThenNothing();
        Given(Declare, s_major, s_resolve, new ReopenIncident(Text, null, s_over.AddHours(1))).When(miss).ThenNothing();
    }

    [Fact]
    public void What_goes_on_is_not_looked_back_on() => Given(Declare).When(s_review).ThenRefused("incident-goes-on");

    [Fact]
    public void An_improvement_is_followed_until_it_is_done_also_when_it_is_late() =>
        Given(Declare, s_resolve).When(s_agree).Then<ImprovementAgreed>(e => Assert.Equal("1", e.Improvement))
            .When(new MissImprovement("1", s_agree.Due, s_agree.Due)).Then<ImprovementMissed>(e => Assert.Equal("telephony", e.Desk))
            .When(new CompleteImprovement("1", "It warns.", s_agree.Due.AddDays(1))).Then<ImprovementDone>()
            .When(new MissImprovement("1", s_agree.Due, s_agree.Due.AddDays(2))).ThenNothing();

    [Fact]
    public void Its_own_desk_says_that_it_is_done_and_no_other()
    {
        var done = new CompleteImprovement("1", "It warns.", s_over.AddDays(2));
        Given(Declare, s_resolve, s_agree).When(done with { ByDesk = "telephony" }).Then<ImprovementDone>();
        Given(Declare, s_resolve, s_agree).When(done with { ByDesk = "mobile" }).ThenRefused("not-responsible");
        Given(Declare, s_resolve).When(done).ThenRefused("improvement-unknown");
    }

    [Fact]
    public void Only_the_responsible_desk_and_the_city_look_back() =>
        Given(Declare, s_resolve).When(s_review with { ByDesk = "telephony" }).ThenRefused("not-responsible").When(s_review with { ByDesk = "workplace" }).Then<IncidentReviewed>();

    [Fact]
    public void What_is_promised_for_the_past_is_no_improvement() => Given(Declare, s_resolve).When(s_agree with { Due = s_over }).ThenRefused("not-yet");
}
