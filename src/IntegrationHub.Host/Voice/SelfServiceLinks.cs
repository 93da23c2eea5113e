using IntegrationHub.Core.Calls;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Notifications;

namespace IntegrationHub.Host.Voice;

/// <summary>Notes that a caller was promised the address of self-service, and sends it by text message, once.</summary>
internal sealed class SelfServiceLinks(IEventLog log, EventCodec codec, SmsOnce sms, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(SelfServiceLinkAskedFor))];

    /// <inheritdoc/>
    public string Name => "self-service-links";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <summary>Notes the promise; the same again changes nothing.</summary>
    /// <param name="call">Who calls; with a number.</param>
    /// <param name="address">What is sent.</param>
    /// <param name="language"><c>sv</c> or <c>en</c>.</param>
    /// <param name="id">Of the call's step.</param>
    /// <param name="contact">The call's stream.</param>
    /// <param name="ct">Ends the wait; it may be noted again.</param>
    /// <exception cref="EventLogException">The log cannot be written.</exception>
    public Task PromiseAsync(CallState call, string address, string language, Guid id, string contact, CancellationToken ct) => log.AppendAsync(
        $"self-service-{id:N}", ExpectedRevision.Any,
        [codec.Encode(id, new SelfServiceLinkAskedFor(call.Person, call.Phone!, address, language, clock.GetUtcNow()), new EventContext("user", "phone", contact))], ct);

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var recorded = happened.Recorded;
        var asked = (SelfServiceLinkAskedFor)happened.Fact!;
        await foreach (var later in log.ReadStreamAsync(recorded.Stream, recorded.Revision + 1, ct))
        {
            if (codec.DecodeOrCarry(later).Fact is SelfServiceLinkSent)
            {
                return WorkResult.Done;
            }
        }

        return asked.Phone.Text is { } phone ? await sms.SendAsync(recorded, phone, asked.Text, outcome => NoteAsync(recorded, outcome, ct), ct) : WorkResult.Done;
    }

    private Task<AppendResult> NoteAsync(RecordedEvent asked, string outcome, CancellationToken ct) => log.AppendAsync(
        asked.Stream, ExpectedRevision.Any,
        [codec.Encode(EventId.From("self-service-sent", asked.Id.ToString("N")), new SelfServiceLinkSent(outcome, clock.GetUtcNow()), new EventContext("hub", "sms", asked.Id.ToString("N")))], ct);
}
