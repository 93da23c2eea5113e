using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Callbacks;

namespace IntegrationHub.Host.Notifications;

/// <summary>Tells the person what concerns them, by text message, once.</summary>
internal sealed class UserNotices(CaseStore cases, IEventLog log, EventCodec codec, SmsOnce sms, CallbackLinks links, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. UserNotice.Kinds.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "user-notices";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        var loaded = await cases.LoadAsync(number, ct);
        var (recorded, message) = (happened.Recorded, happened.Recorded.Id.ToString("N"));
        if (loaded.History.Any(known => known.Fact is UserNotified e && e.Message == message)
            || UserNotice.For([.. loaded.History.Take((int)recorded.Revision + 1)], links.To) is not { } notice)
        {
            return WorkResult.Done;
        }

        return await sms.SendAsync(recorded, notice.To, notice.Text, outcome => NoteAsync(number, message, notice.Template, outcome, ct), ct);
    }

    private async Task NoteAsync(CaseNumber number, string message, string template, string outcome, CancellationToken ct)
    {
        var notified = new UserNotified(message, "sms", template, outcome, clock.GetUtcNow());
        await log.AppendAsync(
            number.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("notified", message), notified, new EventContext("hub", "sms", message))], ct);
    }
}
