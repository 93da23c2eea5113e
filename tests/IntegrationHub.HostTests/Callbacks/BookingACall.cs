using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Callbacks;

public sealed partial class BookingACall(HubWithPhone phone) : IClassFixture<HubWithPhone>
{
    private ServedHub Hub => phone.Hub;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_time_is_booked_once_moved_by_who_has_seen_it_and_cancelled()
    {
        var number = await OpenAsync("+46701230001");
        var slots = await SlotsAsync(2);
        var (status, booked, tag) = await SendAsync(HttpMethod.Post, "/api/callbacks", new { @case = number, start = slots[0] }, key: "k1");
        Assert.Equal((HttpStatusCode.Created, "booked", "promised"), (status, Text(booked, "kind"), Text(booked, "status")));
        var id = Text(booked, "id");
        Assert.Equal(id, Text((await SendAsync(HttpMethod.Post, "/api/callbacks", new { @case = number, start = slots[0] }, key: "k1")).Body, "id"));
        Assert.Equal((HttpStatusCode.Conflict, "call-back-booked"), await FaultAsync(HttpMethod.Post, "/api/callbacks", new { @case = number, start = slots[1] }, key: "k2"));
        Assert.DoesNotContain("1230001", booked.ToString(), StringComparison.Ordinal); // The number is nobody's business.

        var moved = await SendAsync(HttpMethod.Patch, $"/api/callbacks/{id}", new { start = slots[1] }, key: "k3", ifMatch: tag);
        Assert.Equal((HttpStatusCode.OK, 1), (moved.Status, moved.Body.GetProperty("sequence").GetInt32()));
        Assert.NotEqual(tag, moved.Tag);
        Assert.Equal((HttpStatusCode.PreconditionFailed, "call-back-changed"), await FaultAsync(HttpMethod.Delete, $"/api/callbacks/{id}", null, ifMatch: tag));
        Assert.Equal("cancelled", Text((await SendAsync(HttpMethod.Delete, $"/api/callbacks/{id}", null, key: "k4", ifMatch: moved.Tag)).Body, "status"));
        Assert.Equal((HttpStatusCode.Conflict, "call-back-over"), await FaultAsync(HttpMethod.Post, $"/api/callbacks/{id}/move", new { start = slots[0] }));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/callbacks", new { @case = number, start = slots[0] }, key: "k5")).Status);
    }

