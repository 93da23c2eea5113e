using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchContract
{
    [Theory]
    [InlineData("skrivare")]
    [InlineData("Skrivaren")]
    [InlineData("SKRIVARNA")]
    [InlineData("skrivarens")]
    [InlineData("nätverk")]
    [InlineData("nätverket")]
    [InlineData("natverket")]
    [InlineData("lösenord")]
    [InlineData("losenord")]
    [InlineData("lösenordet")]
    [InlineData("lo\u0308senord")]
    [InlineData("e-posten")]
    [InlineData("plan3")]
    public async Task A_swedish_word_is_found_in_any_inflection_and_without_its_dots(string q)
    {
        await PutAsync(
            Case(1, "Skrivaren på plan3 svarar inte", "Jag når nätverket men lösenordet till e-post går inte."),
            Case(2, "Projektorn flimrar", "Bilden hoppar."));
        await FindsAsync(q, 1);
    }

    [Theory]
    [InlineData("printer")]
    [InlineData("printers")]
    [InlineData("connecting")]
    [InlineData("connection")]
    public async Task An_english_word_is_found_by_its_stem(string q)
    {
        await PutAsync(Case(1, "My printers lost all connections"), Case(2, "Projector flickers"));
        await FindsAsync(q, 1);
    }

    [Theory]
    [InlineData("nätverk")]
    [InlineData("nätverksskri*")]
    [InlineData("natverkssk*")]
    [InlineData("Nätverksskrivare")]
    public async Task A_compound_is_found_by_how_it_begins(string q)
    {
        await PutAsync(Case(1, "Trasig nätverksskrivare"), Case(2, "Trasig projektor"));
        await FindsAsync(q, 1);
    }

    [Theory]
    [InlineData("skrivrae")]
    [InlineData("skivaren")]
    [InlineData("lösnord")]
    [InlineData("skrivrae lösnordet")]
    public async Task A_typing_error_finds_similar_words_and_says_so(string q)
    {
        await PutAsync(Case(1, "Skrivaren", "Fel lösenord."), Case(2, "Projektorn flimrar"));
        var page = await SearchAsync(q);
        Assert.Equal([1], Numbers(page));
        Assert.Contains(page.Skipped, skip => skip.Code == "similar");
    }

    [Fact]
    public async Task Similar_words_are_left_alone_when_the_word_itself_is_found()
    {
        await PutAsync(Case(1, "Kortet fungerar inte"), Case(2, "Kartet fungerar inte"));
        await FindsAsync("kortet", 1);
    }

    [Fact]
    public async Task All_words_must_be_found_in_title_or_texts()
    {
        await PutAsync(Case(1, "Skrivare", "på plan fyra"), Case(2, "Skrivare", "i källaren"), Case(3, "Källaren"));
        await FindsAsync("källare skrivare", 2);
    }

    [Fact]
    public async Task A_quoted_phrase_is_found_as_it_stands_and_not_across_texts()
    {
        await PutAsync(Case(1, "Fel", "svart skärm efter start"), Case(2, "Fel", "skärm svart"), Case(3, "Fel", "svart", "skärm"));
        await FindsAsync("\"Svart skärm\"", 1);
        await FindsAsync("\"svarta skärmar\"");
    }

    [Fact]
    public async Task A_minus_leaves_documents_out()
    {
        await PutAsync(Case(1, "Skrivare trasig"), Case(2, "Skrivaren saknar toner"), Case(3, "Projektor"));
        await FindsAsync("skrivare -toner", 1);
        await FindsAsync("-skrivare", 3);
        await FindsAsync("skrivare -\"skrivare trasig\"", 2);
    }

    [Fact]
    public async Task Common_words_are_left_out_and_told_unless_they_are_all_there_is()
    {
        await PutAsync(Case(1, "Skrivare", "ur funktion"), Case(2, "Skärm", "fungerar på jobbet"));
        var page = await SearchAsync("skrivare på jobb the");
        Assert.Equal(["på", "the"], page.Skipped.Where(skip => skip.Code == "common").Select(skip => skip.Text), StringComparer.Ordinal);
        await FindsAsync("skrivare på", 1);
        await FindsAsync("på", 2);
        await FindsAsync("fungerar \"på\"", 2);
    }

    [Theory]
    [InlineData("10000017")]
    [InlineData("1000 0017")]
    [InlineData("#10000017")]
    [InlineData("1000-0017")]
    [InlineData("# 1000 0017")]
    [InlineData("1000001")]
    public async Task A_case_number_is_found_in_any_form(string q)
    {
        await PutAsync(Case(17), Case(25));
        await FindsAsync(q, 17);
    }

    [Theory]
    [InlineData("INC0012345")]
    [InlineData("INC-0012345")]
    [InlineData("inc0012*")]
    public async Task A_suppliers_ticket_is_found_by_its_id(string q)
    {
        await PutAsync(Case(1) with { Ticket = ["INC0012345", "4711"] }, Case(2) with { Ticket = ["INC0099999"] });
        await FindsAsync(q, 1);
        await FindsAsync("4711", 1);
    }

    [Fact]
    public async Task The_best_match_comes_first_then_the_newest()
    {
        await PutAsync(
            Case(1, "Skrivare"), Case(2, "Fel", "en skrivare"), Case(3, "Fel", "skrivarna"), Case(4, "Skrivaren"),
            Case(5, "Fel", "skrivarelampa"), Case(6, "Fel", "en skrivare"));
        await FindsAsync("skrivare", 4, 1, 6, 2, 3, 5);
    }

    [Fact]
    public async Task A_hit_shows_the_words_in_their_surroundings()
    {
        var before = string.Join(' ', Enumerable.Repeat("början", 60));
        await PutAsync(Case(1, "Fel", "Hej", before + " sedan slutade skrivaren på plan 3 att svara " + before));
        var hit = Assert.Single((await SearchAsync("skrivare")).Hits);
        Assert.Contains("slutade skrivaren på plan 3", hit.Snippet, StringComparison.Ordinal);
        Assert.StartsWith("…", hit.Snippet, StringComparison.Ordinal);
        Assert.InRange(hit.Snippet.Length, 60, 170);
    }

    [Fact]
    public async Task A_hit_has_the_values_that_were_put()
    {
        var put = Case(1, "Titel", "Text") with { Desk = ["desk-a"], Ticket = ["INC 1", "INC 2"] };
        await PutAsync(put);
        var hit = Assert.Single((await SearchAsync(null)).Hits);
        Assert.Equal((put.Key, put.Kind, put.Number, put.At, "Titel", "Text"), (hit.Key, hit.Kind, hit.Number, hit.At, hit.Title, hit.Snippet));
        Assert.Equal(["desk", "ticket"], hit.Fields.Keys, StringComparer.Ordinal);
        Assert.Equal(["INC 1", "INC 2"], hit.Fields["ticket"]);
    }
}
