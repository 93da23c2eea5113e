using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Tells one supplier's system what happens to its cases: in order per case, until it has taken each message.</summary>
/// <remarks>A message's id is the id of the event that it tells of, so that the supplier recognises a repeat, whatever becomes of the hub.</remarks>
internal sealed class SupplierDeliveries(
    SupplierSettings supplier, ISupplierSystem system, SupplierGate gate, CaseStore cases, SupplierFiles files, IEventLog log, EventCodec codec, ServiceCatalogue catalogue, TimeProvider clock)
    : IWorkGroup
{
    /// <summary>The hub as a source of events.</summary>
    public const string Source = "/hub/cases";

    private readonly SupplierPace _pace = SupplierPace.Of(supplier);
    private readonly LeastData _least = LeastData.Of(supplier);
    private readonly FilePolicy _files = FilePolicy.Of(supplier);
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> s_types = [.. SupplierNews.Kinds.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => SupplierFleet.GroupOf(supplier.Id);

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        var loaded = await cases.LoadAsync(number, ct);
        var message = happened.Recorded.Id.ToString("N");
        if (!SupplierNews.MayConcern(supplier.Id, loaded.State, catalogue) || IsSettled(loaded, message)
            || ParkedMessages.NewsOf(supplier.Id, _least, loaded, happened.Recorded.Revision, catalogue) is not { } news)
        {
            return WorkResult.Done;
        }

        if (EarlierIsOpen(loaded, happened.Recorded.Revision))
        {
            return new WorkFailed("An earlier message of the case is still to be delivered.", s_soon);
        }

        if (news is CaseFileAdded { Content: null } file)
        {
            if (await files.FilledAsync(file, happened, _files, ct) is not { } filled)
            {
                return new WorkFailed("The virus scanner (Uploads:ClamAv) did not say whether the file is clean.");
            }

            news = filled;
        }

        var at = happened.Fact is CaseEvent fact ? fact.At : happened.Recorded.RecordedAt;
        var type = HubMessages.TypeOf(news);
        var ticket = loaded.State.Links.GetValueOrDefault(supplier.Id)?.Ticket;
        var telling = new SupplierTelling(news, message, Source, at, happened.Context.Cause, ticket, HeardBefore(loaded, happened.Recorded.Revision));
        return await gate.PassAsync(token => system.TellAsync(telling, token), ct) switch
        {
            Delivered taken => await TakenAsync(number, message, type, taken, ticket, ct),
            Adapters.Suppliers.CloudEvents.Refused no => await RefusedAsync(number, message, type, no.Why, ct),
            Retired => await RefusedAsync(number, message, type, "The address takes no more events (410).", ct),
            TryLater later => new WorkFailed(later.Why, later.After),
            var other => throw new InvalidOperationException($"{other} is no delivery."),
        };
    }

    /// <summary>
    /// Whether something that happened before must still be told. Within one node lines keep the order; where nodes share the work,
    /// another may have the earlier message in hand.
    /// </summary>
    private bool EarlierIsOpen(LoadedCase loaded, long revision)
    {
        if (log is not KurrentEventLog)
        {
            return false;
        }

        var told = loaded.History.Select(known => known.Fact switch
        {
            SupplierInformed e when e.Supplier == supplier.Id => e.Message,
            SupplierRefusedMessage e when e.Supplier == supplier.Id => e.Message,
            _ => null,
        }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return loaded.History.Take((int)revision).Index().Any(pair =>
            s_types.Contains(pair.Item.Recorded.Type) && !told.Contains(pair.Item.Recorded.Id.ToString("N"))
            && SupplierNews.For(supplier.Id, [.. loaded.History.Take(pair.Index + 1)], catalogue) is not null);
    }

    private HashSet<string> HeardBefore(LoadedCase loaded, long revision) =>
        loaded.History.Take((int)revision).Where(known => known.Fact is SupplierReported said && said.Supplier == supplier.Id)
            .Select(known => known.Context.Cause).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <remarks>What it refused is parked, and tried again when a person says so.</remarks>
    private bool IsSettled(LoadedCase loaded, string message) =>
        loaded.History.Any(known => known.Fact is SupplierInformed e && e.Supplier == supplier.Id && e.Message == message);

    private async Task<WorkResult> TakenAsync(CaseNumber number, string message, string type, Delivered taken, string? known, CancellationToken ct)
    {
        if (taken.Ticket is { } ticket && ticket != known)
        {
            await NoteAsync(number, message, new SupplierTicketLinked(supplier.Id, ticket, taken.Status, clock.GetUtcNow()), ct);
        }

        return await NoteAsync(number, message, Informed(message, type, taken), ct);
    }

    private SupplierInformed Informed(string message, string type, Delivered taken)
    {
        var now = clock.GetUtcNow();
        var isAccepted = taken.ReadBack && !MessageReceipts.IsOffer(type); // Whether it takes a case is for a desk to say, and not for its system.
        return new SupplierInformed(supplier.Id, message, type, taken.Receipt, now, isAccepted ? true : null, isAccepted ? null : now + _pace.ReceiptWithin);
    }

    private async Task<WorkResult> RefusedAsync(CaseNumber number, string message, string type, string why, CancellationToken ct)
    {
        await NoteAsync(number, message, new SupplierRefusedMessage(supplier.Id, message, type, why, clock.GetUtcNow()), ct);
        return new WorkHopeless(why);
    }

    private async Task<WorkResult> NoteAsync(CaseNumber number, string message, CaseEvent outcome, CancellationToken ct)
    {
        var id = EventId.From("delivery", supplier.Id, message, StoredTypes.NameOf(outcome.GetType()));
        await log.AppendAsync(number.Stream, ExpectedRevision.Any, [codec.Encode(id, outcome, new EventContext("hub", "supplier", message))], ct);
        return WorkResult.Done;
    }
}
