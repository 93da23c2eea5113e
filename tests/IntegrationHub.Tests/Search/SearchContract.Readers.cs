using System.Text.Json;
using CsCheck;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchContract
{
    private static readonly string[] s_askedByReaders =
        ["skrivare", "skrivrae", "hemlig", "hemlgi", "10000003", "skriv*", "-skrivare", "", "\"en skrivare\"", "skrivare plan", "1000"];

    [Fact]
    public async Task A_reader_sees_what_bears_one_of_its_marks_and_nothing_else()
    {
        await PutAsync(
            Case(1) with { Desk = ["a"], Supplier = ["s1"] }, Case(2) with { Desk = ["b"], HadBy = ["a", "b"], Supplier = ["s2"] },
            Case(3) with { Organisation = ["Bildning"], Person = ["p-1"] }, Case(4) with { Kind = SearchKind.Order, Key = "order-4", Orderer = ["p-1"], Supplier = ["s1", "s3"], HadBy = ["s1"] });
        foreach (var (marks, seen) in new (string[], int[])[]
        {
            ([SearchReader.Desk("a")], [2, 1]), ([SearchReader.Desk("B")], [2]), ([SearchReader.Supplier("s1")], [4, 1]), ([SearchReader.Supplier("s3")], []),
            ([SearchReader.Organisation("bildning")], [3]), ([SearchReader.Person("p-1")], [4, 3]), ([SearchReader.Person("p-2")], []),
            ([SearchReader.Desk("a"), SearchReader.Person("p-1")], [4, 3, 2, 1]), ([], []),
        })
        {
            var page = await Index.SearchAsync(new SearchQuery(), SearchReader.With(marks), Ct);
            Assert.Equal(seen, Numbers(page));
            Assert.Equal((seen.Length, seen.Length), (page.Total, page.Facets["kind"].Sum(value => value.Count)));
        }

        Assert.Equal(0, (await Index.SearchAsync(new SearchQuery { Number = ["10000001"] }, SearchReader.Nobody, Ct)).Total);
    }

    [Fact]
    public async Task Of_an_order_that_concerns_the_reader_in_part_a_hit_tells_only_that_there_is_one()
    {
        await PutAsync(Case(1) with
        {
            Kind = SearchKind.Order,
            Key = "order-1",
            Title = "2 Rollermus",
            Texts = ["Nils Ny ser dåligt"],
            Orderer = ["p-1"],
            Person = ["p-2", "p-3"],
            Organisation = ["kultur"],
            Supplier = ["s1"],
            HadBy = ["s1"],
            Status = ["placed"],
        });
        foreach (var (reader, isWhole) in new (SearchReader, bool)[]
        {
            (SearchReader.Everything, true), (SearchReader.With([SearchReader.Person("p-1")]), true), (SearchReader.With([SearchReader.OrdersOf("kultur")]), true),
            (SearchReader.With([SearchReader.Person("p-2")]), false), (SearchReader.With([SearchReader.Supplier("s1")]), false),
        })
        {
            var hit = Assert.Single((await Index.SearchAsync(new SearchQuery { Q = "nils" }, reader, Ct)).Hits);
            Assert.Equal((SearchKind.Order, isWhole, isWhole), (hit.Kind, hit.Title.Length > 0, hit.Snippet.Length > 0));
            Assert.Equal((isWhole, "placed"), (hit.Fields.ContainsKey("person"), hit.Fields["status"][0]));
            Assert.Equal(isWhole, hit.Fields.Count > 1);
        }
    }

    [Fact]
    public async Task Whoever_made_a_document_cannot_write_himself_a_mark()
    {
        await PutAsync(Case(1) with { Site = ["desk:a"], Ticket = ["desk:a"] }, Case(2) with { Organisation = ["x", "desk:a"] });
        Assert.Equal(0, (await Index.SearchAsync(new SearchQuery(), SearchReader.With([SearchReader.Desk("a")]), Ct)).Total);
    }

    [Fact]
    public async Task An_answer_is_what_it_would_be_if_nothing_else_were_there()
    {
        string[] names = ["a", "b", "c"];
        var values = Gen.OneOf(names).Array[0, 2];
        var text = Gen.OneOf("skrivare", "Skrivaren på plan 3", "en skrivare", "hemlig", "projektor", "plan");
        var documents = Gen.Select(Gen.Int[1, 12], text, text.Array[0, 2], values, values, values, values).Array[0, 12];
        var marks = Gen.Select(Gen.OneOf<Func<string, string>>(SearchReader.Desk, SearchReader.Supplier, SearchReader.Organisation, SearchReader.Person), Gen.OneOf(names)).Array[0, 3];
        await Gen.Select(documents, marks, Gen.OneOf(s_askedByReaders)).SampleAsync(async (drawn, chosen, q) =>
        {
            SearchDocument[] all = [.. drawn.Select(d => Case(d.Item1, d.Item2, d.Item3) with { Desk = d.Item4, HadBy = d.Item4, Supplier = d.Item5, Organisation = d.Item6, Person = d.Item7 }).DistinctBy(document => document.Key)];
            var (reader, query) = (SearchReader.With(chosen.Select(mark => mark.Item1(mark.Item2))), new SearchQuery { Q = q, Size = 3 });
            await Index.ClearAsync(Ct);
            await PutAsync(all);
            var among = await Index.SearchAsync(query, reader, Ct);
            await Index.ClearAsync(Ct);
            await PutAsync([.. all.Where(reader.Sees)]);
            var alone = await Index.SearchAsync(query, SearchReader.Everything, Ct);
            Assert.Equal(JsonSerializer.Serialize(alone), JsonSerializer.Serialize(among));
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task Everything_is_read_in_order_as_it_was_when_the_reading_began()
    {
        await PutAsync([.. Mixed(1, 30)]);
        var read = new List<SearchDocument>();
        await foreach (var document in Index.ReadAllAsync(Ct))
        {
            if (read.Count == 0)
            {
                await PutAsync(Case(1, "Annan"), Case(50));
                await Index.ForgetAsync([Case(30).Key], [], At(1_000), Ct);
                await Index.RefreshAsync(Ct);
            }

            read.Add(document);
        }

        Assert.Equal(JsonSerializer.Serialize(Mixed(1, 30).Reverse()), JsonSerializer.Serialize(read));
    }
}
