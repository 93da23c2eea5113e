using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

/// <summary>Most tests search as somebody who may see all.</summary>
internal static class ReadingAsStaff
{
    public static Task<SearchPage> SearchAsync(this ISearchIndex index, SearchQuery query, CancellationToken ct) =>
        index.SearchAsync(query, SearchReader.Everything, ct);
}
