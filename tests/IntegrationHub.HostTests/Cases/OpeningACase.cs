using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.HostTests.Cases;

/// <summary>One hub for the class, over real HTTP.</summary>
public sealed class RunningHub : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    internal ServedHub Hub { get; private set; } = null!;

    internal string Data => _folder.Path;

    public async ValueTask InitializeAsync() => Hub = await HubHere.ServeAsync(_folder.Path);

    public ValueTask DisposeAsync()
    {
        Hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class OpeningACase(RunningHub running) : IClassFixture<RunningHub>
{
    internal const string Printer =
        """{"description":"Skrivaren på plan 3 är trasig","channel":"web","reporter":{"name":"Åsa Öst","phone":"070-123 45 67"}}""";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_routed_and_can_be_seen_and_audited()
    {
        var opened = await PostAsync("/api/cases", Printer);
        Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        var view = await JsonAsync(opened);
        Assert.Equal(("workplace", "printing", "offered"), (Text(view, "desk"), Text(view, "service"), Text(view, "status")));
        Assert.Equal($"/api/cases/{Text(view, "number")}", opened.Headers.Location!.ToString());

        var seen = await JsonAsync(await running.Hub.Http.GetAsync(opened.Headers.Location, Ct));
        Assert.Equal("+46701234567", seen.GetProperty("reporter").GetProperty("phone").GetString());

        var timeline = await JsonAsync(await running.Hub.Http.GetAsync(opened.Headers.Location + "/timeline", Ct));
        Assert.Equal(["case-opened.v1", "priority-set.v1", "case-routed.v1"],
            timeline.GetProperty("events").EnumerateArray().Take(3).Select(e => Text(e, "type")));
        Assert.Equal("desk:workplace", Text(timeline.GetProperty("ledger").EnumerateArray().Last(), "responsible"));
    }

    [Fact]
    public async Task The_same_key_again_gives_the_same_case_also_when_both_come_at_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync("/api/cases", Printer, "one-key")));
        var numbers = await Task.WhenAll(answers.Select(async answer => Text(await JsonAsync(answer), "number")));
        Assert.Single(numbers.Distinct(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync("/api/cases", Printer.Replace("plan 3", "plan 4", StringComparison.Ordinal), "one-key")).StatusCode);
    }

    [Fact]
    public async Task What_is_unclear_is_asked_and_the_answer_routes_it()
    {
        var opened = await JsonAsync(await PostAsync("/api/cases", Printer.Replace("Skrivaren på plan 3 är trasig", "Hej, hjälp", StringComparison.Ordinal)));
        Assert.Equal("user", Text(opened, "responsible"));
        Assert.Equal(JsonValueKind.Null, opened.GetProperty("desk").ValueKind);
        Assert.StartsWith("Vad gäller det?", Text(opened, "question"), StringComparison.Ordinal);

        var answered = await JsonAsync(await PostAsync($"/api/cases/{Text(opened, "number")}/answer", """{"text":"surfplattan"}"""));
        Assert.Equal(("mobile", "tablet"), (Text(answered, "desk"), Text(answered, "service")));
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"description":"x","channel":"pigeon","reporter":{"name":"A"}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"description":"x","channel":"web","reporter":{"name":"A","phone":"not a number"}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"description":"x","channel":"web","service":"teleporter","reporter":{"name":"A"}}""", HttpStatusCode.BadRequest)]
    public async Task Bad_input_is_named_and_leaves_no_trace(string body, HttpStatusCode expected)
    {
        var before = await FirstFreeAsync();
        var answer = await PostAsync("/api/cases", body);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(before + 1, await FirstFreeAsync());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var answer = await PostAsync("/api/cases", Printer.Replace("trasig", new string('x', 2_000_000), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/cases/90000001")]
    [InlineData("/api/cases/hej/timeline")]
    public async Task An_unknown_case_is_not_found(string path) =>
        Assert.Equal(HttpStatusCode.NotFound, (await running.Hub.Http.GetAsync(path, Ct)).StatusCode);

    [Fact]
    public async Task What_the_rules_refuse_is_a_conflict_with_the_rules_name()
    {
        var opened = await JsonAsync(await PostAsync("/api/cases", Printer));
        var refused = await PostAsync($"/api/cases/{Text(opened, "number")}/confirm", "");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal("not-resolved", Text(await JsonAsync(refused), "type"));
    }

    [Fact]
    public async Task A_key_answers_the_question_as_it_was_worded()
    {
        var opened = await JsonAsync(await PostAsync("/api/cases", Printer.Replace("Skrivaren på plan 3 är trasig", "Hello, I need help", StringComparison.Ordinal)));
        Assert.Contains("Answer 1 for", Text(opened, "question"), StringComparison.Ordinal);

        // Key 4 is mobiles and tablets: whatever is asked or decided next stays among them.
        var answered = await JsonAsync(await PostAsync($"/api/cases/{Text(opened, "number")}/answer", """{"text":"4"}"""));
        Assert.NotEqual(Text(opened, "question"), answered.GetProperty("question").GetString());
        var timeline = await JsonAsync(await running.Hub.Http.GetAsync($"/api/cases/{Text(opened, "number")}/timeline", Ct));
        var last = timeline.GetProperty("events").EnumerateArray().Last().GetProperty("data");
        Assert.All(last.GetProperty("question").GetProperty("candidates").EnumerateArray(), candidate => Assert.Equal("mobile", Text(candidate, "desk")));
    }

    [Theory]
    [InlineData("\"0\"")]
    [InlineData("\"not-one-of-ours\"")]
    public async Task A_change_meanwhile_is_noticed_by_its_revision(string tag)
    {
        var opened = await PostAsync("/api/cases", Printer);
        using var request = new HttpRequestMessage(HttpMethod.Post, opened.Headers.Location + "/notes") { Content = JsonContent.Create(new { text = "Plan 3" }) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await running.Hub.Http.SendAsync(request, Ct)).StatusCode);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task The_operator_gets_an_answer(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await running.Hub.Http.GetAsync(path, Ct)).StatusCode);

    internal static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    internal static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).Clone();

    /// <summary>The sequence number of a new case: numbers are not used up by what is refused.</summary>
    private async Task<long> FirstFreeAsync() =>
        long.Parse(Text(await JsonAsync(await PostAsync("/api/cases", Printer)), "number")[..^1], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<HttpResponseMessage> PostAsync(string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = body.Length > 1_000_000; // A refusal comes before the body is written, and not while it is.
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await running.Hub.Http.SendAsync(request, Ct);
    }
}
