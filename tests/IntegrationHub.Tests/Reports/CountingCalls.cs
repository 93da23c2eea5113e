using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Views;
using IntegrationHub.Tests.Cases;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Reports;

public sealed class CountingCalls : IDisposable
{
    private static readonly DateTimeOffset s_morning = new(2026, 11, 24, 7, 10, 0, TimeSpan.Zero); // 08:10 in Stockholm.
    private static readonly int[] s_targets = [30, 60];

    private readonly MemoryEventLog _log = new(new FakeTimeProvider(Scenario.Start));
    private readonly EventCodec _codec = new(new NoPersonKeys());
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-figures-");
    private int _calls;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_wait_counts_from_the_first_ring_and_a_target_is_met_to_the_second()
    {
        await AnsweredAsync("workplace", seconds: 30);
        await AnsweredAsync("workplace", seconds: 30.2);
        await AnsweredAsync("workplace", seconds: 60);
        await AnsweredAsync("mobile", seconds: 300);
        var figures = (await ReportAsync()).Total;
        Assert.Equal((4, 4, 0), (figures.Calls, figures.Answered, figures.Unknown));
        Assert.Equal((4, 105.1m, 31), (figures.AnswerTime.Known, figures.AnswerTime.MeanSeconds, figures.AnswerTime.MedianSeconds));
        Assert.InRange(figures.AnswerTime.P95Seconds!.Value, 300, 315);
        Assert.Equal([new WithinTarget(30, 0.25m), new WithinTarget(60, 0.75m)], figures.AnswerTime.Within);
    }

    [Fact]
    public async Task Every_call_has_one_outcome_and_one_with_missing_data_is_unknown_and_not_left_out()
    {
        await AnsweredAsync("workplace", seconds: 20);
        await CallAsync(s_morning, Step(TurnKind.AskCase), Step(TurnKind.TellCase), Over()); // Told how the case stands.
        await CallAsync(s_morning, Step(TurnKind.OfferNews, Lead.IncidentJoined), Over());
        await CallAsync(s_morning, Step(TurnKind.TellCase), Step(TurnKind.Connect, desk: "mobile"), Over()); // It was not enough, and nobody answered.
        await CallAsync(s_morning, Step(TurnKind.Connect, desk: "mobile"), Step(TurnKind.Promise, desk: "mobile"));
        await CallAsync(s_morning, Over());
        await CallAsync(s_morning, Step(TurnKind.Describe)); // No end was told of.
        await AddAsync("call-lost", new CallEnded("completed", 12, s_morning)); // Nor how it came in.
        await AddAsync("call-half", new CallTaken(3, "mobile", s_morning)); // Answered, but after how long?
        await CallAsync(s_morning, Step(TurnKind.Connect, desk: "mobile"), Step(TurnKind.Goodbye, Lead.Spoken), Over()); // So was this.
        var figures = (await ReportAsync()).Total;
        Assert.Equal((10, 3, 2, 1, 2, 2), (figures.Calls, figures.Answered, figures.Contained, figures.Promised, figures.Abandoned, figures.Unknown));
        Assert.Equal((1, 2), (figures.AnswerTime.Known, figures.AnswerTime.Unknown));
    }

    [Fact]
    public async Task Forgotten_passwords_count_as_saved_only_when_the_caller_said_that_it_helped()
    {
        await CallAsync(s_morning, Step(TurnKind.OfferSelfService), Step(TurnKind.AskHelped), Step(TurnKind.Goodbye, Lead.SelfServiceHelped));
        await CallAsync(s_morning, Step(TurnKind.OfferSelfService), Step(TurnKind.AskHelped), Over());
        await CallAsync(s_morning, Step(TurnKind.OfferSelfService), Step(TurnKind.Connect, desk: "workplace"), new CallTaken(2, "workplace", s_morning.AddSeconds(50)), Over());
        var figures = (await ReportAsync()).Total;
        Assert.Equal((1, 1, 1), (figures.PasswordSelfService, figures.PasswordToDesk, figures.PasswordUnanswered));
        Assert.Equal((1, 1, 1), (figures.Contained, figures.Answered, figures.Abandoned));
    }

    [Fact]
    public async Task A_second_desk_makes_a_transfer_and_the_first_answer_counts()
    {
        await CallAsync(
            s_morning, Step(TurnKind.Connect, desk: "workplace"), new CallTaken(1, "workplace", s_morning.AddSeconds(40)),
            new CallTaken(1, "workplace", s_morning.AddSeconds(50)), new CallTaken(2, "mobile", s_morning.AddSeconds(90)), Over());
        var desks = (await ReportAsync("desk")).Groups!;
        var group = Assert.Single(desks);
        Assert.Equal(("workplace", 1, 40), (group.Name, group.Figures.Transferred, group.Figures.AnswerTime.MedianSeconds));
    }

