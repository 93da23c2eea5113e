using System.Text;
using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Store;
using Lucene.Net.Util;
using Microsoft.Extensions.Time.Testing;
using Directory = System.IO.Directory;

namespace IntegrationHub.Tests.Search;

public sealed partial class TheLuceneIndex : SearchContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-search-").FullName;
    private readonly List<string> _others = [];

    protected override ValueTask<ISearchIndex> OpenAsync() => new(LuceneSearchIndex.Open(_folder));

    protected override ValueTask CloseAsync()
    {
        ((LuceneSearchIndex)Index).Dispose();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var folder in _others.Append(_folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Killed_at_any_moment_it_is_what_it_was_at_the_last_commit()
    {
        await PutAsync(Case(1, "Skrivare"), Case(2, "Skrivare"));
        await Index.CommitAsync(At(10), Ct);
        await PutAsync(Case(3, "Skrivare"));
        await PutAsync(Case(1, "Projektor"));

        using var afterwards = LuceneSearchIndex.Open(Copy());
        Assert.Equal(At(10), afterwards.LastPosition);
        Assert.Equal(2, (await afterwards.SearchAsync(new SearchQuery { Q = "skrivare" }, Ct)).Total);
        await FindsAsync("skrivare", 3, 2);
    }

    [Fact]
    public async Task Killed_before_its_first_commit_it_leaves_no_word_for_the_next_that_opens_it()
    {
        await PutAsync(Case(50, "Hemligheten", "Wallenbergsgatan dold"));
        await Index.RefreshAsync(Ct);
        var killed = Copy();
        Assert.True(OnDisk("wallenbergsgatan", killed));
        using var afterwards = LuceneSearchIndex.Open(killed);
        Assert.False(OnDisk("wallenbergsgatan", killed));
        Assert.Equal(LogPosition.Start, afterwards.LastPosition);
    }

    [Fact]
    public async Task Forgotten_texts_are_not_on_the_disk()
    {
        await PutAsync([.. Mixed(1, 30), Case(50, "Hemligheten", "Wallenbergsgatan dold", "kvarts")]);
        await Index.CommitAsync(At(1), Ct);
        await PutAsync(Case(50, "Hemligheten", "Wallenbergsgatan dold två"));
        await Index.CommitAsync(At(2), Ct);
        Assert.True(OnDisk("wallenbergsgatan") && OnDisk("Hemligheten") && OnDisk("case-10000050"));
        await Index.ForgetAsync([Case(50).Key], [], At(200), Ct);
        await Index.RewriteAsync(Ct);
        Assert.False(OnDisk("wallenbergsgatan") || OnDisk("Wallenbergsgatan") || OnDisk("emligheten") || OnDisk("case-10000050"));
        Assert.True(OnDisk("case-10000030"));
    }

    [Fact]
    public async Task An_index_of_another_version_asks_to_be_rebuilt()
    {
        await PutAsync(Case(1));
        await Index.CommitAsync(At(9), Ct);
        await CloseAsync();
        using (var files = FSDirectory.Open(_folder))
        using (var writer = new IndexWriter(files, new IndexWriterConfig(LuceneVersion.LUCENE_48, null)))
        {
            writer.SetCommitData(new Dictionary<string, string>(StringComparer.Ordinal) { ["schema"] = "0", ["position"] = "9" });
        }

        await ReopenAsync();
        Assert.True(Index.NeedsRebuild);
        Assert.Equal(LogPosition.Start, Index.LastPosition);
        var fault = await Assert.ThrowsAsync<SearchIndexException>(() => SearchAsync(null));
        Assert.Equal("needs-rebuild", fault.Code);

        await Index.ClearAsync(Ct);
        Assert.False(Index.NeedsRebuild);
        await PutAsync(Case(2));
        await Index.CommitAsync(At(9), Ct);
        await ReopenAsync();
        Assert.False(Index.NeedsRebuild);
        await FindsAsync(new SearchQuery(), 2);
    }

    [Fact]
    public void A_folder_in_use_is_not_opened_twice()
    {
        var fault = Assert.Throws<SearchIndexException>(() => LuceneSearchIndex.Open(_folder));
        Assert.Equal("locked", fault.Code);
        Assert.Contains("own data folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        var file = Path.Combine(_folder, "write.lock");
        var fault = Assert.Throws<SearchIndexException>(() => LuceneSearchIndex.Open(Path.Combine(file, "search")));
        Assert.Equal("unwritable", fault.Code);
    }

    [Fact]
    public async Task A_damaged_folder_is_told_and_a_deleted_one_begins_again()
    {
        await PutAsync([.. Mixed(1, 20)]);
        await Index.CommitAsync(At(3), Ct);
        foreach (var name in Directory.GetFiles(_folder).Select(Path.GetFileName).Where(name => name is not ("write.lock" or "segments.gen")))
        {
            foreach (var damage in (Action<string>[])[File.Delete, path => File.WriteAllBytes(path, []), path => File.WriteAllText(path, "skräp")])
            {
                var folder = Copy();
                damage(Path.Combine(folder, name!));
                var fault = await Record.ExceptionAsync(() => UseAsync(folder));
                Assert.True(fault is null or SearchIndexException { Code: "damaged" }, $"{name}: {fault}");

                Directory.Delete(folder, recursive: true);
                using var again = LuceneSearchIndex.Open(folder);
                Assert.Equal(LogPosition.Start, again.LastPosition);
            }
        }
    }

    [Fact]
    public async Task A_search_that_takes_too_long_ends_and_says_so()
    {
        var folder = Directory.CreateTempSubdirectory("hub-search-").FullName;
        _others.Add(folder);
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
        using var index = LuceneSearchIndex.Open(folder, new SearchBudget(TimeSpan.FromSeconds(2), clock));
        for (var part = 0; part < 5; part++)
        {
            await index.PutAsync([.. Mixed(1 + (part * 20), 20)], At(part), Ct); // A segment each; the clock is looked at once in each.
            await index.CommitAsync(At(part), Ct);
        }

        var page = await index.SearchAsync(new SearchQuery { Q = "skrivare" }, Ct);
        Assert.Equal("budget", Assert.Single(page.Skipped).Code);
        Assert.InRange(page.Total, 20, 80);
        Assert.Equal(page.Total, page.Facets["kind"][0].Count);
    }

    [Fact]
    public async Task A_closed_index_says_so()
    {
        ((LuceneSearchIndex)Index).Dispose();
        Assert.Equal("closed", (await Assert.ThrowsAsync<SearchIndexException>(() => SearchAsync(null))).Code);
        Assert.Equal("closed", (await Assert.ThrowsAsync<SearchIndexException>(() => Index.PutAsync([Case(1)], At(1), Ct))).Code);
    }

    private static async Task UseAsync(string folder)
    {
        using var index = LuceneSearchIndex.Open(folder);
        var page = await index.SearchAsync(new SearchQuery { Q = "skrivare" }, Ct);
        Assert.Equal(20, page.Total);
    }

    /// <summary>What a disk would hold if the hub were killed now.</summary>
    private string Copy()
    {
        var copy = Directory.CreateTempSubdirectory("hub-search-").FullName;
        _others.Add(copy);
        foreach (var path in Directory.GetFiles(_folder).Where(path => !path.EndsWith("write.lock", StringComparison.Ordinal)))
        {
            File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
        }

        return copy;
    }

    private bool OnDisk(string text, string? folder = null) =>
        Directory.GetFiles(folder ?? _folder).Where(path => !path.EndsWith("write.lock", StringComparison.Ordinal))
            .Any(path => File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
}
