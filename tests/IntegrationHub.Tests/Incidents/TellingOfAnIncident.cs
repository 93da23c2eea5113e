using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using static IntegrationHub.Tests.Incidents.IncidentScenario;

namespace IntegrationHub.Tests.Incidents;

public sealed class TellingOfAnIncident
{
    [Fact]
    public void What_where_what_is_known_and_when_there_is_more()
    {
        var told = SpokenIncident.Of(Row(new IncidentScope(["email"], [], ["utbildning"], ["Ekskolan"])), Start);
        Assert.Equal("E-posten fungerar inte. Det gäller Ekskolan, utbildning. En server är trasig. Nytt besked senast klockan 10.30.", told.Sv);
        Assert.Equal("Email does not work. It concerns Ekskolan, utbildning. A server is broken. More news by 10.30.", told.En);
    }

    [Fact]
    public void A_promise_of_another_day_has_its_date_and_one_that_passed_is_not_told()
    {
        var row = Row(new IncidentScope([], [], [], []));
        Assert.EndsWith("Nytt besked senast den 24 november klockan 10.30.", SpokenIncident.Of(row, Start.AddDays(-1)).Sv, StringComparison.Ordinal);
        Assert.EndsWith("More news by 24 November at 10.30.", SpokenIncident.Of(row, Start.AddDays(-1)).En, StringComparison.Ordinal);
        Assert.EndsWith("trasig.", SpokenIncident.Of(row, Start.AddHours(3)).Sv, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_says_which_what_and_how_to_be_spared()
    {
        var declared = Declare.Declared;
        Assert.Equal(
            "Nytt om driftstörning 100 011 (E-posten fungerar inte): En server är trasig. Skriv STOPP för att slippa fler sms.",
            IncidentNotice.For(declared, new IncidentTold(Text, Start, Start), "sv"));
        Assert.StartsWith("Incident 100 011 (Email does not work) is over: A server", IncidentNotice.For(declared, new IncidentResolved("workplace", Text, Start), "en"), StringComparison.Ordinal);
        Assert.Contains("inte löst ändå", IncidentNotice.For(declared, new IncidentReopened(Text, Start, Start), "sv"), StringComparison.Ordinal);
        Assert.Null(IncidentNotice.For(declared, declared, "sv"));
    }

    [Fact]
    public void Its_end_resolves_a_case_of_its_own_desk_and_is_noted_in_another()
    {
        var ended = new IncidentResolved("workplace", Text, Start);
        CaseState Case(string desk, CasePhase phase) => CaseState.Empty with { Number = IncidentScenario.Case, Person = new PersonId("p-1"), Desk = desk, Phase = phase };
        CaseCommand? On(string desk, CasePhase phase) => Settlement.Of(Case(desk, phase), "sv", Number, ended, Start);
        Assert.Equal(new ResolveCase("workplace", Text.Sv, Start), On("workplace", CasePhase.Offered));
        Assert.Equal(new ResolveCase("workplace", Text.Sv, Start), On("workplace", CasePhase.AwaitingUser));
        Assert.Contains("100011 är löst: En server", Assert.IsType<AddNote>(On("mobile", CasePhase.InProgress)).Text, StringComparison.Ordinal);
        Assert.IsType<AddNote>(On("workplace", CasePhase.Unrouted)); // It declined: the case is nobody's yet.
        Assert.Null(On("workplace", CasePhase.Resolved));
        Assert.Null(On("mobile", CasePhase.Closed));
    }

    [Theory]
    [InlineData(1, "100011")]
    [InlineData(2, "100029")]
    public void Its_number_is_never_a_cases(int sequence, string number)
    {
        Assert.Equal(number, IncidentNumber.FromSequence(sequence).Value);
        Assert.True(IncidentNumber.TryParse("#" + IncidentNumber.FromSequence(sequence).Spaced, out var read));
        Assert.Equal((number, "incident-" + number), (read.Value, read.Stream));
        Assert.Equal(read, IncidentNumber.OfStream(read.Stream));
        Assert.Null(IncidentNumber.OfStream("incident-numbers"));
        for (var n = 1; n < 2_000; n++)
        {
            Assert.False(IncidentNumber.TryParse(CaseNumber.FromSequence(n).Value, out _));
            Assert.False(CaseNumber.TryParse(IncidentNumber.FromSequence(n * 9_973L).Value, out _));
        }
    }

    private static IncidentRow Row(IncidentScope scope) => new(
        Number, IncidentPhase.Ongoing, IncidentLevel.Ordinary, Declare.Declared.What, Text, null, scope, "workplace", 0, 0,
        Start.AddMinutes(90), Start, Start, null);
}
