using CsCheck;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchContract
{
    public static TheoryData<string> Hostile =>
    [
        "\"", "\"\"", "(((", "*", "**", "?", "a*", "*a", "a*b?c~", "skrivare~2^5", "AND OR NOT", "NOT", "&& || !", "field:value", "key:case-10000001",
        "-", "--", "-\"", "-*", "- skrivare", "[a TO z]", "/.*/", "\\", "\\\"", "{!lucene}", "*:*", "%27", "'; DROP TABLE", "<script>",
        "😀", "👩‍👩‍👧", "\ud83d", "\udc00abc\ud800", "\0", "\u202e", "\uffff", "é\u0301\u0301", "ﷺ", "İ", "ß", "１２３", "\t\r\n",
        new string('x', 10_000), new string('*', 10_000), new string('"', 10_000), new string('-', 10_000), string.Join(' ', Enumerable.Repeat("a*", 5_000)),
        string.Join(' ', Enumerable.Range(0, 3_000)), string.Concat(Enumerable.Repeat("😀", 3_000)),
    ];

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public async Task Any_text_is_answered(string q)
    {
        await PutAsync([.. Mixed(1, 5)]);
        var page = await SearchAsync(q);
        Assert.True(page.Skipped.Count <= 30);
        Assert.All(page.Skipped, skip => Assert.EndsWith(".", skip.Sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_at_random_is_answered()
    {
        await PutAsync([.. Mixed(1, 5)]);
        await Gen.OneOf(Gen.String, Gen.OneOf("skrivare", "\"", "*", "-", " ", "?", "~", ":", "1", "på", "\ud800", "ö", "#").Array[0, 30].Select(string.Concat))
            .SampleAsync(async q => Assert.InRange((await SearchAsync(q)).Total, 0, 5), iter: 300);
    }

    [Fact]
    public async Task A_text_without_words_finds_everything_and_says_so()
    {
        await PutAsync(Case(1), Case(2));
        var page = await SearchAsync("((( 😀");
        Assert.Equal(2, page.Total);
        Assert.Equal(["no-word", "no-word"], page.Skipped.Select(skip => skip.Code), StringComparer.Ordinal);
        Assert.Equal("“(((” has no letters or digits and was left out.", page.Skipped[0].Sentence);
    }

    [Fact]
    public async Task Operators_and_field_names_are_words()
    {
        await PutAsync(Case(1, "Signal and noise"), Case(2, "status: open"), Case(3) with { Status = ["open"] });
        await FindsAsync("\"signal AND noise\"", 1);
        await FindsAsync("status:open", 2);
    }

    [Fact]
    public async Task A_place_that_no_hit_has_any_more_is_still_a_place()
    {
        await PutAsync(Case(1), Case(2), Case(3));
        var query = new SearchQuery();
        var place = new SearchCursor(SearchCursor.NameOf(query), false, 0, Start.AddHours(2).ToUnixTimeMilliseconds(), "case-2");
        await FindsAsync(query with { After = place with { Key = "a" } }, 2, 1);
        await FindsAsync(query with { After = place with { Key = "z" } }, 1);
        await FindsAsync(query with { After = place with { At = long.MinValue } });
    }

    [Fact]
    public async Task A_search_that_nobody_waits_for_ends()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Index.SearchAsync(new SearchQuery(), gone.Token));
    }
}
