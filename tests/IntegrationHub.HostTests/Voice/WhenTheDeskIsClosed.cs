using System.Globalization;

namespace IntegrationHub.HostTests.Voice;

public sealed class WhenTheDeskIsClosed(TwilioKit twilio)
{
    [Fact]
    public async Task It_is_not_dialled_and_the_caller_hears_when_it_calls_back()
    {
        // Open on one day of the week only, which is not near today.
        var day = TimeProvider.System.GetUtcNow().AddDays(3).ToString("ddd", CultureInfo.InvariantCulture).ToLowerInvariant();
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, TwilioKit.Settings(
            ("HUB_Desks__mobile__Hours", $"{day} 08:00-16:00, holidays 08:00-16:00")));
        var closed = await twilio.PlayAsync(
            hub, "", "start", "dtmf:4", "dtmf:1", "silence", "dtmf:1", "repeat", "expect:lämna ett meddelande", "silence", "repeat", "expect:stängt just nu.*ringer upp dig på .* efter klockan 8", "expect:Vill du hellre välja en tid", "silence", "silence", "open:ended");
        Assert.NotNull(closed.Number);
        await twilio.PlayAsync(hub, "", "start", "dtmf:4", "dtmf:1", "silence", "dtmf:1", "dtmf:2", "repeat", "open:Record", "record:12", "repeat", "expect:sparat i ärendet", "open:ended");
        await twilio.PlayAsync(hub, "", "start", "dtmf:1", "dtmf:3", "silence", "dtmf:1", "open:Dial");
    }
}
