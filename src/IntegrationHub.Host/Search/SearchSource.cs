using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Host.Search;

/// <summary>One kind of streams that searches find: one in <see cref="All"/> for each, and the feed does the rest.</summary>
/// <param name="Prefix">What the names of its streams begin with: <c>case-</c>.</param>
/// <param name="DrawAsync">The document of a stream as the log has it now; null when there is none. Its key is the stream's name.</param>
internal sealed record SearchSource(string Prefix, Func<string, CancellationToken, Task<SearchDocument?>> DrawAsync)
{
    private const string CasePrefix = "case-";

    /// <summary>Everything that searches find.</summary>
    public static IReadOnlyList<SearchSource> All(CaseStore cases, OrderStore orders) => [Cases(cases), Orders(orders)];

    /// <summary>The source that a stream belongs to; null when searches do not find such a stream.</summary>
    public static SearchSource? Of(IReadOnlyList<SearchSource> sources, string stream)
    {
        foreach (var source in sources) // Asked for every event of the log.
        {
            if (stream.StartsWith(source.Prefix, StringComparison.Ordinal))
            {
                return source;
            }
        }

        return null;
    }

    /// <summary>The document of a stream, by the source that it belongs to; null when there is none.</summary>
    public static Task<SearchDocument?> OfStreamAsync(IReadOnlyList<SearchSource> sources, string stream, CancellationToken ct) =>
        Of(sources, stream)?.DrawAsync(stream, ct) ?? Task.FromResult<SearchDocument?>(null);

    /// <summary>Cases.</summary>
    public static SearchSource Cases(CaseStore cases) => new(CasePrefix, async (stream, ct) =>
        CaseNumber.TryParse(stream[CasePrefix.Length..], out var number) ? CaseDocument.Of(await cases.LoadAsync(number, ct)) : null);

    /// <summary>Orders.</summary>
    public static SearchSource Orders(OrderStore orders) => new("order-", async (stream, ct) =>
        OrderNumber.IsStream(stream, out var number) ? OrderDocument.Of(await orders.LoadAsync(number, ct)) : null);
}
