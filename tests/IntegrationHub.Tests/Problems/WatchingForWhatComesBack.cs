using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Problems;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Problems;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Problems;

/// <summary>The watch over a log: what comes back becomes a problem of the service's desk, and ceases to be one.</summary>
public sealed class WatchingForWhatComesBack : IDisposable
{
    private static readonly EventContext s_context = new("hub", "hub");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("problems-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 9, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly MemoryEventLog _log;
    private readonly LiveView<ReportedRow> _reported;
    private readonly LiveView<IncidentRow> _incidents;
    private readonly LiveView<ProblemRow> _problems;
    private readonly ProblemWatch _watch;
    private int _sequence;

    public WatchingForWhatComesBack()
    {
        _log = new MemoryEventLog(_clock);
        _reported = LiveView.Open(ReportedRow.View, _folder.FullName);
        _incidents = LiveView.Open(IncidentRow.View, _folder.FullName);
        _problems = LiveView.Open(ProblemRow.View, _folder.FullName);
        _watch = new ProblemWatch(
            _reported, _incidents, _problems, new ProblemStore(_log, _codec), ServiceCatalogue.Default, _clock, NullLogger<ProblemWatch>.Instance);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _reported.Dispose();
        _incidents.Dispose();
        _problems.Dispose();
        _watch.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_fault_that_comes_back_at_a_school_is_opened_once_closed_when_it_ceases_and_opened_again()
    {
        await WeeksAsync(6, faulty: true);
        await LookAsync();
        await LookAsync();
        var opened = Assert.Single(Rows("current"));
        Assert.Equal(
            ("printing", "Ekskolan", "workplace", IncidentSource.Correlation),
            (Assert.Single(opened.Scope.Services), Assert.Single(opened.Scope.Sites), opened.Owner, opened.Source));
        Assert.Contains("four weeks", Assert.Single(opened.Reasons), StringComparison.Ordinal);

        await WeeksAsync(5, faulty: false);
        await LookAsync();
        Assert.Equal("closed", Assert.Single(Rows("closed")).Status);

        await WeeksAsync(6, faulty: true);
        await LookAsync();
        Assert.Equal(opened.Problem, Assert.Single(Rows("current")).Problem);
    }

    [Fact]
    public async Task What_a_person_closed_stays_closed()
    {
        await WeeksAsync(6, faulty: true);
        await LookAsync();
        var id = Assert.Single(Rows("current")).Problem;
        await new ProblemStore(_log, _codec).DecideAsync(id, new CloseProblem(IncidentSource.Hand, "They are being moved.", _clock.GetUtcNow()), EventId.From("close"), s_context, Ct);
        await LookAsync();
        await LookAsync();
        Assert.Empty(Rows("current"));
    }

    [Fact]
    public async Task Three_incidents_of_a_kind_are_a_problem_and_two_are_none()
    {
        await DeclareAsync(1);
        await DeclareAsync(2);
        await LookAsync();
        Assert.Empty(Rows("current"));
        await DeclareAsync(3);
        await LookAsync();
        Assert.StartsWith("3 incidents in 90 days", Assert.Single(Assert.Single(Rows("current")).Reasons), StringComparison.Ordinal);
    }

    private IReadOnlyList<ProblemRow> Rows(string standing) =>
        [.. _problems.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["standing"] = standing }, null, 10).Select(found => found.Row)];

    private async Task LookAsync()
    {
        await _reported.CatchUpAsync(_log, Ct);
        await _incidents.CatchUpAsync(_log, Ct);
        await _problems.CatchUpAsync(_log, Ct);
        await _watch.LookAsync(Ct);
        await _problems.CatchUpAsync(_log, Ct);
    }

    /// <summary>Forty schools report of two services each week; Ekskolan's printers fail five times a week more when they are faulty.</summary>
    private async Task WeeksAsync(int weeks, bool faulty)
    {
        for (var week = 0; week < weeks; week++)
        {
            for (var school = 0; school < 40; school++)
            {
                await ReportAsync("printing", $"Skola {school}", week % 3 == 0 ? 1 : 0);
                await ReportAsync("email", school == 0 ? "Ekskolan" : $"Skola {school}", 1);
            }

            await ReportAsync("printing", "Ekskolan", faulty ? 5 : 0);
            _clock.Advance(TimeSpan.FromDays(7));
        }
    }

    private async Task ReportAsync(string service, string site, int times)
    {
        for (var n = 0; n < times; n++)
        {
            var number = CaseNumber.FromSequence(++_sequence);
            await AddAsync(
                number.Stream,
                new CaseOpened(number, CaseKind.Fault, Personal.Public("x"), new Reporter(new PersonId($"p-{_sequence}")), "web", "sv", null, site, null, null, _clock.GetUtcNow()),
                new CaseRouted(service, "workplace", "workplace", 1, [], [], _clock.GetUtcNow().AddHours(4), _clock.GetUtcNow()));
        }
    }

    private Task<AppendResult> DeclareAsync(int sequence)
    {
        var number = IncidentNumber.FromSequence(sequence);
        return AddAsync(number.Stream, new IncidentDeclared(
            number, new IncidentText("x", "x"), null, new IncidentScope(["email"], [], [], []), IncidentLevel.Ordinary, "workplace", [], IncidentSource.Hand, [],
            _clock.GetUtcNow(), _clock.GetUtcNow()));
    }

    private Task<AppendResult> AddAsync(string stream, params IReadOnlyList<object> facts) =>
        _log.AppendAsync(stream, ExpectedRevision.Any, [.. facts.Select((fact, n) => _codec.Encode(EventId.From(stream, $"{n}"), fact, s_context))], Ct);
}
