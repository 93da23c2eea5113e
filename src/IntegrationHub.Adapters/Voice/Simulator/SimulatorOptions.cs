using IntegrationHub.Adapters.Voice.Twilio;

namespace IntegrationHub.Adapters.Voice.Simulator;

/// <summary>Where the pretended Twilio finds the hub.</summary>
/// <param name="HubUrl">Where requests are sent, such as <c>http://127.0.0.1:5080</c>.</param>
/// <param name="Twilio">Account, token and number to pretend with; its public address, if any, is what gets signed.</param>
public sealed record SimulatorOptions(string HubUrl, TwilioOptions Twilio)
{
    /// <summary>Path asked when a call comes in.</summary>
    public string VoicePath { get; init; } = "/voice/incoming";

    /// <summary>Path told when a call has ended.</summary>
    public string StatusPath { get; init; } = "/voice/status";

    /// <summary>Path told of a text message.</summary>
    public string SmsPath { get; init; } = "/sms/incoming";

    /// <summary>What goes wrong on the way.</summary>
    public PhoneTrouble Trouble { get; init; } = new();

    /// <summary>Calls and messages kept in memory; the oldest go first.</summary>
    public int MostKept { get; init; } = 50;

    /// <summary>How long a call is kept after the last thing that happened in it.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The address in front of every path that is signed, without a slash at the end.</summary>
    internal string SignedUrl => (string.IsNullOrEmpty(Twilio.PublicUrl) ? HubUrl : Twilio.PublicUrl).TrimEnd('/');
}
