using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchContract
{
    [Fact]
    public async Task Without_a_text_the_newest_comes_first()
    {
        await PutAsync(Case(2), Case(3), Case(1));
        await FindsAsync(new SearchQuery(), 3, 2, 1);
        await FindsAsync(new SearchQuery { Sort = SearchSort.Newest }, 3, 2, 1);
        await FindsAsync(new SearchQuery { Sort = SearchSort.Oldest }, 1, 2, 3);
    }

    [Theory]
    [InlineData(SearchSort.Relevance)]
    [InlineData(SearchSort.Newest)]
    [InlineData(SearchSort.Oldest)]
    public async Task Paging_goes_through_everything_once(SearchSort sort)
    {
        await PutAsync([.. Mixed(1, 53)]);
        var all = await FindAsync(new SearchQuery { Q = "skrivare", Sort = sort, Size = SearchQuery.MaxSize });
        var paged = await PagesAsync(new SearchQuery { Q = "skrivare", Sort = sort, Size = 7 }, betweenPages: _ => Task.CompletedTask);
        Assert.Equal(53, all.Length);
        Assert.Equal(all, paged);
    }

    [Theory]
    [InlineData(SearchSort.Relevance)]
    [InlineData(SearchSort.Newest)]
    [InlineData(SearchSort.Oldest)]
    public async Task Changes_between_two_pages_neither_repeat_nor_hide_what_did_not_change(SearchSort sort)
    {
        await PutAsync([.. Mixed(1, 40)]);
        await Index.CommitAsync(At(1), Ct);
        var pages = 0;
        var paged = await PagesAsync(new SearchQuery { Q = "skrivare", Sort = sort, Size = 7 }, async page =>
        {
            await Index.ForgetAsync([Case(Numbers(page)[^1]).Key], [], At(1_000), Ct);
            await PutAsync([.. ++pages <= 3 ? Mixed(100 * pages, 9) : []]);
        });
        Assert.Equal(Enumerable.Range(1, 40), paged.Where(n => n <= 40).Order());
        Assert.Equal(paged.Distinct(), paged);
    }

    [Fact]
    public async Task The_last_page_says_that_it_is_the_last()
    {
        await PutAsync(Case(1), Case(2), Case(3), Case(4));
        var first = await Index.SearchAsync(new SearchQuery { Size = 2 }, Ct);
        var second = await Index.SearchAsync(Next(new SearchQuery { Size = 2 }, first), Ct);
        Assert.Equal([4, 3], Numbers(first));
        Assert.Equal([2, 1], Numbers(second));
        Assert.Equal((4, 4), (first.Total, second.Total));
        Assert.Null(second.After);
    }

    [Fact]
    public async Task Similar_words_are_paged_as_well()
    {
        await PutAsync([.. Mixed(1, 20)]);
        var paged = await PagesAsync(new SearchQuery { Q = "skrivrae", Size = 6 }, _ => PutAsync(Case(90, "skrivrae")));
        Assert.Equal(Enumerable.Range(1, 20).Where(n => n % 4 < 3), paged.Where(n => n < 90).Order());
    }

    [Fact]
    public async Task Cases_of_the_same_moment_are_paged_by_key()
    {
        await PutAsync([.. Mixed(1, 10).Select(document => document with { At = Start })]);
        Assert.Equal(Enumerable.Range(1, 10), await PagesAsync(new SearchQuery { Size = 3 }, _ => Task.CompletedTask));
    }

    /// <summary>Cases that a search for skrivare finds in different ways.</summary>
    protected static IEnumerable<SearchDocument> Mixed(int from, int count) => Enumerable.Range(from, count).Select(n => (n % 4) switch
    {
        0 => Case(n, "Skrivaren trasig"),
        1 => Case(n, "Fel", "en skrivare"),
        2 => Case(n, "Fel", "skrivarna"),
        _ => Case(n, "Fel", "skrivarepapper"),
    });

    private async Task<IReadOnlyList<int>> PagesAsync(SearchQuery query, Func<SearchPage, Task> betweenPages)
    {
        var numbers = new List<int>();
        for (var asked = query; ;)
        {
            var page = await Index.SearchAsync(asked, Ct);
            numbers.AddRange(Numbers(page));
            if (page.After is null)
            {
                return numbers;
            }

            await betweenPages(page);
            asked = Next(query, page);
        }
    }

    private static SearchQuery Next(SearchQuery query, SearchPage page) => query with { After = SearchCursor.Decode(page.After!, query) };
}
