using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.EventLog;

public abstract partial class EventLogContract
{
    private const int MiB = 1024 * 1024;

    [Theory]
    [InlineData("", "200")]
    [InlineData(" ", "blanks")]
    [InlineData("case 1", "blanks")]
    [InlineData("case\u00A01", "blanks")]
    [InlineData("case\n", "printable")]
    [InlineData("case\u0000", "printable")]
    [InlineData("case\uFFFD", "printable")]
    public async Task A_name_that_no_stream_may_have_is_refused(string stream, string limit)
    {
        var fault = await Assert.ThrowsAnyAsync<ArgumentException>(() => Log.AppendAsync(stream, ExpectedRevision.Any, Events(1), Ct));
        Assert.Contains(limit, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_200_characters_fits_and_one_more_is_refused()
    {
        var longest = Stream("ü").PadRight(200, 'x');
        await AddAsync(longest, 1);
        Assert.Equal(longest, Assert.Single(await ReadAsync(longest)).Stream);

        var fault = await Assert.ThrowsAnyAsync<ArgumentException>(() => Log.AppendAsync(longest + "x", ExpectedRevision.Any, Events(1), Ct));
        Assert.Contains("200", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_events_fit_and_one_more_is_refused()
    {
        var stream = Stream("case");
        Assert.Equal(999, (await AddAsync(stream, [.. Enumerable.Range(0, 1000)])).Revision);
        foreach (var count in (int[])[0, 1001])
        {
            var events = Events([.. Enumerable.Range(2000, count)]);
            var fault = await Assert.ThrowsAnyAsync<ArgumentException>(() => Log.AppendAsync(stream, ExpectedRevision.Any, events, Ct));
            Assert.Contains("1000", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(MiB, 0)]
    [InlineData(0, MiB)]
    [InlineData(MiB - 500, 500)]
    public async Task An_event_of_one_mebibyte_is_kept_whole_and_one_more_byte_is_refused(int data, int metadata)
    {
        var stream = Stream("case");
        var large = Event(1) with { Data = Bytes(data, 3), Metadata = Bytes(metadata, 5) };
        Assert.IsType<Appended>(await Log.AppendAsync(stream, ExpectedRevision.None, [large], Ct));
        var read = Assert.Single(await ReadAsync(stream));
        Assert.True(large.Data.Span.SequenceEqual(read.Data.Span));
        Assert.True(large.Metadata.Span.SequenceEqual(read.Metadata.Span));

        var larger = large with { Data = Bytes(data + 1, 3) };
        var fault = await Assert.ThrowsAnyAsync<ArgumentException>(() => Log.AppendAsync(stream, ExpectedRevision.Any, [larger], Ct));
        Assert.Contains("1048576", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public async Task An_events_type_has_1_to_100_characters(int length, bool fits)
    {
        var named = Event(1) with { Type = new string('t', length) };
        var fault = await Record.ExceptionAsync(() => Log.AppendAsync(Stream("case"), ExpectedRevision.Any, [named], Ct));
        Assert.Equal(fits, fault is null);
        Assert.Equal(!fits, fault is ArgumentException && fault.Message.Contains("100", StringComparison.Ordinal));
    }

    private static byte[] Bytes(int length, int step)
    {
        var bytes = new byte[length];
        for (var index = 0; index < length; index++)
        {
            bytes[index] = (byte)(index * step);
        }

        return bytes;
    }
}
