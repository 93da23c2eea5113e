using System.Net.Http.Json;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Calls that go on.</summary>
public sealed partial class TwilioRest
{
    /// <summary>Moves a call that goes on to another document; whatever it was in, ends.</summary>
    /// <param name="call">CA and 32 hex digits.</param>
    /// <param name="url">Absolute address of the document. Asked for again when this is repeated.</param>
    /// <param name="ct">Ends the wait, not a move that Twilio has already made.</param>
    public async Task<TwilioOutcome> MoveCallAsync(string call, Uri url, CancellationToken ct)
    {
        if (!url.IsAbsoluteUri)
        {
            return new TwilioOutcome.Refused(21205, "PublicUrl is not set: Twilio cannot be told where the hub is.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"Calls/{Uri.EscapeDataString(call)}.json")
        {
            Content = new FormUrlEncodedContent([new("Url", url.AbsoluteUri), new("Method", "POST")]),
        };
        return await AskAsync(request, async response =>
            (await response.Content.ReadFromJsonAsync<Resource>(ct))?.Sid is { Length: > 0 } sid
                ? new TwilioOutcome.Taken(sid)
                : new TwilioOutcome.Unknown("Twilio answered without a sid."), ct);
    }
}
