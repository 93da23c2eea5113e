using System.Collections.Concurrent;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Workers;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Work;

/// <summary>A group that notes what it is given, and answers as the test says.</summary>
internal sealed class NotingGroup(Func<Known, int, WorkResult> answer) : IWorkGroup
{
    private readonly ConcurrentDictionary<Guid, int> _tries = new();

    public ConcurrentQueue<string> Done { get; } = new();

    public string Name => "noting";

    public IReadOnlySet<string> Types { get; } = new HashSet<string> { "thing-happened.v1" };

    public string? LineOf(Known happened) => happened.Recorded.Stream;

    public Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var result = answer(happened, _tries.AddOrUpdate(happened.Recorded.Id, 1, (_, tries) => tries + 1));
        if (result is WorkDone)
        {
            Done.Enqueue($"{happened.Recorded.Stream}/{happened.Recorded.Revision}");
        }

        return Task.FromResult(result);
    }
}

public sealed class WorkingThroughTheLog : IDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero));
    private readonly MemoryEventLog _log;
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-work-");

    public WorkingThroughTheLog() => _log = new MemoryEventLog(_clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_failure_holds_its_own_line_and_no_other_and_order_is_kept()
    {
        await AddAsync("case-1", 3);
        await AddAsync("case-2", 2);
        var group = new NotingGroup((happened, tries) => happened.Recorded is { Stream: "case-1", Revision: 0 } && tries < 3 ? new WorkFailed("away") : WorkResult.Done);
        using var worker = Worker(group);
        await worker.StartAsync(Ct);
        await UntilAsync(() => group.Done.Count == 2, advance: false);
        Assert.Equal(["case-2/0", "case-2/1"], group.Done);

        await UntilAsync(() => group.Done.Count == 5);
        Assert.Equal(["case-1/0", "case-1/1", "case-1/2"], group.Done.Skip(2));
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task What_fails_for_good_is_parked_with_its_cause_and_its_line_goes_on()
    {
        await AddAsync("case-1", 2);
        var group = new NotingGroup((happened, _) => happened.Recorded.Revision == 0 ? new WorkFailed("500: no") : WorkResult.Done);
        using (var worker = Worker(group, tries: 4))
        {
            await worker.StartAsync(Ct);
            await UntilAsync(() => !group.Done.IsEmpty);
            await worker.StopAsync(Ct);
        }

        var parked = Assert.IsType<WorkParked>(_codec.Decode(Assert.Single(await _log.ReadStreamAsync(ParkedWork.Stream, 0, Ct).ToListAsync(Ct))).Fact);
        Assert.Equal(("case-1", 0L, "500: no", 4), (parked.Stream, parked.Revision, parked.Cause, parked.Tries));

        var again = new NotingGroup((_, _) => WorkResult.Done);
        File.Delete(CheckpointFile);
        using var second = Worker(again);
        await second.StartAsync(Ct);
        await UntilAsync(() => !again.Done.IsEmpty);
        Assert.Equal(["case-1/1"], again.Done); // Also without a checkpoint, what was parked waits for a person.
        await second.StopAsync(Ct);
    }

    [Fact]
    public async Task Parked_work_that_a_person_releases_is_done_and_what_is_dropped_never_is()
    {
        await AddAsync("case-1", 1);
        await AddAsync("case-2", 1);
        var mended = false;
        var group = new NotingGroup((_, _) => mended ? WorkResult.Done : new WorkHopeless("404: no such desk"));
        var parked = new ParkedWork(_log, _codec);
        using (var worker = Worker(group))
        {
            await worker.StartAsync(Ct);
            await UntilAsync(() => _log.ReadStreamAsync(ParkedWork.Stream, 0, Ct).ToBlockingEnumerable(Ct).Count() == 2);
            Assert.Equal(("noting", 2), Assert.Single(await parked.ByCauseAsync(new ParkedFilter(), Ct)) is var same ? (same.Group, same.Count) : default);

            mended = true;
            var waiting = (await parked.WaitingAsync(new ParkedFilter(), Ct)).OrderBy(work => work.Stream, StringComparer.Ordinal).ToList();
            await parked.DropAsync([waiting[1]], "Settled by phone.", new EventContext("staff:s-1", "web"), _clock.GetUtcNow(), Ct);
            await parked.ReleaseAsync([waiting[0]], new EventContext("staff:s-1", "web"), _clock.GetUtcNow(), Ct);
            await UntilAsync(() => group.Done.Count == 1);
            Assert.Equal(["case-1/0"], group.Done);
            Assert.Empty(await parked.WaitingAsync(new ParkedFilter(), Ct));
            await worker.StopAsync(Ct);
        }

        File.Delete(CheckpointFile);
        var again = new NotingGroup((_, _) => WorkResult.Done);
        using var second = Worker(again);
        await second.StartAsync(Ct);
        await AddAsync("case-3", 1);
        await UntilAsync(() => again.Done.Contains("case-3/0"));
        Assert.DoesNotContain("case-2/0", again.Done);
        await second.StopAsync(Ct);
    }

    [Fact]
    public async Task Released_work_that_fails_again_is_parked_again()
    {
        await AddAsync("case-1", 1);
        var group = new NotingGroup((_, _) => new WorkHopeless("404"));
        var parked = new ParkedWork(_log, _codec);
        using var worker = Worker(group);
        await worker.StartAsync(Ct);
        await UntilAsync(() => _log.ReadStreamAsync(ParkedWork.Stream, 0, Ct).ToBlockingEnumerable(Ct).Count() == 1);
        await parked.ReleaseAsync(await parked.WaitingAsync(new ParkedFilter(), Ct), new EventContext("staff:s-1", "web"), _clock.GetUtcNow(), Ct);
        await UntilAsync(() => _log.ReadStreamAsync(ParkedWork.Stream, 0, Ct).ToBlockingEnumerable(Ct).Count() == 3);
        Assert.Equal(1, Assert.Single(await parked.WaitingAsync(new ParkedFilter(), Ct)).Round);
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task A_restart_goes_on_before_the_first_piece_that_is_not_over()
    {
        await AddAsync("case-1", 1);
        await AddAsync("case-2", 1);
        await AddAsync("case-3", 1);
        var first = new NotingGroup((happened, _) => happened.Recorded.Stream == "case-2" ? new WorkFailed("away") : WorkResult.Done);
        using (var worker = Worker(first))
        {
            await worker.StartAsync(Ct);
            await UntilAsync(() => first.Done.Count == 2, advance: false);
            await worker.StopAsync(Ct);
        }

        var second = new NotingGroup((_, _) => WorkResult.Done);
        using var later = Worker(second);
        await later.StartAsync(Ct);
        await UntilAsync(() => second.Done.Count == 2);
        Assert.Equal(["case-2/0", "case-3/0"], second.Done.Order(StringComparer.Ordinal));
        await later.StopAsync(Ct);
    }

    [Fact]
    public async Task A_timer_waits_for_its_time_and_counts_no_failure()
    {
        await AddAsync("case-1", 1);
        var due = _clock.GetUtcNow() + TimeSpan.FromDays(2);
        var group = new NotingGroup((_, _) => _clock.GetUtcNow() < due ? new WorkNotDue(due) : WorkResult.Done);
        using var worker = Worker(group, tries: 2);
        await worker.StartAsync(Ct);
        await UntilAsync(() => !group.Done.IsEmpty, step: TimeSpan.FromMinutes(5));
        Assert.True(_clock.GetUtcNow() >= due);
        Assert.Empty(await _log.ReadStreamAsync(ParkedWork.Stream, 0, Ct).ToListAsync(Ct)); // Two failures would have parked it.
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task Work_whose_time_comes_while_it_says_that_it_is_not_due_is_done_all_the_same()
    {
        await AddAsync("case-1", 1);
        var due = _clock.GetUtcNow();
        var group = new NotingGroup((_, tries) => tries == 1 ? new WorkNotDue(due) : WorkResult.Done);
        using var worker = Worker(group);
        await worker.StartAsync(Ct);
        await UntilAsync(() => !group.Done.IsEmpty, step: TimeSpan.FromMilliseconds(1));
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_parked_and_the_others_go_on()
    {
        await _log.AppendAsync(
            "case-1", ExpectedRevision.Any, [new NewEvent(EventId.From("poison"), "thing-happened.v1", "{}"u8.ToArray(), "not json"u8.ToArray())], Ct);
        await AddAsync("case-1", 1);
        var group = new NotingGroup((_, _) => WorkResult.Done);
        using var worker = Worker(group);
        await worker.StartAsync(Ct);
        await UntilAsync(() => !group.Done.IsEmpty);
        Assert.Equal(["case-1/1"], group.Done);
        Assert.Equal("The event cannot be read.", Assert.Single(await new ParkedWork(_log, _codec).WaitingAsync(new ParkedFilter(), Ct)).Cause);
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task An_exception_is_a_failure_like_any_other()
    {
        await AddAsync("case-1", 1);
        var group = new NotingGroup((_, tries) => tries == 1 ? throw new InvalidOperationException("a bug") : WorkResult.Done);
        using var worker = Worker(group);
        await worker.StartAsync(Ct);
        await UntilAsync(() => !group.Done.IsEmpty);
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task Imported_history_leads_to_no_work()
    {
        await AddAsync("case-1", 1, channel: "import");
        await AddAsync("case-2", 1);
        var group = new NotingGroup((_, _) => WorkResult.Done);
        using var worker = Worker(group);
        await worker.StartAsync(Ct);
        await UntilAsync(() => !group.Done.IsEmpty);
        Assert.Equal(["case-2/0"], group.Done);
        await worker.StopAsync(Ct);
    }

    [Fact]
    public async Task A_checkpoint_beyond_the_logs_end_is_not_believed()
    {
        await AddAsync("case-1", 1);
        await File.WriteAllTextAsync(CheckpointFile, "9000000", Ct);
        var group = new NotingGroup((_, _) => WorkResult.Done);
        using var worker = Worker(group);
        await worker.StartAsync(Ct);
        await UntilAsync(() => !group.Done.IsEmpty);
        await worker.StopAsync(Ct);
    }

    private string CheckpointFile => Path.Combine(_folder.FullName, "noting");

    private GroupWorker Worker(IWorkGroup group, int tries = 100) => new(
        group, new WorkPace(4, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), tries, 1_000), _log, _codec, new ParkedWork(_log, _codec), new CheckpointFeed(_log, new Checkpoint(CheckpointFile)),
        new WorkMeter(_clock), _clock, NullLogger<GroupWorker>.Instance, started: new CancellationToken(canceled: true));

    private async Task AddAsync(string stream, int count, string channel = "web") => await _log.AppendAsync(
        stream, ExpectedRevision.Any,
        [.. Enumerable.Range(0, count).Select(i => new NewEvent(
            EventId.From(stream, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), "thing-happened.v1", "{}"u8.ToArray(),
            System.Text.Encoding.UTF8.GetBytes($$"""{"by":"user","channel":"{{channel}}"}""")))],
        Ct);

    /// <summary>Lets the other threads run, and the clock with them, until it is so; fails after five seconds of real time.</summary>
    private async Task UntilAsync(Func<bool> so, bool advance = true, TimeSpan? step = null)
    {
        var real = System.Diagnostics.Stopwatch.StartNew();
        while (!so())
        {
            Assert.True(real.Elapsed < TimeSpan.FromSeconds(5), "It did not come to pass.");
            if (advance)
            {
                _clock.Advance(step ?? TimeSpan.FromSeconds(1));
            }

            await Task.Yield();
        }
    }
}
