using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Tests.Cases;
using static IntegrationHub.Tests.Cases.Scenario;

namespace IntegrationHub.Tests.Search;

/// <summary>What searches see of a case.</summary>
public sealed class DrawingACase
{
    private static readonly OpenCase s_open = Open();

    [Fact]
    public void A_case_that_does_not_exist_has_no_document() => Assert.Null(CaseDocument.Of(new LoadedCase(CaseState.Empty, [])));

    [Fact]
    public void Everything_said_and_written_is_there_in_order_and_once()
    {
        var document = Of(
            s_open, new AcceptCase("workplace", "WP-1", Start), new AskUser("workplace", "Vilken skrivare?", Start), new AnswerDesk("Den svarta", Start),
            Reported("Beställt toner", new TellProgress("workplace", "Beställt toner", Start)),
            new AddNote(NoteVisibility.Public, "Plan 3", Start), new ResolveCase("workplace", "Bytte toner", Start), new ReopenCase("Den ränder", Start));
        Assert.Equal(["Skrivaren är trasig", "Vilken skrivare?", "Den svarta", "Beställt toner", "Plan 3", "Bytte toner", "Den ränder"], document.Texts);
    }

    [Fact]
    public void An_internal_note_is_the_desks_own_and_no_search_finds_it()
    {
        var document = Of(s_open, new AddNote(NoteVisibility.Internal, "Har slutat, fråga chefen", Start), new AddNote(NoteVisibility.Public, "Plan 3", Start));
        Assert.Equal(["Skrivaren är trasig", "Plan 3"], document.Texts);
    }

    [Fact]
    public void It_is_found_by_whom_it_concerns_where_it_is_and_where_it_stands()
    {
        var opened = s_open.Opened with
        {
            Area = "education",
            Site = "Berget",
            Organisation = "Bildning",
            Reporter = new Reporter(new PersonId("p-1"), new Personal(new PersonId("p-1"), "Åsa Öst")),
        };
        var document = Of(s_open with { Opened = opened }, new AcceptCase("workplace", "WP-1", Start));
        Assert.Equal((Number.Stream, Number.Value, Start, "Skrivaren är trasig"), (document.Key, document.Number, document.At, document.Title));
        Assert.Equal(["workplace|workplace|printing|education|Berget|Bildning|p-1|WP-1|in-progress|Åsa Öst"],
            [string.Join('|', document.Supplier[0], document.Desk[0], document.Service[0], document.Area[0], document.Site[0],
                document.Organisation[0], document.Person[0], document.Ticket[0], document.Status[0], document.Texts[^1])]);
    }

    [Fact]
    public void It_keeps_every_suppliers_ticket_but_only_those_desks_that_have_it_now()
    {
        var document = Of(
            s_open, Reported("Inte vår", new DeclineCase("workplace", "Inte vår", Start)),
            new RouteCase(new("mobile-phone", "mobile", 1, [], [], null), "mobile-supplier", Start), new AcceptCase("mobile", "MOB-9", Start));
        Assert.Equal(["workplace", "mobile-supplier"], document.Supplier);
        Assert.Equal(["mobile"], document.Desk);
        Assert.Equal(["WP-7", "MOB-9"], document.Ticket);
    }

    [Fact]
    public void An_erased_person_leaves_no_words_behind()
    {
        var opened = s_open.Opened with { Description = new Personal(new PersonId("p-1"), null), Reporter = new Reporter(new PersonId("p-1"), new Personal(new PersonId("p-1"), null)) };
        var document = Of(s_open with { Opened = opened });
        Assert.Equal(Personal.Erased, document.Title);
        Assert.Empty(document.Texts);
    }

    [Fact]
    public void A_long_description_gives_a_title_of_one_line_cut_at_a_word()
    {
        var words = string.Join(' ', Enumerable.Repeat("skrivare", 40));
        var document = Of(s_open with { Opened = s_open.Opened with { Description = Personal.Public(words + "\nandra raden") } });
        Assert.EndsWith("skrivare…", document.Title, StringComparison.Ordinal);
        Assert.InRange(document.Title.Length, 100, 121);
    }

    private static ReportFromSupplier Reported(string text, CaseCommand means) => new(
        new SupplierReported("workplace", "m-" + text, "note", "WP-7", null, null, null, null, Personal.Public(text), null, "hash", null, Start), means, Start);

    private static SearchDocument Of(params CaseCommand[] commands)
    {
        var (state, history) = (CaseState.Empty, new List<Known>());
        foreach (var command in commands)
        {
            foreach (var fact in Assert.IsType<Accepted<CaseEvent>>(CaseDecider.Decide(state, command)).Events)
            {
                var recorded = new RecordedEvent(Number.Stream, history.Count, new(history.Count), Guid.Empty, "any.v1", default, default, Start);
                history.Add(new Known(recorded, fact, new EventContext("user", "web")));
                state = state.After(fact);
            }
        }

        return CaseDocument.Of(new LoadedCase(state, history))!;
    }
}
