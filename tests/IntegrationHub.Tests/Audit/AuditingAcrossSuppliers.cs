using IntegrationHub.Core.Audit;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Tests.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Audit;

/// <summary>What the city office sees of a case that touched two suppliers, now and as it was known.</summary>
public sealed class AuditingAcrossSuppliers
{
    [Fact]
    public void Each_event_stands_in_the_column_of_its_party()
    {
        var story = Of(Bounced());
        Assert.Equal(["user", "city", "workplace", "telephony"], story.Parties);
        Assert.Equal("user", story.Entries.Single(entry => entry.Happened.Fact is CaseOpened).Party);
        Assert.Equal("city", story.Entries.Single(entry => entry.Happened.Fact is CaseRouted).Party);
        Assert.Equal("workplace", story.Entries.Single(entry => entry.Happened.Fact is HandoverProposed).Party);
        Assert.Equal("telephony", story.Entries.Single(entry => entry.Happened.Fact is HandoverAccepted).Party);
    }

    [Fact]
    public void Each_handshake_has_its_answer()
    {
        var shakes = Of(Bounced()).Strands.Single().Handshakes;
        Assert.Equal(
            [(null, "workplace", "accepted"), ("workplace", "telephony", "accepted"), ("telephony", "workplace", "joint")],
            shakes.Select(shake => (shake.From, shake.To, shake.Answer)));
        var silent = Of(new CaseStory().Then("user", Open()).Then("supplier:workplace", new AcceptCase("workplace", null, Start))
            .Then("supplier:workplace", new ProposeHandover("workplace", "telephony", "Nätet", Start)).Then("hub", new MissAnswer(Start.AddDays(1)))).Strands.Single().Handshakes;
        Assert.Equal(("silent", Start.AddDays(1)), (silent[^1].Answer, silent[^1].AnsweredAt));
        Assert.Equal("open", Of(new CaseStory().Then("user", Open())).Strands.Single().Handshakes.Single().Answer);
    }

    [Fact]
    public void It_is_as_known_at_the_moment_that_is_asked_for()
    {
        var story = AuditStory.Of(null, [Bounced().History], 0, (_, desk) => desk, Start.AddDays(2), Start.AddMinutes(5));
        Assert.DoesNotContain(story.Entries, entry => entry.Happened.Fact is HandoverAccepted);
        Assert.Equal("open", story.Strands.Single().Handshakes[^1].Answer);
        Assert.Equal((Party.Desk("workplace").Value, 300.0), (story.Strands.Single().Ledger[^1].Responsible, story.Strands.Single().Ledger.Sum(span => span.Seconds)));
    }

    [Fact]
    public void A_case_at_one_supplier_is_in_no_list_and_one_at_two_is()
    {
        var row = Fold(Bounced().History);
        Assert.Equal(("no", 1, 1, 0), (AuditRow.View.Columns["crosses"](row), row.Handovers, row.Joint, row.Silences)); // Nothing has told yet for which supplier the other desk works.
        row = Fold([.. Bounced().Then("hub", Report("telephony")).History]);
        Assert.Equal(("yes", "|telephony|workplace|"), (AuditRow.View.Columns["crosses"](row), row.Suppliers));
    }

    [Fact]
    public void An_incident_has_its_desks_and_organisations_and_its_end()
    {
        var declared = new IncidentDeclared(
            IncidentNumber.FromSequence(1), new("Nätet", "The network"), null, new IncidentScope([], [], ["Kulturförvaltningen"], []), IncidentLevel.Ordinary, "telephony", ["workplace"],
            IncidentSource.Hand, [], Start, Start);
        var row = Fold(IncidentNumber.FromSequence(1).Stream, declared, new IncidentDesksChanged("mobile", [], "Radio", Start.AddHours(1)), new IncidentResolved("mobile", new("Klart", "Done"), Start.AddHours(2)));
        Assert.Equal(("incident", "|mobile|telephony|workplace|", "|Kulturförvaltningen|", true, Start.AddHours(2)), (row.Kind, row.Desks, row.Organisations, row.Over, row.UpdatedAt));
    }

    private static CaseStory Bounced() => new CaseStory().Then("user", Open()).Then("supplier:workplace", new AcceptCase("workplace", null, Start.AddMinutes(1)))
        .Then("supplier:workplace", new ProposeHandover("workplace", "telephony", "Nätet", Start.AddMinutes(2)))
        .Then("supplier:telephony", new AcceptHandover("telephony", Start.AddMinutes(10)))
        .Then("supplier:telephony", new ProposeHandover("telephony", "workplace", "Skrivaren", Start.AddMinutes(20)));

    private static ReportFromSupplier Report(string supplier) => new(
        new SupplierReported(supplier, "m1", "ticket", "T-1", supplier, null, null, null, null, null, null, null, Start.AddMinutes(30)), null, Start.AddMinutes(30));

    private static AuditStory Of(CaseStory story) => AuditStory.Of(null, [story.History], 0, (_, desk) => desk, Start.AddDays(2), null);

    private static AuditRow Fold(IReadOnlyList<Known> history) => history.Aggregate((AuditRow?)null, AuditRow.View.Apply)!;

    private static AuditRow Fold(string stream, params IncidentEvent[] facts) => Fold(
        [.. facts.Select((fact, index) => new Known(
            new RecordedEvent(stream, index, new LogPosition(index), EventId.Of(Guid.Empty, index), StoredTypes.NameOf(fact.GetType()), default, default, fact.At), fact, new EventContext("hub", "web")))]);
}