    [Fact]
    public void A_kept_place_that_is_called_back_counts_with_its_whole_wait_and_is_no_second_call()
    {
        var placed = new CallRow(s_morning.AddMinutes(9), Received: true) { Placed = true, Since = s_morning, Desk = "mobile", TakenAt = s_morning.AddMinutes(10) };
        var figures = CallFigures.Of(CallTally.Of(placed).Where(tally => tally.Kind == CallTally.All), s_targets);
        Assert.Equal((0, 1, 600m), (figures.Calls, figures.AnswerTime.Known, figures.AnswerTime.MeanSeconds));
        Assert.Empty(CallTally.Of(placed with { TakenAt = null }));
        Assert.Empty(CallTally.Of(placed with { Since = null })); // A booked time is punctual or not, and counts apart.
    }

    [Fact]
    public async Task They_are_split_by_desk_organisation_and_hour_of_Stockholm_and_narrowed_to_days()
    {
        await AnsweredAsync("workplace", seconds: 20, "utbildning");
        await AnsweredAsync("mobile", seconds: 20);
        await CallAsync(s_morning.AddDays(1).AddHours(16), Over()); // 00:10 on the day after.
        Assert.Equal(["", "mobile", "workplace"], (await ReportAsync("desk")).Groups!.Select(group => group.Name));
        Assert.Equal([("", 2L), ("utbildning", 1L)], (await ReportAsync("organisation")).Groups!.Select(group => (group.Name, group.Figures.Calls)));
        Assert.Equal([("00", 1L), ("08", 2L)], (await ReportAsync("hour")).Groups!.Select(group => (group.Name, group.Figures.Calls)));
        Assert.Equal(2, (await ReportAsync(null, "2026-11-24", "2026-11-25")).Total.Calls);
        Assert.Equal(1, (await ReportAsync(null, "2026-11-26", "2026-11-26")).Total.Calls);
    }

    [Fact]
    public async Task Promised_calls_are_punctual_within_their_time_only()
    {
        await PromisedAsync(1, made: TimeSpan.FromMinutes(10));
        await PromisedAsync(2, made: TimeSpan.FromMinutes(31));
        await PromisedAsync(3, made: null, missed: true);
        await PromisedAsync(4, made: null);
        var figures = (await ReportAsync()).Total;
        Assert.Equal(new CallBackFigures(4, 1, 1, 1, 1, 0.333m), figures.CallBacks);
        Assert.Equal(0, figures.Calls); // They count apart.
    }

    [Fact]
    public async Task A_kept_place_is_no_booked_time_and_its_wait_is_an_answer_time_from_the_first_call()
    {
        var callback = CallbackId.Of(CaseNumber.FromSequence(5), Guid.Empty);
        await AddAsync(CaseNumber.FromSequence(5).Stream, new CallBackBooked(
            "mobile", new Personal(new PersonId("p-1"), "+46701234567"), "place-kept", s_morning, s_morning.AddMinutes(30), s_morning, callback, CallBackKind.KeptPlace, s_morning));
        await AddAsync(CaseNumber.FromSequence(6).Stream, new CallBackBooked(
            "mobile", new Personal(new PersonId("p-1"), "+46701234567"), "asked-for", s_morning, s_morning.AddMinutes(30), s_morning, callback, CallBackKind.Booked, s_morning));
        await AddAsync("call-placed", new CallAnswered("CA1", new PersonId("p-1"), null, new Turn(TurnKind.CallbackHello, "sv"), callback, 1, "human", s_morning.AddMinutes(4)) { Since = s_morning });
        await AddAsync("call-placed", new CallTaken(1, "mobile", s_morning.AddMinutes(5)));
        await AddAsync("call-booked", new CallAnswered("CA2", new PersonId("p-1"), null, new Turn(TurnKind.CallbackHello, "sv"), callback, 1, "human", s_morning.AddMinutes(4)));
        await AddAsync("call-booked", new CallTaken(1, "mobile", s_morning.AddMinutes(5)));
        var figures = (await ReportAsync()).Total;
        Assert.Equal(1, figures.CallBacks.Booked);
        Assert.Equal(0, figures.Calls); // Neither came in.
        Assert.Equal((1L, 300.0), (figures.AnswerTime.Known, (double)figures.AnswerTime.MeanSeconds!));
    }

