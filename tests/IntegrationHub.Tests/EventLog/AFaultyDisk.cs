using System.Globalization;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Tests.EventLog;

public sealed class AFaultyDisk : IDisposable
{
    private readonly LogFolder _folder = new();
    private string? _command;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task That_is_full_is_told_and_nothing_is_half_written()
    {
        await using var log = _folder.Open(new LogSeams { BeforeGroup = RunCommand });
        await log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(1)], Ct);

        _command = "PRAGMA max_page_count=1";
        var batch = Enumerable.Range(10, 50).Select(number => LogFolder.Event(number, 2000)).ToList();
        await FailsAsync("full", log.AppendAsync("case-1", ExpectedRevision.Exactly(0), batch, Ct));
        await FailsAsync("full", log.AppendAsync("case-2", ExpectedRevision.None, batch, Ct));
        Assert.Equal(1, await log.ReadAllAsync(LogPosition.Start, Ct).CountAsync(Ct));

        _command = "PRAGMA max_page_count=1000000";
        var appended = await log.AppendAsync("case-2", ExpectedRevision.None, batch, Ct);
        Assert.Equal(new Appended(49, new LogPosition(51), Repeated: false), appended);
        appended = await log.AppendAsync("case-1", ExpectedRevision.Exactly(0), batch, Ct);
        Assert.Equal(new Appended(50, new LogPosition(101), Repeated: false), appended);
    }

    [Fact]
    public async Task That_fills_up_fails_the_whole_group_also_those_who_only_lost_a_race_in_it()
    {
        using var go = new ManualResetEventSlim();
        await using var log = _folder.Open(new LogSeams
        {
            BeforeGroup = connection =>
            {
                go.Wait(Ct);
                RunCommand(connection);
            },
        });
        _command = "PRAGMA max_page_count=1";
        var winner = log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(1)], Ct);
        var loser = log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(2)], Ct);
        var large = log.AppendAsync("case-2", ExpectedRevision.None, [LogFolder.Event(3, 100_000)], Ct);
        go.Set();
        await FailsAsync("full", winner);
        await FailsAsync("full", loser);
        await FailsAsync("full", large);

        _command = "PRAGMA max_page_count=1000000";
        var appended = await log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(2)], Ct);
        Assert.Equal(new Appended(0, new LogPosition(1), Repeated: false), appended);
    }

    [Fact]
    public async Task That_another_program_writes_is_told_in_bounded_time()
    {
        await using var log = _folder.Open(new LogSeams { Busy = TimeSpan.FromMilliseconds(1) });
        using var other = _folder.Connect();
        LogFolder.Execute(other, "BEGIN IMMEDIATE");
        await FailsAsync("locked", log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(1)], Ct));

        LogFolder.Execute(other, "ROLLBACK");
        Assert.IsType<Appended>(await log.AppendAsync("case-1", ExpectedRevision.None, [LogFolder.Event(1)], Ct));
    }

    [Theory]
    [InlineData(10 /* IOERR */, "unavailable", "outcome-unknown")]
    [InlineData(13 /* FULL */, "full", "full")]
    [InlineData(11 /* CORRUPT */, "damaged", "damaged")]
    [InlineData(26 /* NOTADB */, "damaged", "damaged")]
    [InlineData(5 /* BUSY */, "locked", "locked")]
    [InlineData(6 /* LOCKED */, "locked", "locked")]
    [InlineData(8 /* READONLY */, "unavailable", "unavailable")]
    [InlineData(21 /* MISUSE */, "unavailable", "unavailable")]
    public void Has_a_stable_code_for_each_fault(int fault, string code, string atCommit)
    {
        var sqlite = new SqliteException("what SQLite says", fault);
        Assert.Equal(code, Faults.From("hub.log", sqlite).Code);
        Assert.Equal(atCommit, Faults.FromCommit("hub.log", sqlite).Code);
        Assert.Contains("what SQLite says", Faults.From("hub.log", sqlite).Message, StringComparison.Ordinal);
    }

    private static async Task FailsAsync(string code, Task append) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<EventLogException>(() => append)).Code);

    private void RunCommand(SqliteConnection connection)
    {
        if (Interlocked.Exchange(ref _command, null) is { } command)
        {
            Assert.True(LogFolder.Ask(connection, command) > 0, string.Create(CultureInfo.InvariantCulture, $"{command} had no effect"));
        }
    }
}
