using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Voice;

namespace IntegrationHub.Host.Callbacks;

/// <summary>Somebody or something answers a call that the hub placed. A person is asked for a key; a machine hears nothing.</summary>
internal sealed class CallbackAnswers(CallDesk calls, CaseStore cases, CallbackSettling settling, PhoneSettings settings, TimeProvider clock)
{
    /// <summary>Whether no person answered, as Twilio hears it.</summary>
    /// <param name="answeredBy"><c>human</c>, <c>machine_start</c>, <c>machine_end_…</c>, <c>fax</c>, <c>unknown</c>; null when it did not listen for it.</param>
    public static bool IsMachine(string? answeredBy) =>
        answeredBy is not null && (answeredBy == "fax" || answeredBy.StartsWith("machine", StringComparison.Ordinal));

    /// <summary>What whoever answered hears first; null for a machine.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be asked again.</exception>
    public async Task<RecordedTurn?> AnswerAsync(CallbackId id, int attempt, TwilioRequest request, CancellationToken ct)
    {
        var sid = request.CallSid ?? throw new InvalidOperationException("A voice webhook without CallSid: the call cannot be told from others.");
        await settling.PlacedAsync(id, attempt, sid, ct); // Known by now, also when the answer to the order was lost.
        var loaded = await cases.LoadAsync(id.Case, ct);
        if (loaded.History.Count == 0 || loaded.History[0].Fact is not CaseOpened opened)
        {
            return null;
        }

        var (state, machine) = (loaded.State, IsMachine(request.AnsweredBy));
        var promise = new Turn(TurnKind.Connect, opened.Language == "en" ? "en" : "sv")
        {
            Case = id.Case,
            Desk = state.Desk ?? settings.PersonDesk,
            Phase = state.Phase,
            Words = state.Description,
            Callback = id,
        };
        var open = state.CallBack is { } promised && promised.Callback == id ? promised : null;
        var recorded = await calls.AnswerAsync(
            new CallAnswered(sid, state.Person, open?.Phone, Dialogue.Greet(promise, machine), id, attempt, request.AnsweredBy, clock.GetUtcNow())
            {
                Since = open?.Kind == CallBackKind.KeptPlace ? open.Since : null,
            },
            ct);
        return machine ? null : recorded;
    }

    /// <summary>How the call goes, as Twilio tells it.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be told again.</exception>
    public async Task HearAsync(CallbackId id, int attempt, TwilioRequest request, CancellationToken ct)
    {
        if (request.CallSid is not { } sid)
        {
            return;
        }

        if (request.CallStatus is "completed" or "busy" or "failed" or "no-answer" or "canceled")
        {
            await calls.EndAsync(request, ct);
            await settling.SettleAsync(id, attempt, sid, request.CallStatus, ct);
        }
        else
        {
            await settling.PlacedAsync(id, attempt, sid, ct);
        }
    }
}
