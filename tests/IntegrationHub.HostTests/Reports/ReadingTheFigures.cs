using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Reports;

public sealed class ReadingTheFigures(TwilioKit twilio)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hub_and_the_command_line_tell_the_same_of_calls_and_only_to_the_city_office()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, TwilioKit.Settings(("HUB_Reports__AnswerTargets", "20,60")));
        await twilio.PlayAsync(hub, "", "start", "dtmf:4", "dtmf:1", "silence", "dtmf:1", "open:Dial", "whisper", "whisper-dtmf:1", "dial:completed", "hangup");
        await twilio.PlayAsync(hub, "", "start", "dtmf:4", "dtmf:1", "silence", "dtmf:1", "open:Dial", "dial:failed", "expect:ringer upp", "dtmf:1", "open:ended", "hangup");
        await twilio.PlayAsync(hub, "", "start", "hangup");

        var report = await EventuallyAsync(hub, "/api/reports/calls?by=desk", calls: 3);
        var total = report.GetProperty("total");
        Assert.Equal((1, 1, 1, 0), (Number(total, "answered"), Number(total, "promised"), Number(total, "abandoned"), Number(total, "unknown")));
        var within = total.GetProperty("answerTime").GetProperty("within")[0];
        Assert.Equal((20, 1m), (Number(within, "seconds"), within.GetProperty("share").GetDecimal()));
        Assert.Equal((1, 1), (Number(total.GetProperty("callBacks"), "booked"), Number(total.GetProperty("callBacks"), "waiting")));
        Assert.Equal(["", "mobile"], report.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
        Assert.Equal(0, Number((await hub.Http.GetFromJsonAsync<JsonElement>("/api/reports/calls?from=2020-01-01&to=2020-12-31", Ct)).GetProperty("total"), "calls"));

        var (exit, output, error) = await HubProcess.RunAsync("report", "calls", "--by", "desk", "--json", "--data", folder.Path);
        Assert.True(exit == 0, error);
        var printed = JsonDocument.Parse(output).RootElement;
        Assert.Equal(Number(total, "answered"), Number(printed.GetProperty("total"), "answered"));
        Assert.Equal(
            total.GetProperty("answerTime").GetProperty("meanSeconds").GetDecimal(),
            printed.GetProperty("total").GetProperty("answerTime").GetProperty("meanSeconds").GetDecimal());
        Assert.DoesNotContain("+4670", output, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await hub.Http.GetAsync("/api/reports/calls?by=person", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await hub.Http.GetAsync("/api/reports/calls?from=yesterday", Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, await AsAsync(hub, "city-office"));
        Assert.Equal(HttpStatusCode.Forbidden, await AsAsync(hub, "agent"));
    }

    [Fact]
    public async Task A_target_that_is_none_stops_the_start_and_is_told()
    {
        using var folder = new TestFolder();
        var (exit, error) = await HubProcess.FailingStartAsync(folder.Path, "HUB_Reports__AnswerTargets", "30,soon");
        Assert.NotEqual(0, exit);
        Assert.Contains("Reports:AnswerTargets", error, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> EventuallyAsync(ServedHub hub, string address, int calls)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            var report = await hub.Http.GetFromJsonAsync<JsonElement>(address, limit.Token);
            var total = report.GetProperty("total");
            if (Number(total, "calls") == calls && Number(total, "unknown") == 0 && Number(total.GetProperty("callBacks"), "booked") == 1)
            {
                return report;
            }
        }
    }

    private static async Task<HttpStatusCode> AsAsync(ServedHub hub, string role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/reports/calls");
        request.Headers.Add("X-Hub-Role", role);
        using var answer = await hub.Http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