    [Fact]
    public async Task Of_many_who_want_the_last_places_only_as_many_get_them_as_there_are()
    {
        var slot = (await SlotsAsync(6))[5];
        var numbers = new List<string>();
        for (var n = 0; n < 10; n++)
        {
            numbers.Add(await OpenAsync($"+4670123002{n}"));
        }

        var answers = await Task.WhenAll(numbers.Select(number => SendAsync(HttpMethod.Post, "/api/callbacks", new { @case = number, start = slot })));
        Assert.Equal(4, answers.Count(answer => answer.Status == HttpStatusCode.Created)); // 4 per 30 min in Development.
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => Assert.Equal("slot-full", Text(answer.Body, "type")));
        Assert.DoesNotContain(slot, await SlotsAsync(8));
    }

    [Fact]
    public async Task What_is_no_time_no_case_and_no_call_back_is_told_as_that()
    {
        var number = await OpenAsync("+46701230003");
        Assert.Equal((HttpStatusCode.Conflict, "slot-unknown"), await FaultAsync(HttpMethod.Post, "/api/callbacks", new { @case = number, start = (await SlotsAsync(1))[0].AddMinutes(1) }));
        Assert.Equal((HttpStatusCode.NotFound, "case-unknown"), await FaultAsync(HttpMethod.Post, "/api/callbacks", new { @case = "123" }));
        Assert.Equal((HttpStatusCode.NotFound, "call-back-unknown"), await FaultAsync(HttpMethod.Get, $"/api/callbacks/{number}-00000000", null));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid-callback"), await FaultAsync(HttpMethod.Get, "/api/callbacks/slots?desk=nobody", null));
    }

    [Fact]
    public async Task By_the_link_in_the_message_the_time_is_changed_and_cancelled_and_a_wrong_link_tells_nothing()
    {
        var number = await OpenAsync("+46701230004");
        var (_, booked, _) = await SendAsync(HttpMethod.Post, "/api/callbacks", new { @case = number, start = (await SlotsAsync(3))[2] });
        var link = await LinkAsync("+46701230004");
        using var browser = new HttpClient { BaseAddress = Hub.Address };
        var page = await browser.GetStringAsync(link, Ct);
        Assert.Contains("Ändra tiden", page, StringComparison.Ordinal);
        Assert.DoesNotContain("1230004", page, StringComparison.Ordinal);

        var moved = await PostAsync(browser, link, page, "Move", ("start", Start().Matches(page)[0].Groups["start"].Value));
        Assert.Contains("Tiden är ändrad", moved, StringComparison.Ordinal);
        Assert.Equal(1, (await SendAsync(HttpMethod.Get, $"/api/callbacks/{Text(booked, "id")}", null)).Body.GetProperty("sequence").GetInt32());
        Assert.Contains("Samtalet är avbokat", await PostAsync(browser, link, moved, "Cancel"), StringComparison.Ordinal);
        Assert.Equal("cancelled", Text((await SendAsync(HttpMethod.Get, $"/api/callbacks/{Text(booked, "id")}", null)).Body, "status"));

        // Without the form's own token nothing is done; and a link is right or it is none.
        using var forged = await browser.PostAsync(link + "?handler=Cancel", new FormUrlEncodedContent([new("seen", "0")]), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        var wrong = link[..^1] + (link[^1] == 'A' ? 'B' : 'A');
        using var none = await browser.GetAsync(wrong, Ct);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [GeneratedRegex("name=\"start\" value=\"(?<start>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Start();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormToken();

    [GeneratedRegex("name=\"seen\" value=\"(?<seen>\\d+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Seen();

    [GeneratedRegex("https?://[^ <]+(?<path>/callback/[\\w-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    private static string Text(JsonElement body, string field) => body.GetProperty(field).GetString()!;

    private static async Task<string> PostAsync(HttpClient browser, string link, string page, string handler, params (string Name, string Value)[] more)
    {
        using var answer = await browser.PostAsync(link + "?handler=" + handler, new FormUrlEncodedContent(
        [
            new("__RequestVerificationToken", FormToken().Match(page).Groups["token"].Value), new("seen", Seen().Match(page).Groups["seen"].Value),
            .. more.Select(field => KeyValuePair.Create(field.Name, field.Value)),
        ]), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("done=", answer.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal); // Redirected: a reload does nothing.
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>The link in the text message that the pretended telephone has got.</summary>
    private async Task<string> LinkAsync(string to)
    {
        var real = System.Diagnostics.Stopwatch.StartNew();
        while (real.Elapsed < TimeSpan.FromSeconds(120))
        {
            var messages = WebUtility.HtmlDecode(await Hub.Http.GetStringAsync("/phone?handler=Outbox", Ct)).Split("<li>");
            if (Array.Find(messages, message => message.Contains(to, StringComparison.Ordinal)) is { } message && Link().Match(message) is { Success: true } match)
            {
                return match.Groups["path"].Value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Ct);
        }

        throw new InvalidOperationException("No message with a link came.");
    }

    private async Task<IReadOnlyList<DateTimeOffset>> SlotsAsync(int most)
    {
        var free = (await SendAsync(HttpMethod.Get, $"/api/callbacks/slots?desk=workplace&most={most}", null)).Body;
        return [.. free.GetProperty("slots").EnumerateArray().Select(slot => slot.GetProperty("start").GetDateTimeOffset())];
    }

    private async Task<string> OpenAsync(string from)
    {
        using var answer = await Hub.Http.PostAsJsonAsync(
            "/api/cases", new { description = "Skrivaren på plan 3 är trasig", service = "printing", channel = "web", reporter = new { name = "Anna", phone = from } }, Ct);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return Text(await answer.Content.ReadFromJsonAsync<JsonElement>(Ct), "number");
    }

    private async Task<(HttpStatusCode, string)> FaultAsync(HttpMethod method, string path, object? body, string? key = null, string? ifMatch = null) =>
        await SendAsync(method, path, body, key, ifMatch) is var answer ? (answer.Status, Text(answer.Body, "type")) : default;

    private async Task<(HttpStatusCode Status, JsonElement Body, string? Tag)> SendAsync(
        HttpMethod method, string path, object? body, string? key = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(ifMatch));
        }

        using var answer = await Hub.Http.SendAsync(request, Ct);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Ct), answer.Headers.ETag?.ToString());
    }
}
