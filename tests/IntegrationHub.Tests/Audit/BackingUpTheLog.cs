using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.Audit;

public sealed class BackingUpTheLog : IDisposable
{
    private readonly AuditFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Target => Path.Combine(_folder.Path, "backup.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_holds_the_log_as_it_stood_while_appends_go_on()
    {
        await _folder.WriteAsync(0, 2000);
        await using var log = SqliteEventLog.Open(_folder.Log, TimeProvider.System);
        var (next, seen) = (2000, new List<(int, int)>());
        var content = LogBackup.Take(_folder.Log, Target, (done, of) =>
        {
            AuditFolder.WriteAsync(log, next, 8).GetAwaiter().GetResult(); // Between two steps of the copying.
            next += 8;
            seen.Add((done, of));
        }, Ct);
        Assert.Equal((2000, 7, 2000, 0), (content.Events, content.Streams, content.Head, content.Faults.Count));
        Assert.True(next > 2000);
        Assert.Equal(seen[^1].Item2, seen[^1].Item1);
        Assert.Equal(await ReadAsync(_folder.Log, 2000), await ReadAsync(Target, 5000));
        Assert.Equal(["backup.db"], Directory.EnumerateFiles(_folder.Path, "backup*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_file_that_is_there_is_not_overwritten()
    {
        await _folder.WriteAsync(0, 10);
        Assert.ThrowsAny<IOException>(() => LogBackup.Take(_folder.Log, _folder.Log, (_, _) => { }, Ct));
        Assert.Equal(10, LogInspection.Check(_folder.Log).Events);
    }

    [Fact]
    public async Task A_damaged_log_makes_no_backup_and_is_told_by_the_check()
    {
        await _folder.WriteAsync(0, 3000);
        var pages = await File.ReadAllBytesAsync(_folder.Log, Ct);
        pages.AsSpan(20 * 4096, 4096 * 10).Fill(0xA5);
        await File.WriteAllBytesAsync(_folder.Log, pages, Ct);
        Assert.Equal("damaged", Assert.Throws<EventLogException>(() => LogBackup.Take(_folder.Log, Target, (_, _) => { }, Ct)).Code);
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "backup*"));
        Assert.NotEmpty(LogInspection.Check(_folder.Log).Faults);
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE position = 20")]
    [InlineData("UPDATE events SET stream = 99 WHERE position = 20")]
    [InlineData("DELETE FROM types")]
    public async Task A_log_that_is_sound_as_a_database_but_not_as_a_log_is_told_by_the_check(string change)
    {
        await _folder.WriteAsync(0, 100);
        Assert.Empty(LogInspection.Check(_folder.Log).Faults);
        _folder.Tamper(change);
        Assert.NotEmpty(LogInspection.Check(_folder.Log).Faults);
    }

    [Fact]
    public async Task Restored_it_is_the_same_log_and_goes_on()
    {
        await _folder.WriteAsync(0, 500);
        LogBackup.Take(_folder.Log, Target, (_, _) => { }, Ct);
        using var other = new AuditFolder();
        Assert.Equal(500, LogBackup.Restore(Target, other.Log, Ct).Events);
        Assert.Equal(await ReadAsync(_folder.Log, 500), await ReadAsync(other.Log, 500));
        await other.WriteAsync(500, 8);
        Assert.Equal(508, LogInspection.Check(other.Log).Events);
        Assert.ThrowsAny<IOException>(() => LogBackup.Restore(Target, other.Log, Ct));
    }

    [Fact]
    public async Task A_backup_that_is_not_sound_is_not_restored()
    {
        await _folder.WriteAsync(0, 3000);
        LogBackup.Take(_folder.Log, Target, (_, _) => { }, Ct);
        await using (var file = new FileStream(Target, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        using var other = new AuditFolder();
        Assert.Equal("damaged", Assert.Throws<EventLogException>(() => LogBackup.Restore(Target, other.Log, Ct)).Code);
        Assert.Empty(Directory.EnumerateFiles(other.Path));
    }

    private static async Task<List<string>> ReadAsync(string path, int most)
    {
        await using var log = SqliteEventLog.OpenReadOnly(path, TimeProvider.System);
        return await log.ReadAllAsync(LogPosition.Start, Ct).Take(most)
            .Select(e => $"{e.Position.Value} {e.Stream} {e.Revision} {e.Id} {Convert.ToHexString(e.Data.Span)}").ToListAsync(Ct);
    }
}
