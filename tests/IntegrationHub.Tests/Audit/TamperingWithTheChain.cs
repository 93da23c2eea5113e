using IntegrationHub.Adapters.Audit;
using IntegrationHub.Core.Audit;

namespace IntegrationHub.Tests.Audit;

/// <summary>A log of 10,000 events, long enough for several checkpoints.</summary>
public sealed class LongChainedLog : IAsyncLifetime
{
    public const int Events = 10_000;

    internal AuditFolder Folder { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Folder.WriteAsync(0, Events);
        await Folder.ChainAsync();
    }

    public ValueTask DisposeAsync()
    {
        Folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Somebody changed log and chain together: what was signed and kept elsewhere tells.</summary>
public sealed class TamperingWithTheChain(LongChainedLog chained) : IClassFixture<LongChainedLog>, IDisposable
{
    private readonly AuditFolder _folder = chained.Folder.Copy();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_checkpoint_is_signed_at_least_every_4096_events() =>
        Assert.Equal([4095, 8191, LongChainedLog.Events - 1], _folder.Settings.Checkpoints.Ordinals());

    [Fact]
    public async Task A_link_changed_along_with_its_event_is_found_at_the_next_checkpoint()
    {
        _folder.Tamper("UPDATE events SET data = zeroblob(3) WHERE position = 5000");
        await using (var log = Adapters.EventLog.Sqlite.SqliteEventLog.OpenReadOnly(_folder.Log, TimeProvider.System))
        {
            var changed = await log.ReadAllAsync(new(4999), TestContext.Current.CancellationToken).FirstAsync(TestContext.Current.CancellationToken);
            var link = new byte[ChainLink.Size];
            ChainLink.Of(4999, changed).Write(link);
            await using var links = new FileStream(ChainFile.LinksIn(_folder.Settings.ChainFolder), FileMode.Open);
            links.Position = 4999 * ChainLink.Size;
            links.Write(link);
        }

        var broken = (await _folder.VerifyAsync()).Broken;
        Assert.Equal((ChainFault.Checkpoint, 8192L), (broken?.Fault, broken?.Position));
        Assert.Contains("Between ordinal 4096", broken!.What, StringComparison.Ordinal);
        Assert.Null((await _folder.VerifyAsync(to: 4000)).Broken);
        Assert.Null((await _folder.VerifyAsync(from: 8193)).Broken);
        Assert.NotNull((await _folder.VerifyAsync(from: 6000, to: 6001)).Broken);
    }

    [Fact]
    public async Task A_chain_made_anew_over_a_changed_log_is_refused_by_the_hub_and_found_by_checkpoints_kept_elsewhere()
    {
        using var elsewhere = _folder.Copy();
        _folder.Tamper("UPDATE events SET data = zeroblob(3) WHERE position = 5000");
        File.Delete(Path.Combine(_folder.Settings.ChainFolder, "state"));
        await Assert.ThrowsAsync<ChainBrokenException>(_folder.ChainAsync);

        Directory.Delete(_folder.Settings.ChainFolder, recursive: true);
        await _folder.ChainAsync();
        Assert.Null((await _folder.VerifyAsync()).Broken);
        Assert.Equal(ChainFault.Checkpoint, (await _folder.VerifyAsync(elsewhere: elsewhere.Settings.CheckpointDirectory)).Broken?.Fault);
    }

    [Fact]
    public async Task A_tail_cut_from_log_and_chain_is_found_by_the_checkpoint_after_it()
    {
        _folder.Tamper("DELETE FROM events WHERE position > 9000");
        await using (var links = new FileStream(ChainFile.LinksIn(_folder.Settings.ChainFolder), FileMode.Open))
        {
            links.SetLength(9000 * ChainLink.Size);
        }

        var broken = (await _folder.VerifyAsync()).Broken;
        Assert.Equal((ChainFault.Cut, 9000L), (broken?.Fault, broken?.Ordinal));
    }

    [Theory]
    [InlineData("\"position\": 8192", "\"position\": 8193")]
    [InlineData("\"keyId\": \"", "\"keyId\": \"0")]
    [InlineData("\"signature\": \"", "\"signature\": \"A")]
    public async Task A_changed_checkpoint_is_found(string from, string to)
    {
        var file = Path.Combine(_folder.Settings.CheckpointDirectory, "checkpoint-000000008191.json");
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(from, to, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var broken = (await _folder.VerifyAsync()).Broken;
        Assert.Equal((ChainFault.Signature, 8191L), (broken?.Fault, broken?.Ordinal));
    }

    [Fact]
    public async Task A_lost_chain_without_checkpoints_is_not_called_sound()
    {
        Directory.Delete(_folder.Settings.ChainFolder, recursive: true);
        await Assert.ThrowsAsync<InvalidDataException>(() => _folder.VerifyAsync());
    }

    [Fact]
    public async Task A_chain_that_a_starting_hub_has_just_begun_is_no_alarm()
    {
        Directory.Delete(_folder.Settings.ChainFolder, recursive: true);
        ChainFile.Open(_folder.Settings.ChainFolder).Dispose();
        var verified = await _folder.VerifyAsync();
        Assert.Equal((null, LongChainedLog.Events), (verified.Broken, verified.Unchained));
    }
}
