using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Callbacks;

namespace IntegrationHub.Host.Notifications;

/// <summary>Tells the person what concerns them, by text message, once.</summary>
internal sealed class UserNotices(CaseStore cases, IEventLog log, EventCodec codec, SmsOnce sms, CallbackLinks links, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. UserNotice.Kinds.Append(typeof(UserNotified)).Select(StoredTypes.NameOf)];

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
        var recorded = happened.Recorded;
        var message = happened.Fact is UserNotified unread ? unread.Message : recorded.Id.ToString("N");
        if (loaded.History.Any(known => known.Fact is UserNotified { Channel: NoticeWay.Sms } e && e.Message == message)
            || NoticeOf(happened, loaded) is not { } notice)
        {
            return WorkResult.Done;
        }

        return await sms.SendAsync(recorded, notice.To, notice.Text, outcome => NoteAsync(number, message, notice.Template, outcome, ct), ct);
    }

    /// <summary>What the event itself leads to; or, where a conversation was not read, what is sent instead.</summary>
    private UserNotice? NoticeOf(Known happened, LoadedCase loaded) =>
        happened.Fact is not UserNotified ? UserNotice.For([.. loaded.History.Take((int)happened.Recorded.Revision + 1)], links.To)
        : happened.Fact is UserNotified { Channel: NoticeWay.Chat, Outcome: not "sent" } told && loaded.State.Followed is { } followed && told.Until(loaded.History) is { } history
            ? UserNotice.Instead(history, followed)
            : null;

    private async Task NoteAsync(CaseNumber number, string message, string template, string outcome, CancellationToken ct)
    {
        var notified = new UserNotified(message, "sms", template, outcome, clock.GetUtcNow());
        await log.AppendAsync(
            number.Stream, ExpectedRevision.Any,
            [codec.Encode(EventId.From("notified", message), notified, new EventContext("hub", "sms", message))], ct);
    }
}
