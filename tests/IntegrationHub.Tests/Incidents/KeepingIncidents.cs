using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Texts;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;
using static IntegrationHub.Tests.Incidents.IncidentScenario;

namespace IntegrationHub.Tests.Incidents;

/// <summary>Incidents in the log, and the lists that are drawn of them.</summary>
public sealed class KeepingIncidents : IDisposable
{
    private static readonly EventContext s_staff = new("staff:operator", "web");
    private static readonly PersonId s_person = new("p-1");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("incidents-");
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly MemoryEventLog _log;
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly IncidentStore _incidents;
    private readonly IncidentIntake _intake;
    private readonly AffectedPeople _people;

    public KeepingIncidents()
    {
        _log = new MemoryEventLog(_clock);
        _incidents = new IncidentStore(_log, _codec);
        _intake = new IncidentIntake(_log, _codec, _incidents, new IncidentNumbers(_log, _codec, _clock));
        _people = new AffectedPeople(_log, _codec);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_same_declaration_is_one_incident_and_another_under_its_key_is_refused()
    {
        var first = await DeclareAsync("a");
        Assert.Equal(first, await DeclareAsync("a"));
        Assert.NotEqual(first, await DeclareAsync("b"));
        var (_, refused) = await _intake.TakeAsync(Said("a") with { ContentHash = "other" }, s_staff, Start, Ct);
        Assert.Equal("key-reused", refused!.Code);
        Assert.Single((await _incidents.LoadAsync(first, Ct)).History);
    }

    [Fact]
    public async Task Declared_at_once_by_many_each_has_its_number() =>
        Assert.Equal(20, (await Task.WhenAll(Enumerable.Range(0, 20).Select(n => DeclareAsync($"k{n}")))).Distinct().Count());

    [Fact]
    public async Task The_list_counts_whom_it_hits_once_and_knows_the_latest_news()
    {
        var number = await DeclareAsync("a");
        await ActAsync(number, new TellNews(Text, null, Start));
        await ActAsync(number, new JoinCase(Case, IncidentSource.Hand, "Same.", Start));
        await JoinAsync(number, "p-1");
        await JoinAsync(number, "p-1");
        await JoinAsync(number, "p-2");
        using var view = Open();
        await view.CatchUpAsync(_log, Ct);
        var row = view.Find(number.Value)!;
        Assert.Equal((IncidentPhase.Ongoing, 1, 2, Text), (row.Status, row.Cases, row.Affected, row.Known));
        Assert.Equal(Start.AddHours(1), row.NextNewsDue);

        await ActAsync(number, new ResolveIncident(Text, Start));
        await view.CatchUpAsync(_log, Ct);
        Assert.Equal((IncidentPhase.Resolved, null), (view.Find(number.Value)!.Status, view.Find(number.Value)!.NextNewsDue));
        Assert.Empty(view.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = "ongoing" }, null, 10));
    }

    [Fact]
    public async Task A_list_that_passes_events_over_begins_after_them_when_it_is_opened_again()
    {
        await DeclareAsync("a");
        var view = Open();
        await view.CatchUpAsync(_log, Ct);
        await JoinAsync(IncidentNumber.FromSequence(1), "p-1");
        await _people.NoteAsync(new IncidentNewsSent(IncidentNumber.FromSequence(1), s_person, "x", "sent", Start), Ct);
        await foreach (var recorded in _log.ReadAllAsync(view.Position, Ct))
        {
            await view.ApplyAsync([recorded], Ct);
        }

        view.Dispose();
        using var again = Open();
        Assert.Equal(await _log.HeadAsync(Ct), again.Position);
        Assert.Equal(1, again.Find(IncidentNumber.FromSequence(1).Value)!.Affected);
    }

    [Fact]
    public async Task STOPP_holds_until_START_or_JA_or_until_news_is_asked_for()
    {
        using var view = LiveView.Open(StoppedNumber.View, _folder.FullName);
        async Task<bool> AfterAsync(TextAct act)
        {
            var id = Guid.CreateVersion7(_clock.GetUtcNow());
            var text = new TextReceived(id.ToString(), s_person, null, Personal.Public("x"), act, null, "sv", Start);
            await _log.AppendAsync($"text-{id:N}", ExpectedRevision.None, [_codec.Encode(id, text, s_staff)], Ct);
            await view.CatchUpAsync(_log, Ct);
            return view.Find(s_person.Value) is not null;
        }

        Assert.True(await AfterAsync(TextAct.Stopped));
        Assert.True(await AfterAsync(TextAct.PassedOn));
        Assert.False(await AfterAsync(TextAct.Started));
        Assert.True(await AfterAsync(TextAct.Stopped));
        Assert.False(await AfterAsync(TextAct.Confirmed));
        Assert.True(await AfterAsync(TextAct.Stopped));
        await _people.WantNewsAsync(new IncidentNewsAskedFor(Number, s_person, Personal.Public("+46701234567"), "sv", Start), "call-1", Ct);
        await view.CatchUpAsync(_log, Ct);
        Assert.Null(view.Find(s_person.Value));
    }

    [Fact]
    public async Task The_timeline_says_who_had_the_ball_as_it_was_known_then()
    {
        var number = await DeclareAsync("a");
        _clock.Advance(TimeSpan.FromMinutes(10));
        await ActAsync(number, new ChangeDesks("telephony", [], "The network.", _clock.GetUtcNow()));
        _clock.Advance(TimeSpan.FromMinutes(20));
        await ActAsync(number, new ResolveIncident(Text, _clock.GetUtcNow()));
        var history = (await _incidents.LoadAsync(number, Ct)).History;
        var whole = IncidentTimeline.Of(number, history, _clock.GetUtcNow(), null, _codec.Json);
        Assert.Equal([("desk:workplace", 600d), ("desk:telephony", 1200d)], whole.Ledger.Select(span => (span.Responsible, span.Seconds)));
        var then = IncidentTimeline.Of(number, history, _clock.GetUtcNow(), Start.AddMinutes(5), _codec.Json);
        Assert.Equal([("desk:workplace", 300d)], then.Ledger.Select(span => (span.Responsible, span.Seconds)));
        Assert.Single(then.Events);
    }

    private LiveView<IncidentRow> Open() => LiveView.Open(IncidentRow.View, _folder.FullName);

    private static Declaration Said(string key) => new(
        key, "hash", Declare.Declared.What, null, Declare.Declared.Scope, IncidentLevel.Ordinary, "workplace", [], null);

    private async Task<IncidentNumber> DeclareAsync(string key) => (await _intake.TakeAsync(Said(key), s_staff, Start, Ct)).Number;

    private Task JoinAsync(IncidentNumber number, string person) =>
        _people.JoinAsync(new PersonAffected(number, new PersonId(person), "phone", "call-1", "sv", Start), Ct);

    private async Task ActAsync(IncidentNumber number, IncidentCommand command) => Assert.IsType<Accepted<IncidentEvent>>(
        await _incidents.DecideAsync(number, command, Guid.CreateVersion7(_clock.GetUtcNow()), s_staff, ifRevision: null, Ct));
}
