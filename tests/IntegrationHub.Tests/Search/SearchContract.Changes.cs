using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Tests.Search;

public abstract partial class SearchContract
{
    [Fact]
    public async Task A_new_index_begins_before_the_log()
    {
        Assert.Equal(LogPosition.Start, Index.LastPosition);
        Assert.False(Index.NeedsRebuild);
        Assert.Equal(0, (await SearchAsync("skrivare")).Total);
    }

    [Fact]
    public async Task What_is_put_again_replaces_what_was_there()
    {
        await PutAsync(Case(1, "Skrivare") with { Status = ["open"] });
        await PutAsync(Case(1, "Projektor") with { Status = ["closed"] }, Case(1, "Dockningsstation") with { Status = ["closed"] });
        await FindsAsync("skrivare");
        await FindsAsync("projektor");
        var page = await SearchAsync("dockningsstation");
        Assert.Equal(1, page.Total);
        Assert.Equal([new("closed", 1)], page.Facets["status"]);
    }

    [Fact]
    public async Task A_commit_shows_and_keeps_documents_and_position_together()
    {
        await Index.PutAsync([Case(1)], At(41), Ct);
        await Index.CommitAsync(At(41), Ct);
        await FindsAsync(new SearchQuery(), 1);
        await PutAsync(Case(2));
        await FindsAsync(new SearchQuery(), 2, 1);

        await ReopenAsync();
        Assert.Equal(At(41), Index.LastPosition);
        Assert.Contains(1, await FindAsync(new SearchQuery()));
    }

    [Fact]
    public async Task A_commit_without_documents_keeps_its_position()
    {
        await Index.CommitAsync(At(7), Ct);
        await Index.CommitAsync(At(7), Ct);
        await Index.CommitAsync(At(99), Ct);
        await ReopenAsync();
        Assert.Equal(At(99), Index.LastPosition);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Index.CommitAsync(At(98), Ct));
    }

    [Fact]
    public async Task What_is_forgotten_is_gone_and_the_rest_is_kept_with_its_position()
    {
        await PutAsync(Case(1, "Skrivare"), Case(2, "Skrivare"), Case(3, "Skrivare"));
        await Index.CommitAsync(At(5), Ct);
        await Index.ForgetAsync([Case(1).Key, Case(3).Key, "case-unknown"], [], At(200), Ct);
        await FindsAsync("skrivare", 2);
        await Index.RewriteAsync(Ct);
        await FindsAsync("skrivare", 2);
        await ReopenAsync();
        await FindsAsync("skrivare", 2);
        Assert.Equal(At(5), Index.LastPosition);
    }

    [Fact]
    public async Task Documents_are_put_and_forgotten_while_it_is_rewritten()
    {
        await PutAsync([.. Mixed(1, 50)]);
        await Index.CommitAsync(At(20), Ct);
        var rewriting = Task.Run(async () =>
        {
            for (var round = 0; round < 10; round++)
            {
                await Index.RewriteAsync(Ct);
            }
        }, Ct);
        for (var n = 1; n <= 10; n++)
        {
            await PutAsync([.. Mixed(1, 50)]);
            await Index.ForgetAsync([Case(n).Key], [], At(_asOf++), Ct);
            Assert.Equal(49, (await SearchAsync("skrivare")).Total);
        }

        await rewriting;
        await ReopenAsync();
        Assert.Equal(At(20), Index.LastPosition);
        Assert.Equal(49, (await SearchAsync("skrivare")).Total);
    }

    [Fact]
    public async Task A_fault_in_one_of_many_documents_is_told_as_in_one_alone()
    {
        var broken = Case(1) with { Texts = null! };
        var alone = await Record.ExceptionAsync(() => Index.PutAsync([broken], At(1), Ct));
        var among = await Record.ExceptionAsync(() => Index.PutAsync([broken, .. Mixed(2, 200)], At(1), Ct));
        Assert.IsType(alone!.GetType(), among);
    }

    [Fact]
    public async Task A_cleared_index_is_empty_and_begins_again()
    {
        await PutAsync(Case(1));
        await Index.CommitAsync(At(5), Ct);
        await Index.ClearAsync(Ct);
        await FindsAsync(new SearchQuery());
        await ReopenAsync();
        Assert.Equal(LogPosition.Start, Index.LastPosition);
        await FindsAsync(new SearchQuery());
    }

    [Fact]
    public async Task Documents_of_any_shape_are_taken()
    {
        var huge = new string('x', 100_000);
        await PutAsync(
            Case(1, "", "", "\ud800 halv 😀 \0") with { Ticket = ["", "###", huge], Site = [huge, "", " "], Desk = ["a", "a", "A"] },
            Case(2, huge, string.Join(' ', Enumerable.Repeat("skrivare", 20_000))));
        await FindsAsync("halv", 1);
        await FindsAsync("skrivare", 2);
        await FindsAsync(new SearchQuery { Ticket = [huge] }, 1);
    }

    [Fact]
    public async Task Readers_and_a_writer_do_not_disturb_each_other()
    {
        await PutAsync([.. Mixed(1, 50)]);
        var writing = Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                await PutAsync([.. Mixed(1, 50)]);
            }

            await Index.CommitAsync(At(20), Ct);
        }, Ct);
        var reading = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            do
            {
                Assert.Equal(50, (await SearchAsync("skrivare")).Total);
            }
            while (!writing.IsCompleted);
        }, Ct));
        await Task.WhenAll(reading.Append(writing));
    }
}
