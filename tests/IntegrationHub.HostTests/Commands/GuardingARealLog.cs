using System.Text.Json;

namespace IntegrationHub.HostTests.Commands;

/// <summary>The bounce rule on the BPI Challenge 2013 incident log, and on files that are none.</summary>
public sealed class GuardingARealLog : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_published_shares_come_out_and_two_thirds_of_the_returns_are_avoided_and_every_other_becomes_joint_resolution()
    {
        var said = await HubProcess.RunAsync("report", "flow", "--replay-guard", Shared.File("data/vinst/incidents.csv.gz"), "--json", "--data", _folder.Path);
        Assert.Equal("0", said.ExitCode + said.Error);
        using var json = JsonDocument.Parse(said.Out);
        var (history, guard, together) = (json.RootElement.GetProperty("history"), json.RootElement.GetProperty("guard"), json.RootElement.GetProperty("together"));
        int Of(JsonElement part, string name) => part.GetProperty(name).GetInt32();
        Assert.Equal((7554, 65_533, 649), (Of(json.RootElement, "cases"), Of(json.RootElement, "events"), Of(json.RootElement, "teams")));
        Assert.Equal((0.1665m, 0.1558m), (history.GetProperty("returnedShare").GetDecimal(), history.GetProperty("abaShare").GetDecimal()));
        Assert.Equal(Of(history, "returns"), Of(guard, "returnsNeverLeft") + Of(guard, "returnsWhileJoint") + Of(guard, "returnsTurnedJoint"));
        Assert.Equal(Of(guard, "jointResolutions"), Of(guard, "returnsRefused") + Of(guard, "thirdHandoversRefused"));
        Assert.Equal(Of(together, "returns"), Of(together, "avoidedByRouting") + Of(together, "avoidedByRule") + Of(together, "turnedJoint"));
        Assert.InRange(together.GetProperty("avoidedShare").GetDecimal(), together.GetProperty("goalShare").GetDecimal(), 1);
        Assert.True(together.GetProperty("strictlyAvoidedShare").GetDecimal() <= together.GetProperty("avoidedShare").GetDecimal());
    }

    [Fact]
    public async Task A_ServiceNow_log_is_known_by_its_header_and_told_to_people_as_tables()
    {
        var file = Path.Combine(_folder.Path, "log.csv");
        await File.WriteAllTextAsync(
            file, "number,incident_state,sys_updated_at,assignment_group\nINC1,Active,1/3/2016 09:00,G1\nINC1,Active,1/3/2016 10:00,G2\nINC1,Resolved,1/3/2016 11:00,G1\n", TestContext.Current.CancellationToken);
        var said = await HubProcess.RunAsync("report", "flow", "--replay-guard", file, "--data", _folder.Path);
        Assert.Equal("0", said.ExitCode + said.Error);
        Assert.Contains("What happened (servicenow)", said.Out, StringComparison.Ordinal);
        Assert.Contains("1 (100.0 %)", said.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "The header is of no known incident log")]
    [InlineData("", "The header is of no known incident log")]
    [InlineData("number,opened_at\nINC1,yesterday\n", "'yesterday' in opened_at is no time")]
    public async Task What_is_no_such_log_is_refused_in_one_line(string text, string says)
    {
        var file = Path.Combine(_folder.Path, "log.csv");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        var (exit, output, error) = await HubProcess.RunAsync("report", "flow", "--replay-guard", file, "--data", _folder.Path);
        Assert.Equal((1, ""), (exit, output));
        Assert.Contains(says, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
