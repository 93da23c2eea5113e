using System.Globalization;
using CsCheck;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.Tests.Hours;

public sealed class OpeningTheDesks
{
    [Theory]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2038-04-25")]
    public void Easter_is_when_the_almanac_says(string day) => Assert.Equal(Day(day), SwedishHolidays.Easter(Day(day).Year));

    [Theory]
    [InlineData("2026-04-03", true)] // Good Friday
    [InlineData("2026-04-06", true)] // Easter Monday
    [InlineData("2026-05-14", true)] // Ascension
    [InlineData("2026-05-24", true)] // Whitsun
    [InlineData("2026-06-06", true)] // National Day
    [InlineData("2026-06-19", true)] // Midsummer Eve
    [InlineData("2026-06-20", true)] // Midsummer Day
    [InlineData("2026-10-31", true)] // All Saints
    [InlineData("2027-11-06", true)] // All Saints, at its latest
    [InlineData("2026-12-24", true)]
    [InlineData("2026-12-31", true)]
    [InlineData("2026-12-23", false)]
    [InlineData("2026-11-24", false)]
    [InlineData("2026-04-02", false)]
    public void Holidays_are_those_of_the_law(string day, bool holiday) => Assert.Equal(holiday, SwedishHolidays.Contains(Day(day)));

    [Theory]
    [InlineData("mon-fri 07:00-17:00", "2026-11-24T06:00:00Z", true)] // 07:00 in Stockholm
    [InlineData("mon-fri 07:00-17:00", "2026-11-24T05:59:59Z", false)]
    [InlineData("mon-fri 07:00-17:00", "2026-11-24T16:00:00Z", false)]
    [InlineData("mon-fri 07:00-17:00", "2026-11-28T10:00:00Z", false)] // Saturday
    [InlineData("mon-fri 07:00-17:00, sat 10:00-14:00", "2026-11-28T10:00:00Z", true)]
    [InlineData("mon-fri 07:00-17:00", "2026-12-24T10:00:00Z", false)]
    [InlineData("mon-fri 07:00-17:00, holidays 10:00-12:00", "2026-12-24T10:00:00Z", true)]
    [InlineData("sat-mon 00:00-24:00", "2026-11-29T23:30:00Z", true)] // Monday in Stockholm, over the week's end
    [InlineData("always", "2026-12-25T03:00:00Z", true)]
    public void A_desk_is_open_when_it_says_so(string text, string at, bool open) => Assert.Equal(open, Hours(text).IsOpen(Instant(at)));

    [Theory]
    [InlineData("2026-11-24T18:00:00Z", "2026-11-25T06:00:00Z")]
    [InlineData("2026-11-27T18:00:00Z", "2026-11-30T06:00:00Z")] // Over the week's end
    [InlineData("2026-12-23T18:00:00Z", "2026-12-28T06:00:00Z")] // Over Christmas
    [InlineData("2026-03-27T17:00:00Z", "2026-03-30T05:00:00Z")] // Over the change to summer time
    [InlineData("2026-11-24T10:00:00Z", "2026-11-24T10:00:00Z")]
    public void A_closed_desk_says_when_it_opens(string at, string next) =>
        Assert.Equal(Instant(next), Hours("mon-fri 07:00-17:00").NextOpening(Instant(at)));

    [Fact]
    public void An_hour_that_the_clocks_skip_in_spring_is_no_opening() =>
        Assert.Equal(Instant("2026-04-12T00:00:00Z"), Hours("sun 02:00-03:00").NextOpening(Instant("2026-03-23T12:00:00Z")));

    [Theory]
    [InlineData("")]
    [InlineData("mon-fri")]
    [InlineData("mon-fre 07:00-17:00")]
    [InlineData("mon 17:00-07:00")]
    [InlineData("mon 7-17")]
    [InlineData("mon closed")]
    [InlineData("mon 07:00-17:00-18:00")]
    public void What_is_no_hours_is_not_read(string text) => Assert.False(OpeningHours.TryParse(text, out _));

    [Fact]
    public void The_next_opening_is_always_open_and_never_before_now() => Gen.Int[0, 3_000_000].Sample(minutes =>
    {
        var at = Instant("2026-01-01T00:00:00Z").AddMinutes(minutes);
        var hours = Hours("mon-thu 06:30-18:00, fri 06:30-12:00, sun 02:00-03:00, holidays 10:00-11:00");
        var next = hours.NextOpening(at)!.Value;
        return next >= at && hours.IsOpen(next);
    });

    private static OpeningHours Hours(string text) => OpeningHours.TryParse(text, out var hours) ? hours : throw new ArgumentException(text, nameof(text));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
