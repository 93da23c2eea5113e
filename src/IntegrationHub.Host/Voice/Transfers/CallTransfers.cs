using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice.Transfers;

/// <summary>Moves a live call to another document: by Twilio, or by the pretended telephone.</summary>
/// <param name="Move">CallSid, absolute address, and what ends the wait.</param>
internal sealed record CallMover(Func<string, Uri, CancellationToken, Task<TwilioOutcome>> Move);

/// <summary>
/// What a transfer leads to: the caller of a desk that talks is moved by Twilio, and the case changes hands when the second desk takes
/// the call. Moving twice is harmless: the step that it leads to is taken once.
/// </summary>
internal sealed class CallTransfers(CallStore calls, CaseStore cases, CallMover mover, PhoneSettings settings, TimeProvider clock) : IWorkGroup
{
    private const int CallNotInProgress = 21220;
    private const int NotFound = 20404;
    private static readonly TimeSpan s_tooLate = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(2);
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(CallTransferAsked)), StoredTypes.NameOf(typeof(CallTaken))];

    /// <inheritdoc/>
    public string Name => "call-transfers";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Fact is CallTransferAsked { Live: true } or CallTaken ? happened.Recorded.Stream : null;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var call = await calls.LoadAsync(happened.Recorded.Stream, ct);
        return happened.Fact switch
        {
            CallTransferAsked e => await MoveAsync(call, e, ct),
            CallTaken e when call.TurnAt(e.Step) is { Handed: not null, Case: { } number, Desk: { } desk } => await TakeOverAsync(happened, number, desk, ct),
            _ => WorkResult.Done,
        };
    }

    private async Task<WorkResult> MoveAsync(LoadedCall call, CallTransferAsked asked, CancellationToken ct)
    {
        if (call.State.Ended || call.State.Step != asked.Step || clock.GetUtcNow() - asked.At > s_tooLate || call.History[0].Fact is not CallReceived first)
        {
            return WorkResult.Done; // Moved, over, or so long ago that nobody waits.
        }

        if (!Uri.TryCreate(settings.Twilio.Link(FormattableString.Invariant($"/voice/transfer?n={asked.Step + 1}")), UriKind.RelativeOrAbsolute, out var url))
        {
            return new WorkHopeless("PublicUrl is no address.");
        }

        return await mover.Move(first.Call, url, ct) switch
        {
            TwilioOutcome.Taken or TwilioOutcome.Refused { Code: CallNotInProgress or NotFound } => WorkResult.Done,
            TwilioOutcome.Refused no => new WorkHopeless($"The call could not be moved ({no.Code})."),
            TwilioOutcome.TryLater later => new WorkFailed("The carrier asks to wait.", later.RetryAfter ?? s_again),
            _ => new WorkFailed("The carrier's answer was lost.", s_again),
        };
    }

    private async Task<WorkResult> TakeOverAsync(Known happened, CaseNumber number, string desk, CancellationToken ct)
    {
        await cases.DecideAsync(
            number, new AcceptHandover(desk, clock.GetUtcNow()), EventId.From("taken", happened.Recorded.Id.ToString("N")),
            new EventContext("desk:" + desk, "phone", happened.Recorded.Id.ToString("N")), ifRevision: null, ct);
        return WorkResult.Done; // Refused: somebody has answered for the desk meanwhile, and the case says how.
    }
}
