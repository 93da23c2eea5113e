using IntegrationHub.Core.Correlation;

namespace IntegrationHub.Tests.Correlation;

/// <summary>Suppliers announce what they will do where and when.</summary>
public sealed class PlanningWork
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Works_that_touch_the_same_at_the_same_time_collide()
    {
        var book = Book(Work("a", 1, 3, ["network"], ["Ekskolan"]), Work("b", 2, 4, [], ["Ekskolan"]), Work("c", 2, 4, ["network"], ["Björkskolan"]), Work("d", 3, 5, ["network"], ["Ekskolan"]));
        Assert.Equal(["a-b", "b-d"], book.Collisions().Select(pair => $"{pair.One.Work}-{pair.Other.Work}"));
    }

    [Fact]
    public void A_work_that_is_cancelled_collides_with_nothing()
    {
        var book = Book(Work("a", 1, 3, [], []), Work("b", 2, 4, [], []), Work("b", 2, 4, [], []) with { Cancelled = true });
        Assert.Empty(book.Collisions());
        Assert.Single(book.All);
    }

    [Fact]
    public void What_is_over_for_a_day_is_forgotten()
    {
        var book = Book(Work("a", 1, 3, [], []), Work("b", 80, 90, [], []) with { At = s_now.AddDays(3) });
        Assert.Equal("b", Assert.Single(book.All).Work);
    }

    [Fact]
    public async Task It_is_read_while_more_is_announced()
    {
        const int Works = 2_000;
        var book = new PlannedWorkBook();
        var taking = Task.Run(() =>
        {
            for (var i = 0; i < Works; i++)
            {
                book.Take(Work($"w{i}", 1, 3, ["network"], [$"Skola {i}"]));
            }
        }, TestContext.Current.CancellationToken);
        while (!taking.IsCompleted)
        {
            Assert.Null(book.At(new Report("r", s_now.AddHours(2)) { Service = "printing" }, s_now.AddHours(2)));
            Assert.InRange(book.All.Count, 0, Works);
        }

        await taking;
        Assert.Equal(Works, book.All.Count);
    }

    private static PlannedWorkBook Book(params PlannedWorkAnnounced[] works)
    {
        var book = new PlannedWorkBook();
        foreach (var work in works)
        {
            book.Take(work);
        }

        return book;
    }

    private static PlannedWorkAnnounced Work(string id, int from, int until, string[] services, string[] sites) =>
        new("telephony", id, "Byte", services, [], sites, s_now.AddHours(from), s_now.AddHours(until), false, s_now);
}
