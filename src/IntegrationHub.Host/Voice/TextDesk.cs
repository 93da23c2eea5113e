using IntegrationHub.Adapters.Views;
using IntegrationHub.Adapters.Voice.Twilio;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Texts;
using IntegrationHub.Host.Notifications;

namespace IntegrationHub.Host.Voice;

/// <summary>Takes text messages to their cases. A message that came before is answered from the log and does nothing more.</summary>
internal sealed class TextDesk(IEventLog log, EventCodec codec, CaseStore cases, LiveView<CaseRow> rows, StoppedNumbers stopped, IPersonKeys keys, TimeProvider clock)
{
    /// <summary>What became of the message.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; the message may be sent again.</exception>
    public async Task<TextReceived> TakeAsync(TwilioRequest request, CancellationToken ct)
    {
        var sid = request.MessageSid ?? throw new InvalidOperationException("A text message without MessageSid cannot be told from others.");
        var id = EventId.From("text", sid);
        var stream = $"text-{id:N}";
        if (await FindAsync(stream, ct) is { } before)
        {
            return before;
        }

        var received = await ActAsync(sid, id, stream, request, ct);
        var context = new EventContext("user", "sms");
        var added = await log.AppendAsync(stream, ExpectedRevision.None, [codec.Encode(id, received, context)], ct);
        return added is Appended { Repeated: false } ? received : (await FindAsync(stream, ct))!;
    }

    private async Task<TextReceived> ActAsync(string sid, Guid id, string stream, TwilioRequest request, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var body = request.Body?.Trim() ?? "";
        var person = request.Caller is { } phone ? keys.Pseudonym("phone", phone) : keys.Pseudonym("contact", sid);
        var wish = TextWish.Read(body);
        var number = wish.Case ?? (wish.Works is null ? null : LatestSolved(person));
        var found = number is { } named ? (await cases.LoadAsync(named, ct)).State : null;
        var (act, command) = wish.On(found, found?.Person == person, body, now);
        if (act == TextAct.NotUnderstood && wish.Works == true && stopped.Has(person))
        {
            act = TextAct.Started; // Somebody who wants no messages has nothing else to say yes to.
        }

        if (command is not null && await cases.DecideAsync(number!.Value, command, id, new EventContext("user", "sms", stream), null, ct) is Refused<CaseEvent>)
        {
            act = TextAct.NotUnderstood; // The case changed under the message; the sender is told how to write again.
        }

        return new TextReceived(
            sid, person, request.Caller is null ? null : new Personal(person, request.Caller), new Personal(person, body), act,
            act is TextAct.NotUnderstood or TextAct.CaseUnknown or TextAct.Stopped or TextAct.Started ? null : number, wish.Language, now);
    }

    /// <summary>What JA without a number is about: the person's case that waits for it, the last changed first.</summary>
    private CaseNumber? LatestSolved(PersonId person) =>
        rows.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["person"] = person.Value }, before: null, most: 50)
            .Select(found => found.Row).FirstOrDefault(row => row.Status is CasePhase.Resolved or CasePhase.ClosedUnconfirmed) is { } row
            && CaseNumber.TryParse(row.Number, out var number) ? number : null;

    private async Task<TextReceived?> FindAsync(string stream, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            return codec.Decode(recorded).Fact as TextReceived;
        }

        return null;
    }
}
