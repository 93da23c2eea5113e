using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Correlation;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Correlation;

/// <summary>What stands in the log becomes incidents and proposals, once.</summary>
public sealed class CorrelatingLive : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly string s_opened = StoredTypes.NameOf(typeof(CaseOpened));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("correlation-");
    private readonly FakeTimeProvider _clock = new(s_start);
    private readonly MemoryEventLog _log;
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly IncidentStore _incidents;
    private readonly IncidentIntake _intake;
    private int _cases;

    public CorrelatingLive()
    {
        _log = new MemoryEventLog(_clock);
        _incidents = new IncidentStore(_log, _codec);
        _intake = new IncidentIntake(_log, _codec, _incidents, new IncidentNumbers(_log, _codec, _clock));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Cases_with_a_common_cause_join_one_incident_with_reasons_and_later_ones_too()
    {
        var cases = await OpenAsync(6);
        await RunAsync(Live(declareAt: 1));
        var incident = await SingleAsync();
        Assert.Equal(IncidentSource.Correlation, incident.Source);
        Assert.Equal(["Ekskolan"], incident.Scope.Sites);
        Assert.Equal(cases, incident.Cases);
        Assert.NotEmpty(incident.Reasons);
    }

    [Fact]
    public async Task A_second_run_over_the_same_log_adds_nothing()
    {
        await OpenAsync(6);
        await RunAsync(Live(declareAt: 1));
        var head = await _log.HeadAsync(Ct);
        await RunAsync(Live(declareAt: 1));
        Assert.Equal(head, await _log.HeadAsync(Ct));
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await OpenAsync(5);
        await RunAsync(Live(declareAt: 1));
        var before = await _log.HeadAsync(Ct);
        var late = Assert.Single(await OpenAsync(1));
        await RunAsync(Live(declareAt: 1), before);
        Assert.Contains(late, (await SingleAsync()).Cases);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_its_reports_have_ended_the_desk_is_asked_and_nothing_is_resolved_over_its_head(bool restarted)
    {
        await OpenAsync(6);
        var live = Live(declareAt: 1);
        await RunAsync(live);
        var before = await _log.HeadAsync(Ct);
        for (var quarter = 1; quarter < 30; quarter++, _cases++)
        {
            await OpenAsync(s_start.AddMinutes(15 * quarter), "skrivaren har fastnat", "printing", $"Plats{quarter}");
        }

        await RunAsync(restarted ? Live(declareAt: 1) : live, before);
        var incident = await SingleAsync();
        Assert.Equal(IncidentPhase.Ongoing, incident.Status);
        Assert.NotNull(incident.QuietSince);
        Assert.Single((await FactsAsync()).OfType<IncidentQuieted>());
    }

    [Fact]
    public async Task A_case_that_a_person_took_out_is_not_joined_again()
    {
        await OpenAsync(5);
        await RunAsync(Live(declareAt: 1));
        var incident = await SingleAsync();
        var out1 = incident.Cases[0];
        await _incidents.DecideAsync(
            incident.Number, new LeaveCase(out1, IncidentSource.Hand, "Another matter.", s_start), EventId.From("test-leave", out1.Value), new EventContext("staff:operator", "web"), null, Ct);
        await OpenAsync(3);
        await RunAsync(Live(declareAt: 1));
        Assert.DoesNotContain(out1, (await SingleAsync()).Cases);
    }

    [Fact]
    public async Task What_is_not_sure_enough_is_proposed_once_and_a_person_decides()
    {
        var cases = await OpenAsync(6);
        await RunAsync(Live(declareAt: 1_000));
        Assert.Empty(await IncidentsAsync());
        var made = Assert.Single((await FactsAsync()).OfType<ProposalMade>());
        var desk = new ProposalDesk(_log, _codec, _intake, _incidents, _clock);
        Assert.Null((await desk.AcceptAsync("nonsense", "staff:a", Ct)).Row);
        var number = (await desk.AcceptAsync(made.Proposal, "staff:a", Ct)).Number;
        Assert.Equal(number, (await desk.AcceptAsync(made.Proposal, "staff:a", Ct)).Number);
        Assert.NotNull((await desk.RejectAsync(made.Proposal, "No.", "staff:b", Ct)).Why);
        Assert.Single((await FactsAsync()).OfType<ProposalAccepted>());
        Assert.Equal(made.Cases.Select(one => one.Case), (await SingleAsync()).Cases);
        Assert.Subset(cases.ToHashSet(), made.Cases.Select(one => one.Case).ToHashSet());
    }

    [Fact]
    public async Task A_rejected_proposal_is_no_incident()
    {
        await OpenAsync(6);
        await RunAsync(Live(declareAt: 1_000));
        var desk = new ProposalDesk(_log, _codec, _intake, _incidents, _clock);
        var id = (await FactsAsync()).OfType<ProposalMade>().Single().Proposal;
        await desk.RejectAsync(id, "Three teachers in one room.", "staff:a", Ct);
        Assert.NotNull((await desk.AcceptAsync(id, "staff:a", Ct)).Why);
        Assert.Empty(await IncidentsAsync());
    }

    [Fact]
    public async Task A_matter_that_is_not_ours_is_no_report()
    {
        await OpenAsync(6, ServiceCatalogue.NotOurs);
        await RunAsync(Live(declareAt: 1));
        Assert.Empty(await IncidentsAsync());
    }

    [Fact]
    public async Task When_the_rules_change_a_person_sees_what_would_change_says_yes_and_takes_it_back()
    {
        var cases = await OpenAsync(6);
        await RunAsync(Live(declareAt: 1_000));
        Assert.Empty(await IncidentsAsync());
        var rules = new RulesInForce(Path.Combine(_folder.FullName, "rules"), "others");
        Assert.False(rules.AreNew);
        rules = new RulesInForce(Path.Combine(_folder.FullName, "rules"), "these");
        Assert.True(rules.AreNew);
        var regroupings = Regroupings(declareAt: 1, rules);
        var head = await _log.HeadAsync(Ct);
        var plan = await regroupings.PreviewAsync(Ct);
        Assert.Equal((head, plan.Plan), (await _log.HeadAsync(Ct), (await regroupings.PreviewAsync(Ct)).Plan));
        var change = Assert.Single(plan.Changes);
        Assert.Null(change.Incident);
        Assert.Equal(cases, change.Joins.Select(one => one.Case));
        Assert.Null(await regroupings.ApplyAsync(new string('0', 32), "staff:a", Ct));

        var number = Assert.Single((await regroupings.ApplyAsync(plan.Plan, "staff:a", Ct))!.Changes).Incident;
        Assert.False(rules.AreNew);
        Assert.Equal(cases, (await SingleAsync()).Cases);
        head = await _log.HeadAsync(Ct);
        Assert.NotNull(await regroupings.ApplyAsync(plan.Plan, "staff:a", Ct));
        Assert.Equal(head, await _log.HeadAsync(Ct));
        Assert.Empty((await regroupings.PreviewAsync(Ct)).Changes);

        Assert.NotNull(await regroupings.UndoAsync(plan.Plan, "staff:a", Ct));
        Assert.NotNull(await regroupings.UndoAsync(plan.Plan, "staff:a", Ct));
        Assert.Equal((number, IncidentPhase.Resolved, 0), ((await SingleAsync()).Number, (await SingleAsync()).Status, (await SingleAsync()).Cases.Count));
        Assert.Single((await FactsAsync()).OfType<RegroupingUndone>());

        var again = await regroupings.PreviewAsync(Ct);
        Assert.NotNull(await regroupings.ApplyAsync(again.Plan, "staff:a", Ct));
        Assert.Equal(cases, (await IncidentsAsync()).Single(one => one.Status == IncidentPhase.Ongoing).Cases);
    }

    [Fact]
    public async Task Stricter_rules_let_go_what_the_hub_linked_and_keep_what_a_person_joined_or_took_out()
    {
        var cases = await OpenAsync(6);
        await RunAsync(Live(declareAt: 1));
        var incident = await SingleAsync();
        async Task HandAsync(IncidentCommand command) => await _incidents.DecideAsync(incident.Number, command, Guid.CreateVersion7(_clock.GetUtcNow()), new EventContext("staff:a", "web"), null, Ct);
        await HandAsync(new LeaveCase(cases[0], IncidentSource.Hand, "Another matter.", s_start));
        await HandAsync(new LeaveCase(cases[1], IncidentSource.Hand, "Another matter.", s_start));
        await HandAsync(new JoinCase(cases[1], IncidentSource.Hand, "It is that after all.", s_start));
        var regroupings = Regroupings(declareAt: 1_000, new RulesInForce(Path.Combine(_folder.FullName, "rules"), "these"));
        var plan = await regroupings.PreviewAsync(Ct);
        Assert.Equal(cases.Skip(2), Assert.Single(plan.Changes).Leaves.Select(one => one.Case));
        Assert.NotNull(await regroupings.ApplyAsync(plan.Plan, "staff:a", Ct));
        Assert.Equal([cases[1]], (await SingleAsync()).Cases);
        Assert.NotNull(await regroupings.UndoAsync(plan.Plan, "staff:a", Ct));
        Assert.Equal(cases.Skip(1), (await SingleAsync()).Cases);
    }

    private Regroupings Regroupings(double declareAt, RulesInForce rules)
    {
        var settings = new CorrelationSettings { DeclareAt = declareAt, ProposeAt = 0.5 };
        var plans = new RegroupPlans(
            settings, new CauseWords(ServiceCatalogue.Default, settings), new DaysInLog(Path.Combine(_folder.FullName, "days")), _log, _codec, _incidents, OngoingOfLog);
        return new Regroupings(plans, rules, _incidents, _intake, _log, _codec, _clock);
    }

    private IReadOnlyList<IncidentRow> OngoingOfLog()
    {
        Dictionary<string, IncidentRow> rows = new(StringComparer.Ordinal);
        foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, Ct).ToBlockingEnumerable(Ct).Where(recorded => IncidentRow.View.Types!.Contains(recorded.Type)))
        {
            var known = _codec.Decode(recorded);
            if (IncidentRow.View.KeyOf(known) is { } key && IncidentRow.View.Apply(rows.GetValueOrDefault(key), known) is { } row)
            {
                rows[key] = row;
            }
        }

        return [.. rows.Values.Where(row => row.Status == IncidentPhase.Ongoing)];
    }

    private LiveCorrelation Live(double declareAt)
    {
        var settings = new CorrelationSettings { DeclareAt = declareAt, ProposeAt = 0.5 };
        var reports = new CaseReports();
        var causes = new FoundCauses(_log, _codec, _intake, _incidents, new CauseWords(ServiceCatalogue.Default, settings), reports, _clock);
        return new LiveCorrelation(settings, causes, reports, new DaysInLog(Path.Combine(_folder.FullName, "days")), _log, _codec);
    }

    private async Task RunAsync(LiveCorrelation live, LogPosition? after = null)
    {
        await foreach (var recorded in _log.ReadAllAsync(after ?? LogPosition.Start, Ct))
        {
            if (live.Types.Contains(recorded.Type))
            {
                Assert.Same(Core.Work.WorkResult.Done, await live.DoAsync(_codec.Decode(recorded), Ct));
            }
        }
    }

    /// <summary>Opens cases at one site, minutes apart, after much that is usual elsewhere.</summary>
    private async Task<List<CaseNumber>> OpenAsync(int many, string? service = null)
    {
        for (; _cases < 500; _cases++)
        {
            await OpenAsync(s_start.AddDays(-4).AddMinutes(_cases * 11), "skrivaren har fastnat", "printing", $"Plats{_cases % 50}");
        }

        List<CaseNumber> opened = [];
        for (var n = 0; n < many; n++)
        {
            opened.Add(await OpenAsync(s_start.AddMinutes((_cases++ - 500) * 2), "nätet är nere hos oss", service ?? (n % 2 == 0 ? "email" : "wifi"), "Ekskolan"));
        }

        return opened;
    }

    private async Task<CaseNumber> OpenAsync(DateTimeOffset at, string words, string service, string site)
    {
        var number = CaseNumber.FromSequence(_cases + 1);
        var person = new PersonId($"p-{_cases}");
        object[] facts =
        [
            new CaseOpened(number, CaseKind.Fault, new Personal(person, words), new Reporter(person), "web", "sv", null, site, "Skolan", null, at),
            new CaseRouted(service, "workplace", "workplace", 1, [], [], at.AddMinutes(30), at),
        ];
        await _log.AppendAsync(number.Stream, ExpectedRevision.Any, _codec.Encode(EventId.From("test", number.Value), facts, new EventContext("user", "web")), Ct);
        return number;
    }

    private async Task<IncidentView> SingleAsync() => Assert.Single(await IncidentsAsync());

    private async Task<List<IncidentView>> IncidentsAsync()
    {
        List<IncidentView> found = [];
        foreach (var declared in (await FactsAsync()).OfType<IncidentDeclared>())
        {
            found.Add(IncidentView.Of(await _incidents.LoadAsync(declared.Number, Ct))!);
        }

        return found;
    }

    private async Task<List<object?>> FactsAsync()
    {
        List<object?> facts = [];
        await foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, Ct))
        {
            facts.Add(recorded.Type == s_opened ? null : _codec.Decode(recorded).Fact);
        }

        return facts;
    }
}
