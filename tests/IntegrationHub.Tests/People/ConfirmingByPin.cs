using System.Text;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Cases;
using IntegrationHub.Tests.EventLog;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.People;

public sealed class ConfirmingByPin
{
    private static readonly PersonId s_person = new("p-1");
    private static readonly EventContext s_phone = new("user", "phone");
    private readonly MemoryEventLog _log = new(new FakeTimeProvider(Scenario.Start));
    private readonly EventCodec _codec = new(new TestKeys());
    private readonly PersonPins _pins;
    private int _tries;

    public ConfirmingByPin() => _pins = new PersonPins(_log, _codec);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_one_is_right_and_the_one_before_is_not_any_more()
    {
        var first = await RenewAsync();
        Assert.Matches("^[0-9]{6}$", first);
        Assert.Equal(PinAnswer.Right, await TryAsync(first));
        Assert.Equal(PinAnswer.Wrong, await TryAsync(Other(first)));
        var second = await RenewAsync();
        Assert.Equal(first == second ? PinAnswer.Right : PinAnswer.Wrong, await TryAsync(first));
        Assert.Equal(PinAnswer.Right, await TryAsync(second));
    }

    [Fact]
    public async Task After_five_wrong_ones_even_the_right_one_waits()
    {
        var pin = await RenewAsync();
        await WrongAsync(pin, PinState.TriesAtOnce);
        Assert.Equal(PinAnswer.Locked, await TryAsync(pin));
        Assert.Equal(PinAnswer.Locked, await TryAsync(pin, PinState.Wait - TimeSpan.FromSeconds(1)));
        Assert.Equal(PinAnswer.Right, await TryAsync(pin, PinState.Wait));
        await WrongAsync(pin, PinState.TriesAtOnce - 1); // A right one begins the count anew.
        Assert.Equal(PinAnswer.Right, await TryAsync(pin));
    }

    [Fact]
    public async Task After_twenty_in_a_row_only_a_new_one_helps()
    {
        var pin = await RenewAsync();
        for (var round = 0; round < PinState.TriesInAll / PinState.TriesAtOnce; round++)
        {
            await WrongAsync(pin, PinState.TriesAtOnce, round * PinState.Wait);
        }

        Assert.Equal(PinAnswer.Locked, await TryAsync(pin, TimeSpan.FromDays(30)));
        Assert.Equal(PinAnswer.Right, await TryAsync(await RenewAsync()));
    }

    [Fact]
    public async Task The_same_try_sent_again_is_one_try()
    {
        var pin = await RenewAsync();
        var id = EventId.From("the same");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(PinAnswer.Wrong, await _pins.TryAsync(s_person, Other(pin), id, s_phone, Scenario.Start, Ct));
        }

        Assert.Equal(PinAnswer.Right, await TryAsync(pin));
    }

    [Fact]
    public async Task Whoever_has_none_is_never_right_and_nothing_stands_of_the_try()
    {
        Assert.False(await _pins.HasAsync(s_person, Ct));
        Assert.Equal(PinAnswer.Wrong, await TryAsync("000000"));
        Assert.Equal(LogPosition.Start, await _log.HeadAsync(Ct));
    }

    [Fact]
    public async Task The_figures_stand_nowhere_in_the_log()
    {
        var pin = await RenewAsync();
        await TryAsync(pin);
        await TryAsync(Other(pin));
        await foreach (var recorded in _log.ReadAllAsync(LogPosition.Start, Ct))
        {
            var stored = Encoding.UTF8.GetString(recorded.Data.Span);
            Assert.DoesNotContain("pbkdf2", stored, StringComparison.Ordinal); // Sealed besides.
            var fact = _codec.Decode(recorded).Fact;
            Assert.DoesNotContain(pin, fact is PersonPinSet set ? set.Hash.Text!.Replace("210000", "", StringComparison.Ordinal) : stored, StringComparison.Ordinal);
        }
    }

    private static string Other(string pin) => (pin[0] == '9' ? '0' : (char)(pin[0] + 1)) + pin[1..];

    private Task<string> RenewAsync() => _pins.RenewAsync(s_person, new EventContext("staff:s-1", "web"), Scenario.Start.AddMilliseconds(++_tries), Ct);

    private Task<PinAnswer> TryAsync(string pin, TimeSpan after = default) =>
        _pins.TryAsync(s_person, pin, EventId.From("try", (++_tries).ToString(System.Globalization.CultureInfo.InvariantCulture)), s_phone, Scenario.Start + after, Ct);

    private async Task WrongAsync(string pin, int times, TimeSpan after = default)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(PinAnswer.Wrong, await TryAsync(Other(pin), after));
        }
    }
}
