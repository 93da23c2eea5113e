using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Notifications;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Mail;

namespace IntegrationHub.Host.Orders;

/// <summary>Confirms orders by mail, and tells of days of delivery, deliveries and what is not delivered; each once.</summary>
internal sealed class OrderMails(OrderStore orders, DirectoryStore people, IEventLog log, EventCodec codec, MailOnce mails, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [.. OrderNotice.Kinds.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "order-mails";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var message = happened.Recorded.Id.ToString("N");
        if (!OrderNumber.IsStream(happened.Recorded.Stream, out var number) || await orders.LoadAsync(number, ct) is not { State.Wish: { Mail.Text: not null } wish } loaded
            || loaded.History.Any(known => known.Fact is OrderNotified told && told.Message == message))
        {
            return WorkResult.Done;
        }

        var history = loaded.History.Take((int)happened.Recorded.Revision + 1).ToList();
        var names = await NamesAsync(history, ct);
        if (OrderNotice.For(history, who => names.GetValueOrDefault(who.Person)) is not { } notice)
        {
            return WorkResult.Done;
        }

        var mail = new OutgoingMail(happened.Recorded.Id, wish.Orderer, number.Value, notice.To, notice.Subject, notice.Body.Text, notice.Body.Html(notice.Subject)) { Language = notice.Language };
        return await mails.SendAsync(mail, async outcome =>
        {
            var notified = new OrderNotified(message, notice.Template, outcome, clock.GetUtcNow());
            await log.AppendAsync(number.Stream, ExpectedRevision.Any, [codec.Encode(EventId.From("order-mailed", message), notified, new EventContext("hub", "mail", message))], ct);
        }, ct);
    }

    private async Task<Dictionary<PersonId, string?>> NamesAsync(List<Known> history, CancellationToken ct)
    {
        var names = new Dictionary<PersonId, string?>();
        foreach (var person in history[^1].Fact is not (OrderSpecified or OrderApproved) ? []
            : history.Select(known => known.Fact).OfType<OrderSpecified>().Last().Lines.SelectMany(line => line.Recipients).Where(who => who.Name is null).Select(who => who.Person).Distinct())
        {
            names[person] = (await people.LoadAsync(person, ct)).State.Facts?.FullName;
        }

        return names;
    }
}
