using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Suppliers;

/// <summary>A message that waits for a person, as the supplier would be told it now.</summary>
/// <param name="Message">The hub's id of it.</param>
/// <param name="Data">What the supplier would be told.</param>
/// <param name="Amended">Whether it was corrected before.</param>
internal sealed record ParkedMessage(string Supplier, string Case, string Message, string Type, string Cause, int Tries, DateTimeOffset ParkedAt, JsonElement Data, bool Amended);

/// <summary>Messages to suppliers that failed for good: looked at, and corrected. The correction is an event of the case, and the message is tried again.</summary>
internal sealed class ParkedMessages(
    SupplierRegister register, ParkedWork parked, CaseStore cases, ServiceCatalogue catalogue, TimeProvider clock)
{
    /// <summary>What the supplier is told of an event: as it was corrected last, or else as the history says.</summary>
    /// <param name="supplier">Who would be told.</param>
    /// <param name="least">What it may learn.</param>
    /// <param name="loaded">The case.</param>
    /// <param name="revision">Of the event.</param>
    /// <param name="catalogue">Which supplier runs a desk, and for whom else it works.</param>
    /// <returns>Null when there is nothing to tell.</returns>
    public static HubMessage? NewsOf(string supplier, LeastData least, LoadedCase loaded, long revision, ServiceCatalogue catalogue)
    {
        if (SupplierNews.For(supplier, [.. loaded.History.Take((int)revision + 1)], catalogue) is not { } news)
        {
            return null;
        }

        return LastAmended(supplier, loaded, loaded.History[(int)revision].Recorded.Id.ToString("N"))?.Data.Text is { } text
            ? (HubMessage?)JsonSerializer.Deserialize(text, news.GetType(), HubMessages.Json) : least.Spare(news);
    }

    /// <summary>A parked message; null when there is none such.</summary>
    public async Task<ParkedMessage?> LookAsync(string supplier, Guid message, CancellationToken ct)
    {
        if (register.FirstOrDefault(known => known.Id == supplier) is not { } settings
            || await FindAsync(supplier, message, ct) is not { } work)
        {
            return null;
        }

        var loaded = await cases.LoadAsync(CaseNumber.OfStream(work.Stream), ct);
        return NewsOf(supplier, LeastData.Of(settings), loaded, work.Revision, catalogue) is not { } news ? null
            : new ParkedMessage(
                supplier, news.Case, message.ToString("N"), HubMessages.TypeOf(news), work.Cause, work.Tries, work.At,
                JsonSerializer.SerializeToElement(news, news.GetType(), HubMessages.Json), LastAmended(supplier, loaded, message.ToString("N")) is not null);
    }

    /// <summary>Corrects a parked message, and has it tried again.</summary>
    /// <param name="supplier">Whom it is for.</param>
    /// <param name="message">The hub's id of it.</param>
    /// <param name="data">The whole message, as JSON.</param>
    /// <param name="reason">Why.</param>
    /// <param name="context">Who.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <returns>What is wrong; null when it was corrected.</returns>
    public async Task<Refused<CaseEvent>?> AmendAsync(string supplier, Guid message, string data, string reason, EventContext context, CancellationToken ct)
    {
        if (await LookAsync(supplier, message, ct) is not { } shown || await FindAsync(supplier, message, ct) is not { } work)
        {
            return new Refused<CaseEvent>("message-unknown", "No such message waits for a person.");
        }

        if (Fault(shown, data) is { } fault)
        {
            return new Refused<CaseEvent>("invalid-message", fault);
        }

        var decision = await cases.DecideAsync(
            CaseNumber.OfStream(work.Stream), new AmendMessage(supplier, shown.Message, data, reason, clock.GetUtcNow()),
            EventId.From("amend", supplier, shown.Message, work.Round.ToString(System.Globalization.CultureInfo.InvariantCulture), data), context, ifRevision: null, ct);
        if (decision is Refused<CaseEvent> no)
        {
            return no;
        }

        await parked.ReleaseAsync([work], context, clock.GetUtcNow(), ct);
        return null;
    }

    private static string? Fault(ParkedMessage shown, string data)
    {
        try
        {
            var read = (HubMessage?)JsonSerializer.Deserialize(data, HubMessages.All[shown.Type], HubMessages.Json);
            return read?.Case == shown.Case ? null : $"data.case must stay {shown.Case}.";
        }
        catch (JsonException broken)
        {
            return $"It does not fit {shown.Type} ({broken.Path ?? "$"}, line {broken.LineNumber + 1}). Compare with contracts/suppliers/cloudevents.";
        }
    }

    private static SupplierMessageAmended? LastAmended(string supplier, LoadedCase loaded, string message) =>
        loaded.History.Select(known => known.Fact).OfType<SupplierMessageAmended>().LastOrDefault(amended => amended.Supplier == supplier && amended.Message == message);

    private async Task<WorkParked?> FindAsync(string supplier, Guid message, CancellationToken ct) =>
        await parked.WaitingAsync(new ParkedFilter(SupplierFleet.GroupOf(supplier), Event: message), ct) is [var work, ..] ? work : null;
}
