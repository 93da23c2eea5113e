using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Search;
using IntegrationHub.Tests.Cases;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Search;

/// <summary>The feed beside a log and an index that give it trouble; the hub around it goes on.</summary>
public sealed class KeepingUpWithTheLog : IAsyncDisposable
{
    private static readonly EventContext s_web = new("user", "web");

    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("hub-search-").FullName, "search");
    private readonly FakeTimeProvider _clock = new(Scenario.Start);
    private readonly FakeLogger<SearchFeed> _said = new();
    private readonly FakeLogger<SearchFilling> _filled = new();
    private readonly EventCodec _codec = new(new NoPersons());
    private readonly MemoryEventLog _log;
    private readonly LiveIndex _live;
    private readonly SearchMeter _meter;
    private readonly SearchFeed _feed;

    public KeepingUpWithTheLog()
    {
        _log = new(_clock);
        _live = new(new LuceneSearchStore(_folder, SearchBudget.Usual));
        _meter = new(_log);
        _feed = new(_live, _log, new SearchFilling(_log, SearchSource.All(new CaseStore(_log, _codec), new Core.Orders.OrderStore(_log, _codec)), _filled), _meter, _clock, _said);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_is_found_and_what_is_found_is_committed_a_few_seconds_later()
    {
        await AppendAsync(1); // A new index is filled, and that is committed, before what comes is followed.
        await _feed.StartAsync(Ct);
        await FindsAsync(1);
        await AppendAsync(2);
        await FindsAsync(2);
        Assert.Equal(0, _meter.Lag);
        Assert.True(_live.Current.LastPosition < await _log.HeadAsync(Ct));
        await UntilAsync(async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            return _live.Current.LastPosition == await _log.HeadAsync(Ct);
        });
    }

    [Fact]
    public async Task Stopping_commits_what_was_put()
    {
        await _feed.StartAsync(Ct);
        await AppendAsync(1);
        await FindsAsync(1);
        await _feed.StopAsync(Ct);
        Assert.Equal(await _log.HeadAsync(Ct), _live.Current.LastPosition);
    }

    [Fact]
    public async Task An_index_that_somebody_else_holds_is_tried_until_it_is_free()
    {
        using (LuceneSearchIndex.Open(_folder))
        {
            await AppendAsync(1);
            await _feed.StartAsync(Ct);
            await UntilAsync(() => Task.FromResult(_said.Collector.Count > 0));
            Assert.Equal("starting", Assert.Throws<SearchIndexException>(() => _live.Current).Code);
        }

        await FindsAsync(1, meanwhile: () => _clock.Advance(TimeSpan.FromSeconds(5)));
        Assert.False(_feed.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task An_index_that_is_ahead_of_the_log_is_made_again()
    {
        using (var other = LuceneSearchIndex.Open(_folder))
        {
            await other.PutAsync([new SearchDocument("case-99", SearchKind.Case, "99", Scenario.Start, "Ur en annan logg")], new LogPosition(1), Ct);
            await other.CommitAsync(new LogPosition(1_000_000), Ct);
        }

        await AppendAsync(1);
        await _feed.StartAsync(Ct);
        await FindsAsync(1);
        Assert.Equal(CaseNumber.FromSequence(1).Value, (await _live.Current.SearchAsync(new SearchQuery(), Ct)).Hits[0].Number);
    }

    [Fact]
    public async Task A_case_that_cannot_be_read_does_not_keep_the_next_from_being_found()
    {
        await _log.AppendAsync(CaseNumber.FromSequence(1).Stream, ExpectedRevision.None, [new NewEvent(Guid.Empty, "case-opened.v1", "[]"u8.ToArray(), "{}"u8.ToArray())], Ct);
        await AppendAsync(2);
        await _feed.StartAsync(Ct);
        await FindsAsync(1);
        Assert.Contains(_filled.Collector.GetSnapshot(), said => said.Message.Contains("cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_history_is_caught_up_with_in_batches()
    {
        await AppendAsync([.. Enumerable.Range(1, 6_000)]);
        await _feed.StartAsync(Ct);
        await FindsAsync(6_000);
        Assert.Equal(0, _meter.Lag);
        Assert.NotEqual(LogPosition.Start, _live.Current.LastPosition);
    }

    public async ValueTask DisposeAsync()
    {
        await _feed.StopAsync(CancellationToken.None);
        _feed.Dispose();
        _live.Dispose();
        _meter.Dispose();
        Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);
    }

    private async Task AppendAsync(params int[] sequences)
    {
        foreach (var number in sequences.Select(sequence => CaseNumber.FromSequence(sequence)))
        {
            var opened = new CaseOpened(
                number, CaseKind.Fault, Personal.Public("Skrivaren är trasig"), Reporter.Nobody, "web", "sv", null, null, null, null, Scenario.Start);
            await _log.AppendAsync(number.Stream, ExpectedRevision.None, [_codec.Encode(EventId.From(number.Value), opened, s_web)], Ct);
        }
    }

    private Task FindsAsync(int total, Action? meanwhile = null) => UntilAsync(async () =>
    {
        meanwhile?.Invoke();
        try
        {
            return (await _live.Current.SearchAsync(new SearchQuery { Q = "skrivare" }, Ct)).Total == total;
        }
        catch (SearchIndexException)
        {
            return false;
        }
    });

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class NoPersons : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => PersonId.Nobody;

        public byte[]? Key(PersonId person) => null;
    }
}
