using IntegrationHub.Adapters.Voice.Simulator;
using IntegrationHub.Host.Trying;
using Microsoft.AspNetCore.Mvc;

namespace IntegrationHub.Host.Pages.Phone;

/// <summary>What can be tried beside the calls: another time, and what may go wrong.</summary>
internal sealed partial class PhoneModel
{
    private SettableClock Clock => services.GetRequiredService<SettableClock>();

    private PhoneTrouble Trouble => services.GetRequiredService<PhoneTrouble>();

    private TroubledLog Log => services.GetRequiredService<TroubledLog>();

    /// <summary>What time the hub believes it is.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>How far that is ahead of the real time.</summary>
    public TimeSpan Ahead => Clock.Ahead;

    /// <summary>What goes wrong between Twilio and the hub.</summary>
    public PhoneFaults Faults => Trouble.Now;

    /// <summary>What is wrong with the log.</summary>
    public LogTrouble LogTrouble => Log.Trouble;

    /// <summary>Puts the hub's clock forward.</summary>
    /// <param name="call">The call that is shown.</param>
    /// <param name="minutes">1 to 527,040 (366 days).</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<IActionResult> OnPostClockAsync(string? call, int minutes, CancellationToken ct)
    {
        if (minutes is < 1 or > 366 * 24 * 60)
        {
            return await RefuseAsync(call, say["Klockan kan flyttas fram 1 minut till 366 dagar.", "The clock can be put forward by 1 minute to 366 days."], ct);
        }

        Clock.Advance(TimeSpan.FromMinutes(minutes));
        return RedirectToPage(new { call, handler = (string?)null });
    }

    /// <summary>Switches faults on and off.</summary>
    public IActionResult OnPostTrouble(string? call, bool repeat, bool loseAnswers, bool noEnd, bool smsUnsure, LogTrouble log)
    {
        Trouble.Now = new PhoneFaults(repeat, loseAnswers, noEnd, smsUnsure);
        Log.Trouble = Enum.IsDefined(log) ? log : LogTrouble.None;
        return RedirectToPage(new { call, handler = (string?)null });
    }
}
