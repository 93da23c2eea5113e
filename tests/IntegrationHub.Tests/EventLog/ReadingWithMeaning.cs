using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Cases;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.EventLog;

public sealed class ReadingWithMeaning
{
    private const int Events = 5_000;
    private readonly MemoryEventLog _log = new(new FakeTimeProvider(Scenario.Start));
    private readonly EventCodec _codec = new(new OneKey());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_event_comes_once_and_in_order_though_batches_are_decoded_at_the_same_time()
    {
        await FillAsync();
        var read = await _log.ReadDecodedAsync(_codec, _ => true, LogPosition.Start, Ct).SelectMany(batch => batch.Events).ToListAsync(Ct);
        Assert.Equal(await _log.ReadAllAsync(LogPosition.Start, Ct).ToListAsync(Ct), read.Select(known => known.Recorded));
        Assert.All(read, known => Assert.IsType<ProgressTold>(known.Fact));
    }

    [Fact]
    public async Task It_goes_on_after_the_last_position_seen()
    {
        await FillAsync();
        var last = (await _log.ReadAllAsync(LogPosition.Start, Ct).ToListAsync(Ct))[Events - 3];
        var read = await _log.ReadDecodedAsync(_codec, _ => true, last.Position, Ct).ToListAsync(Ct);
        Assert.Equal(2, Assert.Single(read).Events.Count);
    }

    [Fact]
    public async Task What_was_not_asked_for_is_passed_over_but_counted()
    {
        await FillAsync();
        var read = await _log.ReadDecodedAsync(_codec, recorded => recorded.Revision == 600, LogPosition.Start, Ct).ToListAsync(Ct);
        Assert.Equal(600, Assert.Single(read.SelectMany(batch => batch.Events)).Recorded.Revision);
        Assert.Equal(Events, read.Sum(batch => batch.Read));
        Assert.Equal(await _log.HeadAsync(Ct), read[^1].Reached);
    }

    [Fact]
    public async Task A_caller_may_stop_early()
    {
        await FillAsync();
        var first = await _log.ReadDecodedAsync(_codec, _ => true, LogPosition.Start, Ct).FirstAsync(Ct);
        Assert.Equal(0, first.Events[0].Recorded.Revision);
    }

    [Fact]
    public void Without_texts_a_seal_stays_closed_and_all_else_is_read()
    {
        var person = new PersonId("p-1");
        var stored = _codec.Encode(EventId.From("told"), new ProgressTold("workplace", new Personal(person, "Vi är på väg.", "10000016"), Scenario.Start), new EventContext("hub", "hub"));
        var recorded = new RecordedEvent("case-10000016", 0, new LogPosition(1), stored.Id, stored.Type, stored.Data, stored.Metadata, Scenario.Start);
        Assert.Equal("Vi är på väg.", ((ProgressTold)_codec.Decode(recorded).Fact!).Text.Text);

        var known = EventCodec.WithoutTexts.Decode(recorded);
        Assert.Equal(new ProgressTold("workplace", new Personal(person, null, "10000016"), Scenario.Start), known.Fact);
        Assert.Equal(new EventContext("hub", "hub"), known.Context);
    }

    private async Task FillAsync()
    {
        for (var first = 0; first < Events; first += 500)
        {
            var events = Enumerable.Range(first, 500).Select(number => _codec.Encode(
                EventId.From($"{number}"), new ProgressTold("workplace", Personal.Public($"{number}"), Scenario.Start), new EventContext("hub", "hub")));
            await _log.AppendAsync("case-10000016", ExpectedRevision.Any, [.. events], Ct);
        }
    }

    private sealed class OneKey : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => new("p-1");

        public byte[]? Key(PersonId person) => new byte[32];
    }
}
