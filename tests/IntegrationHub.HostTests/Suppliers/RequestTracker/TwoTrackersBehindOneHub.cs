using CsCheck;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>Two doubled trackers for the class.</summary>
public sealed class TwoDoubles : IAsyncLifetime
{
    internal TrackerPeer First { get; private set; } = null!;

    internal TrackerPeer Second { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        (First, Second) = (await RequestTrackerDouble.PeerAsync(), await RequestTrackerDouble.PeerAsync(RequestTrackerDouble.HubsOtherToken));

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}

/// <summary>Whatever the agents, the user and the hub do, and in whichever order it becomes known: one round later all is quiet, and all sides say the same.</summary>
public sealed class TwoTrackersBehindOneHub(TwoDoubles trackers) : IClassFixture<TwoDoubles>
{
    [Theory]
    [InlineData(CaseStep.FirstNotes)]
    [InlineData(CaseStep.FirstNotesInside)]
    [InlineData(CaseStep.FirstAsks)]
    [InlineData(CaseStep.FirstResolves)]
    [InlineData(CaseStep.FirstDeclines)]
    [InlineData(CaseStep.SecondNotes)]
    [InlineData(CaseStep.SecondNotesInside)]
    [InlineData(CaseStep.SecondAsks)]
    [InlineData(CaseStep.SecondResolves)]
    [InlineData(CaseStep.SecondDeclines)]
    [InlineData(CaseStep.UserNotes)]
    public Task One_change_on_one_side_is_quiet_on_all_sides_after_one_round(CaseStep change) => EndsAlikeAsync([change]);

    /// <summary>Each was once found by chance, and is here by name.</summary>
    [Theory]
    [InlineData(CaseStep.SecondResolves, CaseStep.TellSecond, CaseStep.HearSecond, CaseStep.TellSecond, CaseStep.SecondNotes, CaseStep.UserNotes, CaseStep.SecondResolves, CaseStep.TellFirst, CaseStep.UserReopens, CaseStep.TellFirst, CaseStep.TellFirst, CaseStep.HearFirst)]
    [InlineData(CaseStep.SecondResolves, CaseStep.HearSecond, CaseStep.UserConfirms, CaseStep.UserReopens, CaseStep.SecondNotes, CaseStep.SecondAsks)]
    public Task What_ended_differently_once_ends_alike(params CaseStep[] steps) => EndsAlikeAsync(steps);

    [Fact]
    public Task Any_order_of_anything_ends_alike_on_all_sides() =>
        Gen.Enum<CaseStep>().Array[2, 24].SampleAsync(EndsAlikeAsync, threads: 1, print: steps => string.Join(", ", steps.Select(step => "CaseStep." + step)));

    private Task EndsAlikeAsync(CaseStep[] steps) => EndingAsync(trackers.First, trackers.Second, steps);

    /// <summary>How it stands on all sides in the end.</summary>
    internal static async Task<string> EndingAsync(TrackerPeer first, TrackerPeer second, IEnumerable<CaseStep> steps)
    {
        using var joint = await JointCase.BeginAsync(first, second);
        foreach (var step in steps)
        {
            await joint.DoAsync(step);
        }

        await joint.RoundAsync();
        var quiet = await joint.CountAsync();
        await joint.RoundAsync();
        Assert.Equal(quiet, await joint.CountAsync());
        return await joint.AgreedAsync();
    }
}
