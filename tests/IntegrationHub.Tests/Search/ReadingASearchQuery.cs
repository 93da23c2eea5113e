using CsCheck;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public sealed class ReadingASearchQuery
{
    [Fact]
    public void Every_parameter_is_read()
    {
        var parsed = Parse([("q", "skrivare"), ("kind", "Order"), ("sort", "oldest"), ("size", "5"), ("from", "2026-03-01"), ("to", "2026-03-31"),
            .. SearchField.All.Where(field => field.Name != "kind").Select(field => (field.Name, "värde 1"))]);
        Assert.Empty(parsed.Faults);
        var query = parsed.Query!;
        Assert.Equal(("skrivare", SearchKind.Order, SearchSort.Oldest, 5), (query.Q, query.Kind!.Value, query.Sort!.Value, query.Size));
        Assert.All(SearchField.All.Where(field => field.Name != "kind"), field => Assert.Equal(["värde 1"], field.Sought(query)));
    }

    [Fact]
    public void A_parameter_may_have_several_values_and_empty_ones_do_not_count()
    {
        var query = Parse([("desk", "a"), ("DESK", "b"), ("site", " "), ("q", "")]).Query!;
        Assert.Equal(["a", "b"], query.Desk);
        Assert.Empty(query.Site);
        Assert.Equal(SearchSort.Newest, query.Order);
    }

    [Theory]
    [InlineData("2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("2026-01-31", "2026-01-30T23:00:00Z", "2026-01-31T23:00:00Z")]
    [InlineData("2026-03-31T07:30:00+02:00", "2026-03-31T05:30:00Z", "2026-03-31T05:30:00Z")]
    [InlineData("2026-03-31t07:30:00.250z", "2026-03-31T07:30:00.250Z", "2026-03-31T07:30:00.250Z")]
    public void A_day_is_a_day_in_stockholm_and_an_instant_is_itself(string given, string from, string to)
    {
        Assert.Equal(DateTimeOffset.Parse(from, null), Parse([("from", given)]).Query!.From);
        Assert.Equal(DateTimeOffset.Parse(to, null), Parse([("to", given)]).Query!.To);
    }

    [Theory]
    [InlineData("from", "yesterday", "2026-03-31")]
    [InlineData("to", "2026-13-01", "2026-03-31")]
    [InlineData("from", "9999-12-31", "2026-03-31")]
    [InlineData("kind", "incident", "case or order")]
    [InlineData("sort", "random", "relevance, newest or oldest")]
    [InlineData("size", "0", "1 to 100")]
    [InlineData("size", "101", "1 to 100")]
    [InlineData("number", "###", "10000017")]
    [InlineData("ticket", "--", "letters or digits")]
    [InlineData("after", "2", "Take it from the page before")]
    [InlineData("suplier", "aqua", "supplier")]
    public void A_fault_names_the_parameter_and_good_values(string name, string value, string good)
    {
        var parsed = Parse([(name, value)]);
        var fault = Assert.Single(parsed.Faults);
        Assert.Null(parsed.Query);
        Assert.Equal(name, fault.Parameter);
        Assert.Contains(good, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var parsed = Parse([("size", "many"), ("q", "a"), ("q", "b"), ("colour", "red"), ("from", "2026-03-31"), ("to", "2026-03-01")]);
        Assert.Equal(["size", "q", "colour", "to"], parsed.Faults.Select(fault => fault.Parameter), StringComparer.Ordinal);
    }

    [Fact]
    public void A_place_belongs_to_its_query_whatever_the_size_of_a_page()
    {
        var query = Parse([("q", "skrivare"), ("desk", "a")]).Query!;
        var after = new SearchCursor(SearchCursor.NameOf(query), false, 12, 1_770_000_000_000, "case-å").Encode();
        Assert.Equal("case-å", Parse([("desk", "A"), ("q", "skrivare"), ("size", "50"), ("after", after)]).Query!.After!.Key);
        Assert.Equal("after", Assert.Single(Parse([("q", "skrivare"), ("desk", "b"), ("after", after)]).Faults).Parameter);
        Assert.Equal("after", Assert.Single(Parse([("q", "skrivare"), ("desk", "a"), ("sort", "newest"), ("after", after)]).Faults).Parameter);
    }

    [Fact]
    public void Anything_is_read_without_an_exception()
    {
        string[] names = ["q", "from", "to", "sort", "after", "size", "", .. SearchField.All.Select(field => field.Name)];
        Gen.Select(Gen.OneOf(names), Gen.Null(Gen.String)).Array[0, 5].Sample(given =>
        {
            var parsed = SearchQuery.Parse(given.Select(p => KeyValuePair.Create<string, string?>(p.Item1, p.Item2)));
            return parsed.Query is null == parsed.Faults.Count > 0;
        });
    }

    private static ParsedSearch Parse(IEnumerable<(string Name, string Value)> given) =>
        SearchQuery.Parse(given.Select(p => KeyValuePair.Create<string, string?>(p.Name, p.Value)));
}
