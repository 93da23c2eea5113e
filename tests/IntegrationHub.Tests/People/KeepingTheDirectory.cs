using IntegrationHub.Core;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.People;

public sealed class KeepingTheDirectory
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonId s_person = new("p-1");
    private static readonly PersonId s_manager = new("p-2");

    private static readonly PersonDraft s_asa = new("kgr-1001")
    {
        GivenName = "Åsa",
        FamilyName = "Öst",
        Phones = [new DraftWay("+46701234567", "mobile")],
        Organisation = "utbildning",
        Site = "norra-skolan",
        Roles = [new DraftRole("education", "lärare"), new DraftRole("office", "förtroendevald", Organisation: "stadsbyggnad")],
        Manager = "kgr-2",
    };

    [Fact]
    public void Someone_new_is_registered() =>
        Assert.Equal("Åsa Öst", Assert.IsType<PersonRegistered>(Assert.Single(Keep([], s_asa))).Facts.FullName);

    [Fact]
    public void The_same_again_is_nothing() => Assert.Empty(Keep(Keep([], s_asa), s_asa with { Roles = [.. s_asa.Roles], Phones = [.. s_asa.Phones] }));

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_is_a_change(PersonDraft other) => Assert.False(Assert.IsType<PersonChanged>(Assert.Single(Keep(Keep([], s_asa), other))).Moved);

    public static TheoryData<PersonDraft> Others =>
    [
        s_asa with { Phones = [] }, s_asa with { Phones = [new DraftWay("+46701234567")] }, s_asa with { Roles = [s_asa.Roles[0]] },
        s_asa with { Manager = null }, s_asa with { ActiveUntil = new DateOnly(2026, 12, 31) }, s_asa with { Site = "södra-skolan" },
    ];

    [Fact]
    public void Another_organisation_is_a_move_and_the_cases_are_for_the_manager_before()
    {
        var moved = Assert.IsType<PersonChanged>(Assert.Single(Keep(Keep([], s_asa), s_asa with { Organisation = "kultur", Manager = "kgr-9" })));
        Assert.Equal((true, s_manager), (moved.Moved, moved.MovedFrom));
    }

    [Fact]
    public void Who_leaves_is_the_managers_to_settle_and_leaves_once()
    {
        var registered = Keep([], s_asa);
        var left = Decide(registered, new LetPersonGo(Removed: false, s_now));
        Assert.Equal(s_manager, Assert.IsType<PersonLeft>(Assert.Single(left)).Manager);
        Assert.Empty(Decide([.. registered, .. left], new LetPersonGo(Removed: false, s_now)));
        Assert.IsType<PersonRegistered>(Assert.Single(Keep([.. registered, .. left], s_asa))); // And may come back.
    }

    [Fact]
    public void A_stranger_cannot_leave() =>
        Assert.Equal("person-unknown", Assert.IsType<Refused<DirectoryEvent>>(DirectoryDecider.Decide(s_person, DirectoryPerson.Empty, new LetPersonGo(true, s_now))).Code);

    [Fact]
    public void A_matter_of_someone_in_both_areas_belongs_to_neither_until_asked()
    {
        var facts = Facts(s_asa);
        Assert.Equal(new Placement(null, "utbildning", "norra-skolan"), facts.Placed);
        Assert.Equal(new Placement("office", "stadsbyggnad", "norra-skolan"), facts.Of(facts.Roles[1]));
        Assert.Equal("education", Facts(s_asa with { Roles = [s_asa.Roles[0]] }).Placed.Area);
    }

    [Theory]
    [InlineData("2026-11-23", false)]
    [InlineData("2026-11-24", true)]
    [InlineData("2026-12-24", true)]
    [InlineData("2026-12-25", false)]
    public void A_person_is_active_from_the_first_to_the_last_day(string day, bool active) => Assert.Equal(
        active, Facts(s_asa with { ActiveFrom = new DateOnly(2026, 11, 24), ActiveUntil = new DateOnly(2026, 12, 24) })
            .IsActiveOn(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Nothing_that_tells_who_it_is_stands_in_the_clear()
    {
        var stored = new EventCodec(new TestKeys()).Encode(Guid.Empty, Keep([], s_asa with { Mails = [new DraftWay("asa@example.se")], Unit = "Matematik" })[0], new EventContext("hub", "import"));
        var text = System.Text.Encoding.UTF8.GetString(stored.Data.Span);
        Assert.DoesNotContain(
            (string[])["Åsa", "Öst", "kgr-", "4670", "asa@", "lärare", "Matematik"], secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("utbildning", text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<DirectoryEvent> Keep(IReadOnlyList<DirectoryEvent> before, PersonDraft draft) => Decide(before, new KeepPerson(Facts(draft), s_now));

    private static IReadOnlyList<DirectoryEvent> Decide(IReadOnlyList<DirectoryEvent> before, DirectoryCommand command) =>
        Assert.IsType<Accepted<DirectoryEvent>>(DirectoryDecider.Decide(s_person, before.Aggregate(DirectoryPerson.Empty, (state, fact) => state.After(fact)), command)).Events;

    private static PersonFacts Facts(PersonDraft draft) => draft.Seal(s_person, external => external == "kgr-2" ? s_manager : new PersonId("p-9"));
}
