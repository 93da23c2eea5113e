using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Cases;
using IntegrationHub.Tests.EventLog;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Views;

public sealed class ReadingAView : IDisposable
{
    private readonly MemoryEventLog _log = new(new FakeTimeProvider(Scenario.Start));
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-views-");
    private readonly CaseStore _cases;

    public ReadingAView() => _cases = new CaseStore(_log, _codec);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_case_is_found_by_who_has_the_ball_and_moves_when_the_ball_does()
    {
        var number = await OpenAsync(1);
        await OpenAsync(2);
        using var view = Open();
        await view.CatchUpAsync(_log, Ct);
        Assert.Equal(2, Seek(view, "responsible", "desk:workplace").Count);

        await ResolveAsync(number);
        await view.CatchUpAsync(_log, Ct);
        Assert.Equal(number.Value, Assert.Single(Seek(view, "responsible", "user")).Number);
        Assert.Equal(CasePhase.Resolved, Assert.Single(Seek(view, "status", "resolved")).Status);
        Assert.Single(Seek(view, "responsible", "desk:workplace"));
    }

    [Fact]
    public async Task It_goes_on_where_it_was_and_a_crash_neither_loses_nor_doubles()
    {
        await OpenAsync(1);
        using (var view = Open())
        {
            await view.CatchUpAsync(_log, Ct);
        }

        await OpenAsync(2);
        using var again = Open();
        Assert.Single(Seek(again, "desk", "workplace"));
        await again.CatchUpAsync(_log, Ct);
        Assert.Equal(2, Seek(again, "desk", "workplace").Count);
        await foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, Ct))
        {
            await again.ApplyAsync([recorded], Ct); // All of it a second time, as after a restart with an old checkpoint.
        }

        Assert.Equal(2, Seek(again, "desk", "workplace").Count);
    }

    [Fact]
    public async Task What_is_built_anew_equals_what_was_kept_in_step()
    {
        for (var i = 1; i <= 20; i++)
        {
            var number = await OpenAsync(i);
            if (i % 3 == 0)
            {
                await ResolveAsync(number);
            }
        }

        using var view = Open();
        await foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, Ct))
        {
            await view.ApplyAsync([recorded], Ct);
        }

        var outcome = await view.RebuildAsync(_log, dryRun: true, _ => { }, Ct);
        Assert.Equal((20, 0, 0, 0, false), (outcome.Rows, outcome.Changed, outcome.Added, outcome.Removed, outcome.Switched));
    }

    [Fact]
    public async Task A_rebuild_switches_while_events_arrive_and_nobody_who_asks_waits()
    {
        for (var i = 1; i <= 50; i++)
        {
            await OpenAsync(i);
        }

        using var view = Open();
        var rebuilt = await view.RebuildAsync(_log, dryRun: false, _ => OpenAsync(1_000).GetAwaiter().GetResult(), Ct);
        Assert.True(rebuilt.Switched);
        Assert.Equal(51, rebuilt.Rows);
        Assert.Equal(51, view.Seek(new Dictionary<string, string>(), null, 200).Count);
        Assert.Equal(await _log.HeadAsync(Ct), view.Position);
        Assert.Single(Directory.GetFiles(_folder.FullName, "cases.*.db"));
    }

    [Fact]
    public async Task A_rebuilt_view_is_sought_by_the_same_indexes_and_follows_the_log_on()
    {
        await OpenAsync(1);
        using var view = Open();
        await view.CatchUpAsync(_log, Ct);
        var indexes = Indexes();
        await view.RebuildAsync(_log, dryRun: false, _ => { }, Ct);
        Assert.Equal(CaseRow.View.Columns.Count, indexes.Count);
        Assert.Equal(indexes, Indexes());

        await OpenAsync(2);
        await view.CatchUpAsync(_log, Ct);
        Assert.Equal(2, Seek(view, "desk", "workplace").Count);

        List<string> Indexes()
        {
            using var file = new SqliteConnection($"Data Source={Assert.Single(Directory.GetFiles(_folder.FullName, "cases.*.db"))};Mode=ReadOnly;Pooling=False");
            file.Open();
            using var ask = file.CreateCommand();
            ask.CommandText = "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'by_%' ORDER BY name";
            using var rows = ask.ExecuteReader();
            var names = new List<string>();
            while (rows.Read())
            {
                names.Add(rows.GetString(0));
            }

            return names;
        }
    }

    [Fact]
    public async Task A_rebuild_that_was_cut_short_leaves_the_view_as_it_was()
    {
        await OpenAsync(1);
        using (var view = Open())
        {
            await view.CatchUpAsync(_log, Ct);
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                view.RebuildAsync(_log, dryRun: false, _ => throw new InvalidOperationException("cut short"), Ct));
            Assert.Single(Seek(view, "desk", "workplace"));
        }

        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cases.7.db"), "left by a crash", Ct);
        using var again = Open();
        Assert.Single(Seek(again, "desk", "workplace"));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "cases.7.db")));
    }

    [Fact]
    public async Task A_view_of_another_version_is_built_from_the_start()
    {
        await OpenAsync(1);
        using (var old = LiveView.Open(CaseRow.View with { Version = 99 }, _folder.FullName))
        {
            await old.CatchUpAsync(_log, Ct);
        }

        using var view = Open();
        Assert.Equal(LogPosition.Start, view.Position);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_passed_over()
    {
        var number = await OpenAsync(1);
        await _log.AppendAsync(number.Stream, ExpectedRevision.Any, [new NewEvent(EventId.From("poison"), "case-resolved.v1", "not json"u8.ToArray(), default)], Ct);
        await OpenAsync(2);
        using var view = Open();
        await view.CatchUpAsync(_log, Ct);
        Assert.Equal(2, Seek(view, "desk", "workplace").Count);
    }

    [Fact]
    public async Task Pages_hold_every_row_once()
    {
        for (var i = 1; i <= 7; i++)
        {
            await OpenAsync(i);
        }

        using var view = Open();
        await view.CatchUpAsync(_log, Ct);
        var seen = new List<string>();
        long? before = null;
        while (view.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["desk"] = "workplace" }, before, 3) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(found => found.Row.Number));
            before = page[^1].Place;
        }

        Assert.Equal(7, seen.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(7, seen.Count);
    }

    private LiveView<CaseRow> Open() => LiveView.Open(CaseRow.View, _folder.FullName);

    private static List<CaseRow> Seek(LiveView<CaseRow> view, string column, string value) =>
        [.. view.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { [column] = value }, null, 100).Select(found => found.Row)];

    private async Task<CaseNumber> OpenAsync(int sequence)
    {
        var number = CaseNumber.FromSequence(sequence);
        var open = Scenario.Open();
        await _cases.DecideAsync(
            number, open with { Opened = open.Opened with { Number = number } }, EventId.From("open", number.Value), new EventContext("user", "web"), null, Ct);
        return number;
    }

    private async Task ResolveAsync(CaseNumber number) => await _cases.DecideAsync(
        number, new ResolveCase("workplace", "Klart.", Scenario.Start), EventId.From("resolve", number.Value), new EventContext("supplier:workplace", "supplier"), null, Ct);
}
