using IntegrationHub.Core.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Cases;

public sealed class HearingFromASupplier
{
    private static ReportFromSupplier Report(string id, string hash, CaseCommand? means) => new(
        new SupplierReported("workplace", id, "ticket", "WP-1", "workplace", null, null, null, null, null, hash, null, Start), means, Start);

    [Fact]
    public void What_it_says_is_kept_with_what_it_means() =>
        Given(Open()).When(Report("m1", "h", new AcceptCase("workplace", "WP-1", Start)))
            .Then<SupplierReported>(e => Assert.Null(e.Refused)).Then<CaseAccepted>();

    [Fact]
    public void The_same_message_again_changes_nothing() =>
        Given(Open(), Report("m1", "h", new AcceptCase("workplace", "WP-1", Start)))
            .When(Report("m1", "h", new AcceptCase("workplace", "WP-1", Start))).ThenNothing();

    [Fact]
    public void The_same_message_with_other_content_is_refused() =>
        Given(Open(), Report("m1", "h", null)).When(Report("m1", "other", null)).ThenRefused("message-differs");

    [Fact]
    public void What_the_rules_refuse_is_kept_with_the_rule_and_has_no_effect() =>
        Given(Open()).When(Report("m1", "h", new ResolveCase("mobile", "Klart", Start)))
            .Then<SupplierReported>(e => Assert.Equal("not-responsible", e.Refused)).ThenResponsible(Party.Desk("workplace"));
}
