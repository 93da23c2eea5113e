using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Callbacks;

public sealed class BookingASlot
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero); // Tuesday 10.00 in Stockholm.
    private static readonly EventContext s_by = new("user", "web");
    private readonly SlotLedger _ledger = new(new MemoryEventLog(new FakeTimeProvider(s_start)), new EventCodec(new NoPersonKeys()));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("4 per 30 min", "4 per 30 min")]
    [InlineData(" 1  PER 5 min ", "1 per 5 min")]
    [InlineData("100 per 60 min", "100 per 60 min")]
    [InlineData("none", "none")]
    [InlineData("4 per 25 min", null)] // Does not divide an hour.
    [InlineData("0 per 30 min", null)]
    [InlineData("101 per 30 min", null)]
    [InlineData("4 per 4 min", null)]
    [InlineData("4 per 90 min", null)]
    [InlineData("4/30", null)]
    [InlineData("", null)]
    public void The_settings_are_read(string text, string? read) =>
        Assert.Equal(read, CallbackSlots.TryParse(text, out var slots) ? slots.ToString() : null);

    [Fact]
    public void Slots_lie_within_the_opening_hours_and_pass_over_closed_days()
    {
        Assert.True(OpeningHours.TryParse("mon-fri 08:00-10:10, mon-fri 12:00-13:00", out var hours));
        var friday = new DateTimeOffset(2026, 11, 27, 7, 45, 0, TimeSpan.Zero); // 8.45 in Stockholm.
        Assert.Equal(
            ["27 09:00", "27 09:30", "27 12:00", "27 12:30", "30 08:00"],
            Slots("4 per 30 min").Between(friday, friday.AddDays(10), hours).Take(5).Select(slot => InCity(slot.Start)));
    }

    [Fact]
    public void The_day_when_the_clocks_go_back_has_its_hour_twice_and_the_day_when_they_go_forward_never()
    {
        var back = new DateTimeOffset(2026, 10, 24, 23, 0, 0, TimeSpan.Zero);
        Assert.Equal(["25 01:00", "25 02:00", "25 02:00", "25 03:00"], Slots("1 per 60 min").Between(back, back.AddHours(3), OpeningHours.Always).Select(slot => InCity(slot.Start)));
        var forward = new DateTimeOffset(2027, 3, 28, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(["28 01:00", "28 03:00"], Slots("1 per 60 min").Between(forward, forward.AddHours(1), OpeningHours.Always).Select(slot => InCity(slot.Start)));
    }

    [Fact]
    public void A_time_between_slots_or_outside_the_hours_is_none()
    {
        Assert.True(OpeningHours.TryParse("mon-fri 08:00-16:00", out var hours));
        Assert.True(Slots("4 per 30 min").Has(s_start, hours));
        Assert.False(Slots("4 per 30 min").Has(s_start.AddMinutes(10), hours));
        Assert.False(Slots("4 per 30 min").Has(s_start.AddSeconds(1), hours));
        Assert.False(Slots("4 per 30 min").Has(s_start.AddHours(6), hours));
        Assert.False(CallbackSlots.None.Has(s_start, hours));
    }

    [Fact]
    public async Task Of_many_who_book_at_once_as_many_get_it_as_it_has_room_for()
    {
        var got = 0;
        await Parallel.ForEachAsync(Enumerable.Range(1, 40), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (n, ct) =>
        {
            if (await _ledger.TakeAsync("workplace", s_start, 4, Callback(n), s_by, s_start, ct))
            {
                Interlocked.Increment(ref got);
            }
        });
        Assert.Equal(4, got);
        Assert.Empty(await FreeAsync(s_start, s_start));
    }

    [Fact]
    public async Task Who_holds_a_place_holds_it_once_and_a_place_that_is_freed_can_be_taken_again()
    {
        Assert.True(await TakeAsync(1, room: 1));
        Assert.True(await TakeAsync(1, room: 1));
        Assert.False(await TakeAsync(2, room: 1));
        await _ledger.FreeAsync("workplace", s_start, Callback(2), s_by, s_start, Ct); // Holds none: nothing happens.
        Assert.False(await TakeAsync(2, room: 1));
        await _ledger.FreeAsync("workplace", s_start, Callback(1), s_by, s_start, Ct);
        Assert.True(await TakeAsync(2, room: 1));
        await _ledger.FreeAsync("workplace", s_start, Callback(2), s_by, s_start, Ct);
        Assert.True(await TakeAsync(1, room: 1)); // Back to where it was before.
        Assert.False(await TakeAsync(2, room: 1));
    }

    [Fact]
    public async Task Full_slots_are_not_offered_and_others_tell_what_is_left()
    {
        Assert.True(await TakeAsync(1, room: 2));
        Assert.True(await TakeAsync(2, room: 2));
        Assert.True(await _ledger.TakeAsync("workplace", s_start.AddMinutes(30), 2, Callback(3), s_by, s_start, Ct));
        Assert.Equal([(s_start.AddMinutes(30), 1), (s_start.AddMinutes(60), 2)], await FreeAsync(s_start, s_start.AddHours(1), room: 2));
        Assert.Equal(2, (await _ledger.FreeSlotsAsync("telephony", new(2, 30), new CallbackSlots(2, 30).Between(s_start, s_start, OpeningHours.Always), 9, Ct))[0].Free);
    }

    [Theory]
    [InlineData("10000016-3fa9c2d1", true)]
    [InlineData("10000016-3FA9C2D1", false)]
    [InlineData("10000018-3fa9c2d1", false)] // The check digit.
    [InlineData("1000 0016-3fa9c2d1", false)]
    [InlineData("10000016-3fa9c2d", false)]
    [InlineData("10000016-3fa9c2d1-1", false)]
    [InlineData(null, false)]
    public void An_id_is_one_or_it_is_none(string? text, bool valid)
    {
        Assert.Equal(valid, CallbackId.TryParse(text, out var id));
        Assert.Equal(valid ? "10000016" : null, valid ? id.Case.Value : null);
    }

    private static CallbackSlots Slots(string text) => CallbackSlots.TryParse(text, out var slots) ? slots : throw new InvalidOperationException(text);

    private static CallbackId Callback(int n) => CallbackId.Of(CaseNumber.FromSequence(n), Guid.Empty);

    private static string InCity(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTimeBySystemTimeZoneId(at, "Europe/Stockholm").ToString("dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private Task<bool> TakeAsync(int n, int room) => _ledger.TakeAsync("workplace", s_start, room, Callback(n), s_by, s_start, Ct);

    private async Task<IEnumerable<(DateTimeOffset, int)>> FreeAsync(DateTimeOffset from, DateTimeOffset until, int room = 4) =>
        (await _ledger.FreeSlotsAsync("workplace", new CallbackSlots(room, 30), new CallbackSlots(room, 30).Between(from, until, OpeningHours.Always), 100, Ct))
            .Select(free => (free.Slot.Start, free.Free));
}
