using System.Globalization;
using CsCheck;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>Two real trackers for the class.</summary>
public sealed class TwoInstalled : IAsyncLifetime
{
    internal TrackerPeer First { get; private set; } = null!;

    internal RealTracker Tracker { get; private set; } = null!;

    internal TrackerPeer Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var both = await Task.WhenAll(RealTracker.PeerAsync(), RealTracker.PeerAsync());
        ((First, Tracker), (Second, _)) = (both[0], both[1]);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}

/// <summary>What the doubles were tried with by the hundred holds for Request Tracker itself.</summary>
public sealed class TwoRealTrackers(TwoInstalled real, TwoDoubles doubles) : IClassFixture<TwoInstalled>, IClassFixture<TwoDoubles>
{
    private const int Orders = 10;
    private const int Cases = 10;
    private const int NotesEach = 12;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(300);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_orders_end_on_real_trackers_as_they_do_on_the_doubles()
    {
        var chance = new PCG(stream: 1, seed: 20_261_129);
        for (var order = 0; order < Orders; order++)
        {
            var steps = Gen.Enum<CaseStep>().Array[3, 8].Generate(chance, null, out _);
            var expected = await TwoTrackersBehindOneHub.EndingAsync(doubles.First, doubles.Second, steps);
            var ended = await TwoTrackersBehindOneHub.EndingAsync(real.First, real.Second, steps);
            Assert.True(expected == ended, $"{string.Join(", ", steps)}\nDoubles: {expected}\nReal: {ended}");
        }
    }

    [Fact]
    public async Task A_tracker_that_is_killed_amid_many_messages_has_each_once_and_so_has_the_hub()
    {
        using var hub = new HubInMemory(("workplace", real.First));
        var side = hub.Sides["workplace"];
        await side.HearAsync();
        var cases = new Dictionary<CaseNumber, string>();
        for (var i = 0; i < Cases; i++)
        {
            cases[await hub.OpenAsync("workplace")] = "";
        }

        await side.TellAllAsync();
        foreach (var number in cases.Keys)
        {
            cases[number] = Assert.Single(await side.Peer.TicketsOfAsync(number.Value));
            await side.Peer.PublicNoteAsync(cases[number], "Vi ser på det.");
        }

        using var worker = side.Worker();
        await worker.StartAsync(Ct);
        foreach (var text in Enumerable.Range(0, NotesEach).Select(Note))
        {
            foreach (var number in cases.Keys)
            {
                await hub.DoAsync(number, "user", new AddNote(NoteVisibility.Public, text, TimeProvider.System.GetUtcNow()));
            }
        }

        for (var kills = 1; kills <= 2; kills++)
        {
            await UntilAsync(async () => await ToldAsync(hub) >= Cases * NotesEach * kills / 3);
            real.First.Wire.LoseNextAnswer(); // One at least was taken and nobody knows.
            await real.Tracker.KillAsync();
            Assert.InRange(await ToldAsync(hub), 1, (Cases * NotesEach) - 1); // Amid them.
            await Assert.ThrowsAnyAsync<HttpRequestException>(side.HearAsync);
            await real.Tracker.StartAsync();
        }

        await UntilAsync(async () => await ToldAsync(hub) == Cases * NotesEach);
        await worker.StopAsync(Ct);
        await side.HearAsync();

        foreach (var (number, ticket) in cases)
        {
            var notes = (await side.Peer.TicketAsync(ticket)).Public.Where(text => text.Contains("Not ", StringComparison.Ordinal)).Select(text => text.Trim());
            Assert.Equal(Enumerable.Range(0, NotesEach).Select(i => "Användaren: " + Note(i)), notes);
            Assert.Single((await hub.Cases.LoadAsync(number, Ct)).History, known => known.Fact is NoteAdded { Text.Shown: "Vi ser på det." });
        }
    }

    private static string Note(int number) => string.Create(CultureInfo.InvariantCulture, $"Not {number}.");

    /// <summary>How many notes the tracker has taken.</summary>
    private static async Task<int> ToldAsync(HubInMemory hub) =>
        await hub.Log.ReadAllAsync(LogPosition.Start, Ct).CountAsync(recorded => recorded.Type == "supplier-informed.v1", Ct) - Cases;

    private static async Task UntilAsync(Func<Task<bool>> so)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await so())
        {
            Assert.True(waited.Elapsed < s_patience, "It did not come to pass.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
        }
    }
}
