using System.Net;
using System.Net.WebSockets;
using IntegrationHub.Adapters.Chat.DirectLine;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Chats;

/// <summary>Tokens that are forged, old or another's, pages that may not, and bodies that are too much.</summary>
public sealed class BreakingInToAChat(HubWithWebChat scene) : IClassFixture<HubWithWebChat>
{
    private static readonly string[] s_hidden = ["Sommar2026"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_opens_its_own_conversation_and_no_other()
    {
        var (mine, other) = (await DirectLineClient.BeginAsync(scene.Hub), await DirectLineClient.BeginAsync(scene.Hub, "dl_two"));
        var foreign = mine with { Conversation = other.Conversation };
        using (var said = await foreign.SayAsync("hej"))
        {
            Assert.Equal((HttpStatusCode.Forbidden, "BadToken"), (said.StatusCode, await DirectLineClient.CodeOfAsync(said)));
        }

        using (var read = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Get, $"/conversations/{other.Conversation}/activities", mine.Token))
        {
            Assert.Equal(HttpStatusCode.Forbidden, read.StatusCode);
        }

        using (var sent = await foreign.UploadAsync(("a.txt", "hej"u8.ToArray())))
        {
            Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        }

        await Assert.ThrowsAsync<WebSocketException>(() => mine.OpenAsync(mine.StreamUrl.Replace(mine.Conversation, other.Conversation, StringComparison.Ordinal)));
        Assert.Single((await other.ReadAsync()).Activities, activity => OpeningACase.Text(activity, "type") == "message" && OpeningACase.Text(activity, "id").EndsWith(".1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_whose_time_is_over_says_so_and_one_for_a_stream_is_no_token()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        var passes = new DirectLinePasses(await File.ReadAllBytesAsync(Path.Combine(scene.Data, "chat-key"), Ct)); // As the hub signs them.
        var old = new DirectLinePass(PassUse.Token, mine.Conversation, "dl_one", "s", DateTimeOffset.UnixEpoch.AddYears(50));
        using (var said = await (mine with { Token = passes.Write(old) }).SayAsync("hej"))
        {
            Assert.Equal((HttpStatusCode.Forbidden, "TokenExpired"), (said.StatusCode, await DirectLineClient.CodeOfAsync(said)));
        }

        using (var renewed = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Post, "/tokens/refresh", passes.Write(old)))
        {
            Assert.Equal(HttpStatusCode.Forbidden, renewed.StatusCode);
        }

        using var streamed = await (mine with { Token = mine.StreamUrl.Split("&t=")[1] }).SayAsync("hej");
        Assert.Equal(HttpStatusCode.Forbidden, streamed.StatusCode);
    }

    [Theory]
    [InlineData("not-the-secret-of-the-hub")]
    [InlineData("a-secret-of-the-tests-onlyx")]
    [InlineData("")]
    public async Task A_wrong_secret_makes_no_token(string secret)
    {
        using var made = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Post, "/tokens/generate", secret.Length == 0 ? null : secret, new { });
        Assert.Equal(secret.Length == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, made.StatusCode);
    }