    [Fact]
    public async Task The_sums_that_are_kept_equal_those_of_the_whole_log_also_when_an_event_comes_twice_or_the_view_is_built_anew()
    {
        await AnsweredAsync("workplace", seconds: 200, "utbildning");
        await CallAsync(s_morning, Step(TurnKind.TellCase), Step(TurnKind.Connect, desk: "mobile"), Step(TurnKind.Promise), Over());
        using var view = LiveView.Open(CallRow.View, _folder.FullName);
        var fold = new TallyFold<CallRow>(CallRow.View);
        await foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, Ct))
        {
            await view.ApplyAsync([recorded], Ct);
            await view.ApplyAsync([recorded], Ct);
            fold.Add(_codec.Decode(recorded));
        }

        var expected = fold.Tallies("desk", "2026-11-01", "2026-11-30").Select(tally => (tally.Group, tally.Name, tally.Count)).Order().ToList();
        Assert.Equal(6, expected.Count);
        Assert.Equal(expected, Sums(view));
        await view.RebuildAsync(_log, dryRun: false, _ => { }, Ct);
        Assert.Equal(expected, Sums(view));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, 1)]
    [InlineData(119.5, 120)]
    [InlineData(120.1, 126)]
    [InlineData(126, 126)]
    [InlineData(3_600, 3_652)]
    [InlineData(9_999_999, 612_786)]
    public void A_wait_is_counted_under_a_bound_that_is_never_shorter(double seconds, int bound) =>
        Assert.Equal(bound, AnswerTime.BoundOf(TimeSpan.FromSeconds(seconds)));

    private static List<(string, string, long)> Sums(LiveView<CallRow> view) =>
        [.. view.Tallies("desk", "2026-11-01", "2026-11-30").Where(tally => tally.Count != 0).Select(tally => (tally.Group, tally.Name, tally.Count)).Order()];

    private Task AnsweredAsync(string desk, double seconds, string? organisation = null) => CallAsync(
        s_morning, Step(TurnKind.Connect, desk: desk, organisation: organisation), new CallTaken(1, desk, s_morning.AddSeconds(seconds)),
        Step(TurnKind.Goodbye, Lead.Spoken), Over());

    private static CallStepTaken Step(TurnKind kind, Lead lead = Lead.None, string? desk = null, string? organisation = null) => new(1, new Heard(), new Turn(kind, "sv", lead)
    {
        Desk = desk,
        Who = organisation is null ? null
            : new Who(new PersonId("p-1"), new Personal(new PersonId("p-1"), "Åsa"), []) { Role = new CallerRole("education", Organisation: organisation) },
    }, s_morning);

    private static CallEnded Over() => new("completed", 60, s_morning.AddMinutes(2));

    private async Task CallAsync(DateTimeOffset at, params CallEvent[] events)
    {
        var stream = $"call-{++_calls}";
        await AddAsync(stream, new CallReceived("CA" + stream, new PersonId("p-1"), null, new Turn(TurnKind.Welcome, "sv"), at));
        foreach (var fact in events)
        {
            await AddAsync(stream, fact);
        }
    }

    private async Task PromisedAsync(int sequence, TimeSpan? made, bool missed = false)
    {
        var stream = CaseNumber.FromSequence(sequence).Stream;
        await AddAsync(stream, new CallBackBooked(
            "mobile", new Personal(new PersonId("p-1"), "+46701234567"), "desk-not-reached", s_morning, s_morning.AddMinutes(30), s_morning));
        if (made is { } after)
        {
            await AddAsync(stream, new CallBackMade("mobile", "reached", s_morning + after));
        }

        if (missed)
        {
            await AddAsync(stream, new CallBackMissed("mobile", s_morning.AddMinutes(30), s_morning.AddMinutes(30)));
        }
    }

    private async Task AddAsync(string stream, object fact) => await _log.AppendAsync(
        stream, ExpectedRevision.Any, [_codec.Encode(EventId.From("test", stream, (await _log.HeadAsync(Ct)).Value.ToString(System.Globalization.CultureInfo.InvariantCulture)), fact, new EventContext("user", "phone"))], Ct);

    private async Task<CallReport> ReportAsync(string? by = null, string from = "2026-01-01", string to = "2026-12-31")
    {
        var (calls, callBacks) = (new TallyFold<CallRow>(CallRow.View), new TallyFold<CallBackRow>(CallBackRow.View));
        await foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, Ct))
        {
            var known = _codec.Decode(recorded);
            calls.Add(known);
            callBacks.Add(known);
        }

        IEnumerable<Tally> Sums(string kind) => calls.Tallies(kind, from, to).Concat(callBacks.Tallies(kind, from, to));
        return new CallReport(null, null, by, CallFigures.Of(Sums(CallTally.All), s_targets), by is null ? null : CallFigures.ByGroup(Sums(by), s_targets));
    }
}
