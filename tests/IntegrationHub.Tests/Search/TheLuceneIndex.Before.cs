using System.Text.Json;
using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using Lucene.Net.Analysis.Core;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Directory = System.IO.Directory;

namespace IntegrationHub.Tests.Search;

public sealed partial class TheLuceneIndex
{
    /// <summary>Shape 1 as hubs wrote it then: no marks of readers, the time as a field too, each text by Lucene's own tokens. Shape 2 has marks.</summary>
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task An_index_of_a_version_before_answers_the_citys_own_staff_and_nobody_else_until_it_is_rebuilt(string schema)
    {
        var folder = Directory.CreateTempSubdirectory("hub-search-").FullName;
        _others.Add(folder);
        WriteAsBefore(folder, schema, [Case(1, "Skrivare", "Den svarta") with { Desk = ["workplace"], Status = ["open"] }, Case(2, "Skärm") with { Desk = ["workplace"] }]);
        var desk = SearchReader.With([SearchReader.Desk("workplace")]);

        using var index = LuceneSearchIndex.Open(folder);
        Assert.Equal((true, LogPosition.Start), (index.NeedsRebuild, index.LastPosition));
        var found = await index.SearchAsync(new SearchQuery { Q = "skrivare" }, Ct);
        Assert.Equal([1], Numbers(found));
        Assert.Single(found.Facets["status"]);
        found = await index.SearchAsync(new SearchQuery { Desk = ["workplace"] }, Ct);
        Assert.Equal([2, 1], Numbers(found));
        Assert.Equal("needs-rebuild", (await Assert.ThrowsAsync<SearchIndexException>(() => index.SearchAsync(new SearchQuery(), desk, Ct))).Code);

        await index.ClearAsync(Ct);
        Assert.False(index.NeedsRebuild);
        await index.PutAsync([Case(1, "Skrivare") with { Desk = ["workplace"] }], At(9), Ct);
        await index.CommitAsync(At(9), Ct);
        found = await index.SearchAsync(new SearchQuery(), desk, Ct);
        Assert.Equal([1], Numbers(found));
    }

    private static void WriteAsBefore(string folder, string schema, SearchDocument[] documents)
    {
        using var files = FSDirectory.Open(folder);
        using var analyzer = new SimpleAnalyzer(LuceneVersion.LUCENE_48);
        using var writer = new IndexWriter(files, new IndexWriterConfig(LuceneVersion.LUCENE_48, analyzer));
        foreach (var document in documents)
        {
            var at = document.At.ToUnixTimeMilliseconds();
            var written = new Document
            {
                new StringField("key", document.Key, Field.Store.NO),
                new SortedDocValuesField("key", new BytesRef(document.Key)),
                new Int64Field("at", at, Field.Store.NO),
                new NumericDocValuesField("at", at),
                new StoredField("document", JsonSerializer.SerializeToUtf8Bytes(document)),
                new TextField("title", document.Title, Field.Store.NO),
                new SortedSetDocValuesField("facet.kind", new BytesRef("case")),
            };
            foreach (var text in document.Texts.Prepend(document.Title))
            {
                written.Add(new TextField("word", text, Field.Store.NO));
            }

            foreach (var desk in document.Desk)
            {
                written.Add(new StringField("is.desk", desk, Field.Store.NO));
                written.Add(new SortedSetDocValuesField("facet.desk", new BytesRef(desk)));
                written.Add(new StringField("reader", schema == "1" ? "" : "desk:" + desk, Field.Store.NO));
            }

            foreach (var status in document.Status)
            {
                written.Add(new SortedSetDocValuesField("facet.status", new BytesRef(status)));
            }

            writer.AddDocument(written);
        }

        writer.SetCommitData(new Dictionary<string, string>(StringComparer.Ordinal) { ["schema"] = schema, ["position"] = "9" });
    }
}
