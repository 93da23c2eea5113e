using IntegrationHub.Adapters.Audit;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Audit;

public sealed class KeepingTheChain : IDisposable
{
    private readonly AuditFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_the_same_over_every_kind_of_log()
    {
        await _folder.WriteAsync(0, 100);
        await _folder.ChainAsync();
        using var other = new AuditFolder();
        var memory = new MemoryEventLog(new FakeTimeProvider());
        await AuditFolder.WriteAsync(memory, 0, 100);
        using var keeper = other.Settings.Keeper(TimeProvider.System);
        await keeper.CatchUpAsync(memory, Ct);
        var verified = await _folder.VerifyAsync();
        Assert.Equal(100, verified.Events);
        Assert.Equal(verified.State.Hash, keeper.State.Hash);
        Assert.NotEqual(verified.State.StoreHash, keeper.State.StoreHash);
    }

    [Fact]
    public void Its_hashes_are_those_that_the_package_tells_an_auditor_to_compute()
    {
        var recorded = new RecordedEvent(
            "case-å", 2, new LogPosition(7), new Guid("00112233-4455-6677-8899-aabbccddeeff"), "a.v1", "{}"u8.ToArray(), "{\"by\":\"hub\"}"u8.ToArray(),
            DateTimeOffset.UnixEpoch.AddTicks(5));

        // Made from the bytes that verify.md describes, not with this code.
        Assert.Equal("42bd8af263ac1507d3e7687e0492bca37e3e90970ad21fb26dc51d50b84c1bf2", ChainLink.LeafOf(3, recorded).ToString());
        var state = ChainState.Empty.After(ChainLink.Of(3, recorded));
        Assert.Equal("575e96d947d7cc1d7e88686befb322d7f002509cecf7eb60a01931b09348c14f", state.Hash.ToString());
        Assert.Equal("d4e40866320300cc1d377f7c04ac13ad0a601c71eb514f0e6131b68a93a270a8", state.StoreHash.ToString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(48 * 50)]
    public async Task A_torn_tail_is_cut_and_made_again_from_the_log(int more)
    {
        await _folder.WriteAsync(0, 500);
        await _folder.ChainAsync();
        var whole = (await _folder.VerifyAsync()).State;
        await _folder.WriteAsync(500, 80);
        await using (var links = new FileStream(ChainFile.LinksIn(_folder.Settings.ChainFolder), FileMode.Append))
        {
            links.Write(new byte[more]); // What was being added when the machine lost its power.
        }

        await _folder.ChainAsync();
        var verified = await _folder.VerifyAsync();
        Assert.Null(verified.Broken);
        Assert.Equal((580, 0), (verified.Events, verified.Unchained));
        Assert.Equal(580 * ChainLink.Size, new FileInfo(ChainFile.LinksIn(_folder.Settings.ChainFolder)).Length);
        Assert.NotEqual(whole, verified.State);
    }

    [Theory]
    [InlineData("UPDATE events SET data = zeroblob(1) WHERE position = 340")]
    [InlineData("DELETE FROM events WHERE position = 340")]
    public async Task An_event_changed_after_a_crash_before_the_chain_was_saved_is_found_all_the_same(string change)
    {
        await _folder.WriteAsync(0, 300);
        await _folder.ChainAsync();
        var state = Path.Combine(_folder.Settings.ChainFolder, "state");
        var saved = await File.ReadAllBytesAsync(state, Ct);
        await _folder.WriteAsync(300, 80);
        await _folder.ChainAsync();
        await File.WriteAllBytesAsync(state, saved, Ct);
        File.Delete(Path.Combine(_folder.Settings.CheckpointDirectory, "checkpoint-000000000379.json"));
        await _folder.ChainAsync(); // Untouched, it goes on.
        await File.WriteAllBytesAsync(state, saved, Ct);
        File.Delete(Path.Combine(_folder.Settings.CheckpointDirectory, "checkpoint-000000000379.json"));

        _folder.Tamper(change);
        await Assert.ThrowsAsync<ChainBrokenException>(_folder.ChainAsync);
        Assert.Equal(340, (await _folder.VerifyAsync()).Broken?.Position);
    }

    [Theory]
    [InlineData("hashes")]
    [InlineData("state")]
    public async Task A_lost_file_is_made_again_from_the_log(string name)
    {
        await _folder.WriteAsync(0, 300);
        await _folder.ChainAsync();
        var before = (await _folder.VerifyAsync()).State;
        File.Delete(Path.Combine(_folder.Settings.ChainFolder, name));
        await _folder.ChainAsync();
        var verified = await _folder.VerifyAsync();
        Assert.Equal((null, before, 0), (verified.Broken, verified.State, verified.Unchained));
    }

    [Theory]
    [InlineData("DELETE FROM events WHERE position >= 290")]
    [InlineData("UPDATE events SET data = zeroblob(1) WHERE position = 300")]
    public async Task It_does_not_go_on_over_a_log_whose_end_is_another(string change)
    {
        await _folder.WriteAsync(0, 300);
        await _folder.ChainAsync();
        _folder.Tamper(change);
        await Assert.ThrowsAsync<ChainBrokenException>(_folder.ChainAsync);
        await _folder.WriteAsync(300, 20);
        await Assert.ThrowsAsync<ChainBrokenException>(_folder.ChainAsync);
        Assert.NotNull((await _folder.VerifyAsync()).Broken);
    }

    [Fact]
    public async Task A_checkpoint_is_signed_when_its_time_has_come_and_something_happened()
    {
        var clock = new FakeTimeProvider();
        await _folder.WriteAsync(0, 20);
        await using var log = SqliteEventLog.OpenReadOnly(_folder.Log, clock);
        using var keeper = _folder.Settings.Keeper(clock);
        await foreach (var recorded in log.ReadAllAsync(await keeper.ResumeAsync(log, Ct), Ct))
        {
            keeper.Add(recorded);
        }

        keeper.Save();
        Assert.Empty(_folder.Settings.Checkpoints.Ordinals());
        clock.Advance(TimeSpan.FromHours(1));
        keeper.Save();
        clock.Advance(TimeSpan.FromHours(5));
        keeper.Save();
        Assert.Equal([19], _folder.Settings.Checkpoints.Ordinals());
    }

    [Fact]
    public async Task Checkpoints_that_cannot_be_written_do_not_hold_up_the_chain()
    {
        await _folder.WriteAsync(0, 5000);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "a-file"), "", Ct);
        var settings = _folder.Settings with { CheckpointDirectory = Path.Combine(_folder.Path, "a-file") };
        await using var log = SqliteEventLog.OpenReadOnly(_folder.Log, TimeProvider.System);
        using var keeper = settings.Keeper(TimeProvider.System);
        await foreach (var recorded in log.ReadAllAsync(await keeper.ResumeAsync(log, Ct), Ct))
        {
            keeper.Add(recorded);
        }

        Assert.Equal(5000, keeper.State.Count);
        Assert.ThrowsAny<IOException>(keeper.Save);
    }
}
