using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Notifications;

namespace IntegrationHub.Host.Incidents;

/// <summary>Sends a person the news of an incident that they are to be told, once, unless they want no messages.</summary>
internal sealed class IncidentMessages(
    IncidentStore incidents, AffectedPeople people, SmsOnce sms, ChatTelling chats, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(IncidentNewsDue))];

    /// <inheritdoc/>
    public string Name => "incident-messages";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var due = (IncidentNewsDue)happened.Fact!;
        if ((await people.LoadAsync(due.Incident, due.Person, ct)).Any(fact => fact is IncidentNewsSent sent && sent.Of == due.Of)
            || await TextAsync(due, ct) is not { } text)
        {
            return WorkResult.Done;
        }

        if (due.Chat is { } chat
            && await chats.TellAsync(chat, happened.Recorded.Id.ToString("N"), number: null, "incident-news", new ChatMessage(text) { Language = due.Language }, ct) is ChatTellingResult.Told)
        {
            await people.NoteAsync(new IncidentNewsSent(due.Incident, due.Person, due.Of, "sent", clock.GetUtcNow()), ct);
            return WorkResult.Done;
        }

        if (due.Phone.Text is not { } to)
        {
            return WorkResult.Done;
        }

        return await sms.SendAsync(
            happened.Recorded, to, text,
            outcome => people.NoteAsync(new IncidentNewsSent(due.Incident, due.Person, due.Of, outcome, clock.GetUtcNow()), ct), ct);
    }

    private async Task<string?> TextAsync(IncidentNewsDue due, CancellationToken ct)
    {
        var history = (await incidents.LoadAsync(due.Incident, ct)).History;
        return history.Count > 0 && history[0].Fact is IncidentDeclared declared
            && history.FirstOrDefault(known => known.Recorded.Id.ToString("N") == due.Of)?.Fact is IncidentEvent fact
            ? IncidentNotice.For(declared, fact, due.Language)
            : null;
    }
}