    [Fact]
    public async Task Without_a_secret_no_other_server_makes_tokens()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path);
        foreach (var shown in (string[])["null", "0", DirectLineKit.Secret])
        {
            using var made = await DirectLineClient.SendAsync(hub, HttpMethod.Post, "/tokens/generate", shown, new { });
            Assert.Equal(HttpStatusCode.Forbidden, made.StatusCode);
        }
    }

    [Fact]
    public async Task What_is_too_large_is_refused_and_what_is_no_activity_named()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        foreach (var (size, status) in ((int, HttpStatusCode)[])[(200_000, HttpStatusCode.OK), (300_000, HttpStatusCode.RequestEntityTooLarge), (1_000_000, HttpStatusCode.RequestEntityTooLarge), (3_000_000, HttpStatusCode.RequestEntityTooLarge)])
        {
            using var said = await mine.SayAsync(new string('x', size));
            Assert.Equal(status, said.StatusCode);
        }

        foreach (var body in (string[])["", "[]", "null", "{", "\"x\"", "{\"type\":\"message\"}", "{\"type\":\"message\",\"text\":\"\\ud800\"}", new string('[', 5_000)])
        {
            using var said = await DirectLineClient.SendAsync(
                scene.Hub, HttpMethod.Post, $"/conversations/{mine.Conversation}/activities", mine.Token, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, said.StatusCode);
            Assert.NotNull(await DirectLineClient.CodeOfAsync(said));
        }
    }

    [Fact]
    public async Task A_password_is_hidden_in_what_comes_back_and_on_the_disk()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        using var said = await mine.SayAsync("Mitt lösenord är " + s_hidden[0]);
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        var (activities, _) = await mine.ReadAsync();
        Assert.Contains(activities, activity => activity.GetRawText().Contains("[dolt]", StringComparison.Ordinal));
        Assert.DoesNotContain(activities, activity => activity.GetRawText().Contains(s_hidden[0], StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(scene.Data, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is not (".lock" or ".sock")))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var all = new StreamReader(open, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(s_hidden[0], await all.ReadToEndAsync(Ct), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_same_id_is_said_once_and_the_same_words_without_one_twice()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        var ids = new List<string>();
        foreach (var id in (string?[])["same", "same", null, null])
        {
            using var said = await mine.SayAsync("Hej", id);
            ids.Add(OpeningACase.Text(await OpeningACase.JsonAsync(said), "id"));
        }

        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(3, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, (await mine.ReadAsync()).Activities.Count(activity => activity.TryGetProperty("text", out var text) && text.GetString() == "Hej"));
    }

    [Fact]
    public async Task A_page_of_another_origin_opens_no_stream_and_reads_no_answer()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        await Assert.ThrowsAsync<WebSocketException>(() => mine.OpenAsync(origin: "https://evil.example.com"));
        using var read = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Get, $"/conversations/{mine.Conversation}/activities", mine.Token, origin: "https://evil.example.com");
        Assert.False(read.Headers.Contains("Access-Control-Allow-Origin"));

        using var near = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Options, "/conversations", null, origin: "http://localhost:9999");
        Assert.Equal("http://localhost:9999", Assert.Single(near.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("x-requested-with", Assert.Single(near.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);
        Assert.False(near.Headers.Contains("Access-Control-Allow-Credentials"));
        using var socket = await mine.OpenAsync(origin: "http://localhost:9999");
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_token_made_for_one_page_is_useless_on_another()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub, "dl_one", "https://intranet.example.se");
        using var elsewhere = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Get, $"/conversations/{mine.Conversation}/activities", mine.Token, origin: "http://localhost:9999");
        Assert.Equal((HttpStatusCode.Forbidden, "BadOrigin"), (elsewhere.StatusCode, await DirectLineClient.CodeOfAsync(elsewhere)));
        await Assert.ThrowsAsync<WebSocketException>(() => mine.OpenAsync(origin: "http://localhost:9999"));
    }

    [Fact]
    public async Task Whoever_shouts_into_the_stream_is_hung_up_on()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        using var socket = await mine.OpenAsync();
        await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, endOfMessage: true, Ct); // What a client sends to keep alive.
        await socket.SendAsync(new byte[100_000].AsMemory(), WebSocketMessageType.Text, endOfMessage: true, Ct);
        while (await DirectLineClient.HearAsync(socket) is not null)
        {
        }

        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Fact]
    public async Task The_same_window_has_one_stream_and_another_window_its_own()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        using var first = await mine.OpenAsync();
        Assert.NotNull(await DirectLineClient.HearAsync(first));
        using var second = await mine.OpenAsync();
        Assert.NotNull(await DirectLineClient.HearAsync(second));
        Assert.Null(await DirectLineClient.HearAsync(first));
        Assert.Equal("collision", first.CloseStatusDescription);

        using var said = await mine.SayAsync("Hej", "one");
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
        var (activities, _) = (await DirectLineClient.HearAsync(second))!.Value;
        Assert.Contains(activities, activity => activity.TryGetProperty("text", out var text) && text.GetString() == "Hej");
    }
}

/// <summary>Many requests in one conversation.</summary>
public sealed class FloodingAChat
{
    [Fact]
    public async Task It_is_told_how_many_milliseconds_to_wait_and_another_conversation_goes_on()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, DirectLineKit.Settings(("HUB_RateLimit__PerMinute", "60")));
        var (loud, quiet) = (await DirectLineClient.BeginAsync(hub), await DirectLineClient.BeginAsync(hub, "dl_two"));
        var answers = new List<HttpStatusCode>();
        HttpResponseMessage said;
        do
        {
            said = await loud.SayAsync("Hej");
            answers.Add(said.StatusCode);
        }
        while (said.StatusCode == HttpStatusCode.OK && answers.Count < 100);

        Assert.Equal((HttpStatusCode.TooManyRequests, "TooManyRequests"), (said.StatusCode, await DirectLineClient.CodeOfAsync(said)));
        Assert.InRange(answers.Count, 10, 30);
        Assert.InRange(int.Parse(Assert.Single(said.Headers.GetValues("Retry-After")), System.Globalization.CultureInfo.InvariantCulture), 1_000, 60_000);
        said.Dispose();
        using (var large = await loud.UploadAsync(("a.txt", "hej"u8.ToArray())))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, large.StatusCode);
        }

        using var other = await quiet.SayAsync("Hej");
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.NotEmpty((await loud.ReadAsync()).Activities); // It still hears.
    }
}
