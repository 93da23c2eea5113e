using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Core.Views;
using IntegrationHub.Host.Search;
using IntegrationHub.Tests.Cases;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.Search.Elastic;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Search;

/// <summary>The index built anew beside the one that answers, while people search and cases change.</summary>
public abstract partial class SearchIndexRebuild : IAsyncDisposable
{
    private const int Cases = 150;
    private static readonly EventContext s_web = new("user", "web");

    private readonly EventCodec _codec = new(new NoPersons());
    private readonly FakeTimeProvider _clock = new(Scenario.Start);
    private readonly MemoryEventLog _log;
    private FaultyStore _store = null!;
    private LiveIndex _live = null!;
    private SearchMeter _meter = null!;
    private SearchFeed _feed = null!;

    protected SearchIndexRebuild() => _log = new(_clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract ISearchStore Store { get; }

    /// <summary>What lies there beside the index that answers.</summary>
    protected abstract IEnumerable<string> Places { get; }

    [Fact]
    public async Task No_search_is_ever_empty_or_doubled_while_it_is_built_and_switched()
    {
        await StartAsync();
        using var done = new CancellationTokenSource();
        var searching = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var asked = 0;
            while (!done.IsCancellationRequested)
            {
                var page = await _live.SearchAsync(new SearchQuery { Q = "skrivare", Size = 100 }, SearchReader.Everything, Ct);
                Assert.Equal((Cases, 100), (page.Total, page.Hits.DistinctBy(hit => hit.Key).Count()));
                asked++;
            }

            return asked;
        }, Ct)).ToList();
        var changing = Task.Run(async () =>
        {
            for (var n = 1; !done.IsCancellationRequested; n = (n % Cases) + 1)
            {
                await AppendAsync(n, new NoteAdded(NoteVisibility.Public, Personal.Public($"Anteckning {n}"), Scenario.Start));
                await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Ct);
            }
        }, Ct);
        for (var round = 0; round < 3; round++)
        {
            var outcome = await _feed.RebuildAsync(dryRun: false, _ => { }, Ct);
            Assert.Equal((Cases, true), (outcome.Rows, outcome.Switched));
        }

        await done.CancelAsync();
        await changing;
        Assert.All(await Task.WhenAll(searching), asked => Assert.True(asked > 0));
        Assert.Single(Places);
    }

    [Fact]
    public async Task What_changes_after_the_switch_is_found()
    {
        await StartAsync();
        await _feed.RebuildAsync(dryRun: false, _ => { }, Ct);
        await AppendAsync(7, new NoteAdded(NoteVisibility.Public, Personal.Public("Ett eget ord: bandspelare"), Scenario.Start));
        await UntilFoundAsync("bandspelare", 1);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_change_and_changes_nothing()
    {
        await StartAsync();
        await _live.Current.ForgetAsync([CaseNumber.FromSequence(3).Stream], [], new LogPosition(10_000), Ct);
        await _live.Current.PutAsync(
            [new SearchDocument(CaseNumber.FromSequence(4).Stream, SearchKind.Case, "4", Scenario.Start, "Annat"), new SearchDocument("case-99", SearchKind.Case, "99", Scenario.Start, "Skrivare")],
            new LogPosition(10_000), Ct);
        await _live.Current.RefreshAsync(Ct);
        var outcome = await _feed.RebuildAsync(dryRun: true, _ => { }, Ct);
        Assert.Equal(new RebuildOutcome("search", Cases, Cases, Changed: 1, Added: 1, Removed: 1, Switched: false), outcome);
        await UntilFoundAsync("annat", 1);
        Assert.Single(Places);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
        _live.Dispose();
        _meter.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task StartAsync()
    {
        for (var n = 1; n <= Cases; n++)
        {
            await AppendAsync(n, new CaseOpened(
                CaseNumber.FromSequence(n), CaseKind.Fault, Personal.Public("Skrivaren är trasig"), Reporter.Nobody, "web", "sv", null, null, null, null, Scenario.Start));
        }

        _store = new(Store);
        (_live, _meter) = (new(_store), new(_log));
        _feed = new(_live, _log, Filling(), _meter, _clock, new FakeLogger<SearchFeed>());
        await _feed.StartAsync(Ct);
        await UntilFoundAsync("skrivare", Cases);
    }

    private SearchFilling Filling() =>
        new(_log, SearchSource.All(new CaseStore(_log, _codec), new Core.Orders.OrderStore(_log, _codec)), new FakeLogger<SearchFilling>());

    private async Task AppendAsync(int n, object fact)
    {
        var stream = CaseNumber.FromSequence(n).Stream;
        await _log.AppendAsync(stream, ExpectedRevision.Any, [_codec.Encode(Guid.CreateVersion7(_clock.GetUtcNow()), fact, s_web)], Ct);
    }

    private async Task UntilFoundAsync(string q, int total, Action? meanwhile = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            meanwhile?.Invoke();
            try
            {
                if ((await _live.SearchAsync(new SearchQuery { Q = q }, SearchReader.Everything, Ct)).Total == total)
                {
                    return;
                }
            }
            catch (SearchIndexException)
            {
                // Not open yet.
            }

            await Task.Yield();
        }
    }

    private sealed class NoPersons : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => PersonId.Nobody;

        public byte[]? Key(PersonId person) => null;
    }
}

/// <summary>In folders.</summary>
public sealed class RebuildingTheLuceneIndex : SearchIndexRebuild
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-search-");

    protected override ISearchStore Store => new LuceneSearchStore(Path.Combine(_folder.FullName, "search"), SearchBudget.Usual);

    protected override IEnumerable<string> Places => Directory.GetDirectories(_folder.FullName);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

/// <summary>Behind an alias.</summary>
public sealed class RebuildingTheElasticIndex : SearchIndexRebuild
{
    private readonly ElasticDouble _elastic = new();

    protected override ISearchStore Store => new ElasticSearchStore(
        new ElasticSettings(new Uri("http://127.0.0.1:9200/"), null, null) { FirstPause = TimeSpan.FromMilliseconds(1) }, new DoubleHandler(_elastic));

    protected override IEnumerable<string> Places => _elastic.Names;
}
