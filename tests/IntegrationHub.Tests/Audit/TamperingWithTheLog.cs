using System.Globalization;
using CsCheck;
using IntegrationHub.Core.Audit;

namespace IntegrationHub.Tests.Audit;

/// <summary>A log of 3,000 events that is written and chained once for all of them.</summary>
public sealed class ChainedLog : IAsyncLifetime
{
    public const int Events = 3000;

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

public sealed class TamperingWithTheLog(ChainedLog chained) : IClassFixture<ChainedLog>
{
    private const int Last = ChainedLog.Events;

    private static readonly Gen<int> s_position = Gen.Int[1, Last];

    [Fact]
    public async Task A_log_that_nobody_touched_is_verified_to_its_end()
    {
        var verified = await chained.Folder.VerifyAsync();
        Assert.Null(verified.Broken);
        Assert.Equal((Last, 0, 1), (verified.Events, verified.Unchained, verified.Checkpoints));
    }

    [Theory]
    [InlineData("data = CAST(CAST(data AS TEXT) || ' ' AS BLOB)")]
    [InlineData("metadata = CAST(replace(CAST(metadata AS TEXT), 'hub', 'bub') AS BLOB)")]
    [InlineData("data = metadata, metadata = data")]
    [InlineData("id = zeroblob(16)")]
    [InlineData("type = 3 - type")]
    [InlineData("revision = revision + 100000")]
    [InlineData("stream = (SELECT max(number) FROM streams WHERE number <> stream), revision = revision + 100000")]
    [InlineData("recorded_at = recorded_at + 1")]
    public Task A_changed_event_is_found_and_named(string change) => EachAsync(s_position, async (folder, position) =>
    {
        folder.Tamper(Text($"UPDATE events SET {change} WHERE position = {position}"));
        await IsBrokenAsync(folder, ChainFault.Changed, position);
    });

    [Fact]
    public Task A_removed_event_is_found_and_named() => EachAsync(Gen.Int[1, Last - 1], async (folder, position) =>
    {
        folder.Tamper(Text($"DELETE FROM events WHERE position = {position}"));
        await IsBrokenAsync(folder, ChainFault.Removed, position);
    });

    [Fact]
    public Task A_removed_event_is_found_also_when_the_rest_moves_up() => EachAsync(Gen.Int[1, Last - 1], async (folder, position) =>
    {
        folder.Tamper(
            Text($"DELETE FROM events WHERE position = {position}"),
            Text($"UPDATE events SET position = -position WHERE position > {position}"),
            "UPDATE events SET position = -position - 1 WHERE position < 0");
        await IsBrokenAsync(folder, ChainFault.Changed, position);
    });

    [Fact]
    public Task A_cut_tail_is_found_and_named() => EachAsync(s_position, async (folder, position) =>
    {
        folder.Tamper(Text($"DELETE FROM events WHERE position >= {position}"));
        await IsBrokenAsync(folder, ChainFault.Cut, position);
    });

    [Fact]
    public Task An_event_put_in_between_is_found_and_named() => EachAsync(s_position, async (folder, position) =>
    {
        folder.Tamper(
            Text($"UPDATE events SET position = -position WHERE position >= {position}"),
            "UPDATE events SET position = -position + 1 WHERE position < 0",
            Text($"INSERT INTO events SELECT {position}, stream, 500000, id, type, data, metadata, recorded_at FROM events WHERE position = {Last + 1}"));
        await IsBrokenAsync(folder, ChainFault.Changed, position);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task An_event_put_before_the_first_is_found_and_named(long position)
    {
        using var folder = chained.Folder.Copy();
        folder.Tamper(Text($"INSERT INTO events SELECT {position}, stream, 500000, id, type, data, metadata, recorded_at FROM events WHERE position = 7"));
        await IsBrokenAsync(folder, ChainFault.Inserted, position);
    }

    [Fact]
    public Task Two_swapped_events_are_found_and_the_first_is_named() => EachAsync(Gen.Select(s_position, s_position), async (folder, pair) =>
    {
        var (one, other) = pair;
        if (one != other)
        {
            folder.Tamper(
                Text($"UPDATE events SET position = -1 WHERE position = {one}"),
                Text($"UPDATE events SET position = {one} WHERE position = {other}"),
                Text($"UPDATE events SET position = {other} WHERE position = -1"));
            await IsBrokenAsync(folder, ChainFault.Changed, Math.Min(one, other));
        }
    });

    [Fact]
    public async Task A_renamed_stream_or_type_is_found_at_its_first_event()
    {
        using var folder = chained.Folder.Copy();
        folder.Tamper("UPDATE streams SET name = 'case-other' WHERE name = 'case-3'");
        var broken = await IsBrokenAsync(folder, ChainFault.Changed, (3 * 8) + 1);
        Assert.Equal(("case-other", 0), (broken.Stream, broken.Revision));
    }

    [Theory]
    [InlineData("stream = 99")]
    [InlineData("type = 99")]
    [InlineData("id = x'00'")]
    public Task An_event_that_was_made_unreadable_is_found_and_named(string change) => EachAsync(s_position, async (folder, position) =>
    {
        folder.Tamper(Text($"UPDATE events SET {change} WHERE position = {position}"));
        var broken = await IsBrokenAsync(folder, ChainFault.Unreadable, position);
        Assert.Equal(position - 1, broken.Ordinal);
    });

    [Fact]
    public Task A_change_within_the_asked_stretch_is_found() => EachAsync(Gen.Int[1000, 2000], async (folder, position) =>
    {
        folder.Tamper(Text($"UPDATE events SET data = zeroblob(5) WHERE position = {position}"));
        Assert.Equal(position, (await folder.VerifyAsync(from: 500, to: 2500)).Broken?.Position);
    });

    private async Task EachAsync<T>(Gen<T> gen, Func<AuditFolder, T, Task> test) => await gen.SampleAsync(
        async value =>
        {
            using var folder = chained.Folder.Copy();
            await test(folder, value);
        }, iter: 12, threads: 1);

    private static async Task<ChainBreak> IsBrokenAsync(AuditFolder folder, ChainFault fault, long position)
    {
        var broken = (await folder.VerifyAsync()).Broken;
        Assert.NotNull(broken);
        Assert.Equal((fault, position), (broken.Fault, broken.Position));
        return broken;
    }

    private static string Text(FormattableString sql) => sql.ToString(CultureInfo.InvariantCulture);
}
