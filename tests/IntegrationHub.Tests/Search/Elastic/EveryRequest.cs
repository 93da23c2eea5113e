using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search.Elastic;

/// <summary>Every kind of request that the hub ever sends to an Elasticsearch, once or more.</summary>
public static class EveryRequest
{
    private static readonly string[] s_texts =
        ["skrivare", "skrivrae lösnordet", "\"svart skärm\"", "svart-skärm -toner", "skriv*", "wi-fi på pla*", "10000001", "INC-0012345", "-hemlig", "the skrivare på", "((( 😀", ""];

    /// <summary>Makes them.</summary>
    public static async Task MakeAsync(ElasticSearchStore store, CancellationToken ct)
    {
        var index = await store.OpenAsync(ct);
        await index.PutAsync([Document(1), Document(2)], new(7), ct);
        await index.CommitAsync(new(8), ct);
        foreach (var query in s_texts.SelectMany(Queries))
        {
            var page = await index.SearchAsync(query, SearchReader.Everything, ct);
            if (page.After is { } after)
            {
                await index.SearchAsync(query with { After = SearchCursor.Decode(after, query) }, SearchReader.With([SearchReader.Desk("workplace"), SearchReader.Person("p-1")]), ct);
            }
        }

        await foreach (var _ in index.ReadAllAsync(ct))
        {
        }

        await index.ForgetAsync([Document(1).Key, Document(3).Key], [Document(1)], new(9), ct);
        await index.RewriteAsync(ct);
        var next = await store.BeginNextAsync(ct);
        await next.PutAsync([Document(1)], new(9), ct);
        await next.CommitAsync(new LogPosition(9), ct);
        await store.SwitchAsync(next, ct);
        await store.RemoveAsync(index, ct);
        await next.ClearAsync(ct);
    }

    private static IEnumerable<SearchQuery> Queries(string q)
    {
        yield return new SearchQuery { Q = q, Size = 1 };
        yield return new SearchQuery { Q = q, Sort = SearchSort.Oldest, Size = 1, From = DateTimeOffset.UnixEpoch, Kind = SearchKind.Case };
        yield return SearchField.All.Where(field => field.Name != "kind").Aggregate(
            new SearchQuery { Q = q, Sort = SearchSort.Newest, To = DateTimeOffset.UnixEpoch.AddYears(90) }, (query, field) => field.Asking(query, ["a 1", "b"]));
    }

    /// <summary>One of its documents.</summary>
    public static SearchDocument Document(int n) => new($"case-1000000{n}", SearchKind.Case, $"1000000{n}", DateTimeOffset.UnixEpoch.AddDays(n), "Skrivaren \"svart\" skärm\n")
    {
        Texts = ["Lösenord på plan 3 \u2028 </script> 😀", "the printer"],
        Supplier = ["workplace"],
        Desk = ["workplace"],
        Person = ["p-1"],
        Ticket = ["INC-0012345"],
        Status = ["open"],
    };
}
