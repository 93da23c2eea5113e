using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Tests.EventLog;

public sealed class ADamagedLog : IDisposable
{
    private readonly LogFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("Dear diary, this is no database at all, but it is long enough to have a header of a hundred bytes or so, and more.")]
    public async Task That_is_no_database_is_refused(string content)
    {
        await File.WriteAllTextAsync(_folder.Log, content, Ct);
        IsRefused();
        Assert.Equal(content, await File.ReadAllTextAsync(_folder.Log, Ct));
    }

    [Fact]
    public void That_is_another_programs_database_is_refused()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder.Log};Pooling=False"))
        {
            connection.Open();
            LogFolder.Execute(connection, "CREATE TABLE diary (entry TEXT)");
        }

        IsRefused();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    [InlineData(4096 * 3)]
    public async Task That_was_cut_off_is_refused(long length)
    {
        await FillAsync();
        await using (var file = new FileStream(_folder.Log, FileMode.Open))
        {
            file.SetLength(length);
        }

        IsRefused();
    }

    [Fact]
    public async Task That_lost_its_file_but_not_its_write_ahead_log_is_refused()
    {
        await File.WriteAllTextAsync(_folder.Log + "-wal", "something", Ct);
        IsRefused();
    }

    [Fact]
    public async Task That_was_overwritten_is_told_by_whoever_reads_the_place()
    {
        await FillAsync();
        var pages = await File.ReadAllBytesAsync(_folder.Log, Ct);
        for (var page = 20; page < 40; page++)
        {
            pages.AsSpan(page * 4096, 4096).Fill(0xA5);
        }

        await File.WriteAllBytesAsync(_folder.Log, pages, Ct);
        await using var log = _folder.Open();
        var seen = 0;
        var fault = await Assert.ThrowsAsync<EventLogException>(async () =>
        {
            await foreach (var read in log.ReadAllAsync(LogPosition.Start, Ct))
            {
                seen++;
            }
        });
        Assert.Equal("damaged", fault.Code);
        Assert.InRange(seen, 0, 1999);
    }

    private async Task FillAsync()
    {
        await using var log = _folder.Open();
        for (var batch = 0; batch < 4; batch++)
        {
            var events = Enumerable.Range(batch * 500, 500).Select(number => LogFolder.Event(number, 300)).ToList();
            await log.AppendAsync("case-1", ExpectedRevision.Exactly((batch * 500) - 1), events, Ct);
        }
    }

    private void IsRefused()
    {
        Assert.Equal("damaged", Assert.Throws<EventLogException>(() => _folder.Open()).Code);
        Assert.Equal("damaged", Assert.Throws<EventLogException>(() => SqliteEventLog.OpenReadOnly(_folder.Log, TimeProvider.System)).Code);
    }
}
