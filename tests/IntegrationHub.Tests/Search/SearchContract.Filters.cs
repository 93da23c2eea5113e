using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchContract
{
    public static TheoryData<string> FieldNames => [.. SearchField.All.Select(f => f.Name).Where(name => name is not ("kind" or "number"))];

    [Theory]
    [MemberData(nameof(FieldNames))]
    public async Task Every_parameter_narrows_by_value(string name)
    {
        await PutAsync(With(1, name, "alfa-1"), With(2, name, "beta-2", "Gamma Öst 3"), Case(3));
        await FindsAsync(Asking(name, "alfa-1"), 1);
        await FindsAsync(Asking(name, "gamma  öst 3"), 2);
        await FindsAsync(Asking(name, "alfa-1", "beta-2"), 2, 1);
        await FindsAsync(Asking(name, "alfa"));
        await FindsAsync(Asking(name, "delta-4"));
    }

    [Fact]
    public async Task Parameters_combine()
    {
        await PutAsync(
            Case(1, "Skrivare") with { Desk = ["a"], Site = ["x"], Status = ["open"] },
            Case(2, "Skrivare") with { Desk = ["a"], Site = ["y"], Status = ["open"] },
            Case(3, "Skrivare") with { Desk = ["b"], Site = ["x"], Status = ["open"] },
            Case(4, "Skärm") with { Desk = ["a"], Site = ["x"], Status = ["open"] },
            Case(5, "Skrivare") with { Desk = ["a"], Site = ["x"], Status = ["closed"] });
        await FindsAsync(new SearchQuery { Q = "skrivare", Desk = ["a"], Site = ["x"], Status = ["open"] }, 1);
        await FindsAsync(new SearchQuery { Q = "skrivare", Desk = ["a"], Site = ["x", "y"], Status = ["open"] }, 2, 1);
    }

    [Theory]
    [InlineData("10000017")]
    [InlineData("1000 0017")]
    [InlineData("#1000\u00A00017")]
    public async Task The_number_parameter_takes_any_form(string number)
    {
        await PutAsync(Case(17), Case(18, "10000017"));
        await FindsAsync(new SearchQuery { Number = [number] }, 17);
    }

    [Fact]
    public async Task Cases_and_orders_are_told_apart()
    {
        await PutAsync(Case(1), Case(2) with { Key = "order-2", Kind = SearchKind.Order });
        await FindsAsync(new SearchQuery { Kind = SearchKind.Case }, 1);
        await FindsAsync(new SearchQuery { Kind = SearchKind.Order }, 2);
        await FindsAsync(new SearchQuery(), 2, 1);
    }

    [Fact]
    public async Task A_time_includes_its_beginning_and_not_its_end()
    {
        await PutAsync(Case(1), Case(2), Case(3));
        await FindsAsync(new SearchQuery { From = Start.AddHours(2) }, 3, 2);
        await FindsAsync(new SearchQuery { To = Start.AddHours(2) }, 1);
        await FindsAsync(new SearchQuery { From = Start.AddHours(1).AddTicks(1), To = Start.AddHours(2).AddTicks(1) }, 2);
    }

    [Fact]
    public async Task Facets_count_all_that_matches()
    {
        await PutAsync(
            Case(1, "Skrivare") with { Desk = ["a"], Supplier = ["s1", "s2"], Site = ["Östra"] },
            Case(2, "Skrivare") with { Desk = ["b"], Supplier = ["s2"] },
            Case(3, "Skrivare") with { Desk = ["b"], Kind = SearchKind.Order },
            Case(4, "Skärm") with { Desk = ["c"] });
        var page = await Index.SearchAsync(new SearchQuery { Q = "skrivare", Size = 1 }, Ct);
        Assert.Equal(3, page.Total);
        Assert.Equal([new("b", 2), new("a", 1)], page.Facets["desk"]);
        Assert.Equal([new("s2", 2), new("s1", 1)], page.Facets["supplier"]);
        Assert.Equal([new("case", 2), new("order", 1)], page.Facets["kind"]);
        Assert.Equal([new("Östra", 1)], page.Facets["site"]);
        Assert.Empty(page.Facets["status"]);
        Assert.Equal(
            ["area", "desk", "kind", "organisation", "service", "site", "status", "supplier"], page.Facets.Keys.Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_facet_lists_its_most_frequent_values()
    {
        await PutAsync([.. Enumerable.Range(1, 60).Select(n => With(n, "site", $"plats {n:00}")), With(61, "site", "plats 60")]);
        var sites = (await SearchAsync(null)).Facets["site"];
        Assert.Equal(SearchPage.MaxFacetValues, sites.Count);
        Assert.Equal(new FacetCount("plats 60", 2), sites[0]);
        Assert.Equal(new FacetCount("plats 01", 1), sites[1]);
    }

    private static SearchDocument With(int n, string field, params string[] values) => field switch
    {
        "supplier" => Case(n) with { Supplier = values },
        "desk" => Case(n) with { Desk = values },
        "service" => Case(n) with { Service = values },
        "area" => Case(n) with { Area = values },
        "organisation" => Case(n) with { Organisation = values },
        "site" => Case(n) with { Site = values },
        "person" => Case(n) with { Person = values },
        "role" => Case(n) with { Role = values },
        "orderer" => Case(n) with { Orderer = values },
        "ticket" => Case(n) with { Ticket = values },
        "article" => Case(n) with { Article = values },
        "subscription" => Case(n) with { Subscription = values },
        "invoice" => Case(n) with { Invoice = values },
        "reference" => Case(n) with { Reference = values },
        "project" => Case(n) with { Project = values },
        "status" => Case(n) with { Status = values },
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "Not a field of a document."),
    };

    private static SearchQuery Asking(string field, params string[] values) =>
        SearchField.All.Single(f => f.Name == field).Asking(new SearchQuery(), values);
}
