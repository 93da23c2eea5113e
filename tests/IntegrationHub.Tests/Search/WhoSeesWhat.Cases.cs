using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Cases;
using IntegrationHub.Tests.Cases;
using IntegrationHub.Tests.People;

namespace IntegrationHub.Tests.Search;

public sealed partial class WhoSeesWhat
{
    [Theory]
    [InlineData("a", "user", true, false)] // Whoever reported it.
    [InlineData("b", "user", true, false)] // Whoever orders for the organisation.
    [InlineData("s", "user", false, false)]
    [InlineData("unknown", "user", false, false)]
    [InlineData(null, "supplier", false, false)]
    [InlineData(null, "desk:mobile", false, false)]
    [InlineData(null, "desk:workplace", true, true)]
    [InlineData(null, "agent", true, true)]
    [InlineData(null, "city-office", true, true)]
    public async Task A_case_is_shown_to_whom_searches_show_it_and_internal_notes_to_the_city_and_its_desks(string? subject, string role, bool isShown, bool notesToo)
    {
        var asa = await KeepAsync(new PersonDraft("a") { Organisation = "bildning" });
        await KeepAsync(new PersonDraft("b") { Organisation = "bildning", Roles = [new("office", "Beställare")] });
        await KeepAsync(new PersonDraft("s") { Organisation = "kultur", Roles = [new("office", "Beställare")] });
        var cases = new CaseStore(_log, s_codec);
        var opened = Scenario.Open().Opened with { Reporter = new Reporter(asa), Organisation = "bildning" };
        var context = new Core.EventLog.EventContext("user", "web");
        foreach (var (n, command) in new CaseCommand[]
        {
            Scenario.Open() with { Opened = opened }, new AddNote(NoteVisibility.Internal, "Har slutat", Scenario.Start), new AddNote(NoteVisibility.Public, "Plan 3", Scenario.Start),
        }.Index())
        {
            await cases.DecideAsync(Scenario.Number, command, Core.EventLog.EventId.From("note", n.ToString(System.Globalization.CultureInfo.InvariantCulture)), context, null, Ct);
        }

        var (access, user) = (new CaseAccess(_access, cases), User(subject, role));
        var loaded = await access.FindAsync(Scenario.Number.Value, user, Ct);
        Assert.Equal(isShown, loaded is not null);
        var notes = CaseAccess.Readable(loaded?.History ?? [], user).Select(known => known.Fact).OfType<NoteAdded>().Select(note => note.Visibility);
        NoteVisibility[] readable = !isShown ? [] : notesToo ? [NoteVisibility.Internal, NoteVisibility.Public] : [NoteVisibility.Public];
        Assert.Equal(readable, notes);
        Assert.Null(await access.FindAsync(CaseNumber.FromSequence(77).Value, user, Ct));
    }
}
