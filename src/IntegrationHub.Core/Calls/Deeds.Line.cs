using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>A spoken message.</summary>
/// <param name="Sid">Twilio's id of the recording.</param>
/// <param name="Url">Where it lies, as Twilio says; who has the account can listen.</param>
/// <param name="Seconds">How long it is; 0 when nothing was said.</param>
public sealed record Recorded(string Sid, Personal? Url, int Seconds);

/// <summary>Keeps a spoken message with the case, and tells the desk of it. A recording is kept once.</summary>
public sealed record LeaveMessage(CaseNumber Number, Recorded Recording) : Deed;
