using System.Globalization;
using IntegrationHub.Core.Calls;

namespace IntegrationHub.Host.Serving;

/// <summary>How callers wait for a desk.</summary>
public sealed partial record PhoneSettings
{
    private const double LongestPeace = 300;

    /// <summary>What whoever waits hears, 10 to 30 seconds of it; <c>Voice:WaitMusic</c>, an absolute address. Null: silence.</summary>
    public string? WaitMusic { get; init; }

    /// <summary>How long a desk has peace after a ring that nobody answered; <c>Voice:RingAgainSeconds</c>, 0 to 300.</summary>
    public TimeSpan RingAgainAfter { get; init; } = Waiting.RingAgainAfter;

    private static (string? Music, TimeSpan RingAgainAfter) ReadWaiting(IConfiguration configuration, List<string> faults)
    {
        var seconds = Waiting.RingAgainAfter.TotalSeconds;
        if (configuration["Voice:RingAgainSeconds"] is { } said
            && !(double.TryParse(said, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds) && seconds is >= 0 and <= LongestPeace))
        {
            faults.Add("Voice:RingAgainSeconds is no number of seconds from 0 to 300; set it to one, for example 20.");
            seconds = 0;
        }

        var music = configuration["Voice:WaitMusic"];
        if (music is not null && !(Uri.TryCreate(music, UriKind.Absolute, out var sound) && sound.Scheme is "http" or "https"))
        {
            faults.Add("Voice:WaitMusic is no address; set it to one that Twilio can fetch, for example https://hub.example.se/music.mp3.");
        }

        return (music, TimeSpan.FromSeconds(seconds));
    }
}
