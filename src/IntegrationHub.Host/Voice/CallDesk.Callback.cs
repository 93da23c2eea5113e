using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Voice;

/// <summary>Calls that the hub placed: they begin otherwise, and go on step by step like those that come in.</summary>
internal sealed partial class CallDesk
{
    /// <summary>A placed call is answered. Answered again, it is the first answer that stands.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<RecordedTurn> AnswerAsync(CallAnswered answered, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var call = await calls.LoadAsync(CallStore.StreamOf(answered.Call), ct);
            if (call.TurnAt(0) is { } first)
            {
                return new RecordedTurn(call.Stream, 0, first);
            }

            if (await calls.AddAsync(call, "received", answered, ct))
            {
                return new RecordedTurn(call.Stream, 0, answered.Turn);
            }
        }

        throw Busy();
    }
}
