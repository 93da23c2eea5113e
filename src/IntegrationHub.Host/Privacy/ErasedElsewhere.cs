using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Privacy;

/// <summary>
/// What a hub does about erasures by the other hubs that share its log and keys: it drops the keys that it remembers, and once the texts are
/// gone everywhere else, takes them out of its own places (the search index, kept mails). Done for its own erasures too, where it finds nothing.
/// </summary>
internal sealed class ErasedElsewhere(PersonKeys keys, Erasure erasure, CaseStore cases) : IWorkGroup
{
    /// <inheritdoc/>
    public string Name => "erased-elsewhere";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        StoredTypes.NameOf(typeof(PersonErasureOrdered)), StoredTypes.NameOf(typeof(PersonErased)), StoredTypes.NameOf(typeof(CaseTextsErased)),
        StoredTypes.NameOf(typeof(OrderTextsErased)), StoredTypes.NameOf(typeof(InvoiceTextsErased)),
    };

    /// <inheritdoc/>
    /// <remarks>Keys are dropped here, before the event stands in a line: what stands before it may take its time.</remarks>
    public string? LineOf(Known happened)
    {
        switch (happened.Fact)
        {
            case PersonEvent e: keys.Forget(e.Person, null); break;
            case CaseTextsErased: keys.Forget(null, CaseNumber.OfStream(happened.Recorded.Stream).Value); break;
            case OrderTextsErased when OrderNumber.IsStream(happened.Recorded.Stream, out var order): keys.Forget(null, order.Value); break;
            case InvoiceTextsErased: keys.Forget(null, happened.Recorded.Stream); break;
        }

        return happened.Recorded.Stream;
    }

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var told = happened.Recorded.Position;
        if (happened.Fact is PersonErased gone)
        {
            keys.Forget(gone.Person, null);
            await erasure.ForgetHereAsync(new Forgotten(gone.Person, [.. gone.Cases.Select(Number)], told) { Orders = [.. (gone.Orders ?? []).Select(digits => new OrderNumber(digits))] }, ct);
        }
        else if (happened.Fact is CaseTextsErased { Rule: not Erasure.OfAPerson })
        {
            var number = CaseNumber.OfStream(happened.Recorded.Stream);
            var person = (await cases.LoadAsync(number, ct)).State.Person;
            await erasure.ForgetHereAsync(new Forgotten(person, [number], told), ct);
        }
        else if (happened.Fact is OrderTextsErased && OrderNumber.IsStream(happened.Recorded.Stream, out var order))
        {
            await erasure.ForgetHereAsync(new Forgotten(PersonId.Nobody, [], told) { Orders = [order] }, ct);
        }

        return WorkResult.Done;
    }

    private static CaseNumber Number(string digits) =>
        CaseNumber.TryParse(digits, out var number) ? number : throw new InvalidOperationException("An erasure names a case that has no number.");
}
