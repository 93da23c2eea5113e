using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Cases;

namespace IntegrationHub.Tests.Privacy;

public sealed class DecidingOnAPerson
{
    private static readonly PersonId s_person = new("p-1");
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonHeld s_held = new(s_person, "staff:a", "Mål 12-26", s_now);
    private static readonly PersonErasureOrdered s_ordered = new(s_person, "staff:a", "Begäran", s_now);

    [Fact]
    public void Data_under_legal_hold_is_not_erased_and_the_refusal_says_why_and_what_to_do()
    {
        var no = Assert.IsType<Refused<PersonEvent>>(PersonRecord.Empty.After(s_held).Erase(s_person, "staff:a", "Begäran", s_now));
        Assert.Equal("person-held", no.Code);
        Assert.Contains("Mål 12-26", no.Why, StringComparison.Ordinal);
        Assert.Contains("hub release p-1", no.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void After_the_hold_it_is()
    {
        var record = PersonRecord.Empty.After(s_held).After(new PersonReleased(s_person, "staff:a", "Avgjort", s_now));
        Assert.Equal([s_ordered], Assert.IsType<Accepted<PersonEvent>>(record.Erase(s_person, "staff:a", "Begäran", s_now)).Events);
    }

    [Fact]
    public void An_order_is_given_once_and_leaves_nothing_to_hold()
    {
        var record = PersonRecord.Empty.After(s_ordered);
        Assert.Empty(Assert.IsType<Accepted<PersonEvent>>(record.Erase(s_person, "staff:b", "Igen", s_now)).Events);
        Assert.Equal("person-erased", Assert.IsType<Refused<PersonEvent>>(record.Keep(s_person, "staff:a", "Mål", s_now)).Code);
    }

    [Fact]
    public void A_closed_case_without_texts_takes_none()
    {
        var state = Scenario.Given(Scenario.Open()).State.After(new CaseClosed(s_now)).After(new CaseTextsErased("retention", s_now));
        Assert.Equal("case-erased", Assert.IsType<Refused<CaseEvent>>(CaseDecider.Decide(state, new AddNote(NoteVisibility.Public, "Mer", s_now))).Code);
        Assert.Equal("case-erased", Assert.IsType<Refused<CaseEvent>>(CaseDecider.Decide(state, new ReopenCase("Igen", s_now))).Code);
    }
}
