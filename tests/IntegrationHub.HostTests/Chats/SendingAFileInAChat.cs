using System.Net;
using System.Net.Http.Headers;
using System.Text;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Chats;

public sealed class SendingAFileInAChat(HubWithWebChat scene) : IClassFixture<HubWithWebChat>
{
    // In two halves, so that no scanner finds this file. Source: eicar.org, the anti-malware test file.
    private static readonly byte[] s_eicar = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");
    private static readonly byte[] s_text = Encoding.UTF8.GetBytes("Skrivaren säger fel 49");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_comes_back_with_an_address_that_only_its_conversation_has()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        using (var sent = await mine.UploadAsync(("../fel åäö.txt", s_text)))
        {
            Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        }

        var echo = (await mine.ReadAsync()).Activities.Single(activity => activity.TryGetProperty("attachments", out _) && OpeningACase.Text(activity.GetProperty("from"), "id") == "dl_one");
        Assert.Equal("up1", OpeningACase.Text(echo.GetProperty("channelData"), "clientActivityID"));
        var attachment = Assert.Single(echo.GetProperty("attachments").EnumerateArray());
        Assert.Equal(("fel åäö.txt", "text/plain"), (OpeningACase.Text(attachment, "name"), OpeningACase.Text(attachment, "contentType")));

        var address = OpeningACase.Text(attachment, "contentUrl");
        using var got = await scene.Hub.Http.GetAsync(address, Ct);
        Assert.Equal(s_text, await got.Content.ReadAsByteArrayAsync(Ct));
        Assert.Equal("attachment", got.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", Assert.Single(got.Headers.GetValues("X-Content-Type-Options")));

        using var without = await scene.Hub.Http.GetAsync(address.Split('?')[0], Ct);
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        var other = await DirectLineClient.BeginAsync(scene.Hub, "dl_two");
        using var elsewhere = await scene.Hub.Http.GetAsync(address.Replace(mine.Conversation, other.Conversation, StringComparison.Ordinal), Ct);
        Assert.Equal(HttpStatusCode.Forbidden, elsewhere.StatusCode);
    }

    [Fact]
    public async Task One_file_may_be_the_whole_body()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        using var content = new ByteArrayContent(s_text);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "fel.txt" };
        using var sent = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Post, $"/conversations/{mine.Conversation}/upload?userId=dl_one", mine.Token, content);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Contains((await mine.ReadAsync()).Activities, activity => activity.GetRawText().Contains("fel.txt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a.exe", 10, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("a.png", 10, HttpStatusCode.UnsupportedMediaType)] // It is text.
    [InlineData("a.html", 10, HttpStatusCode.UnsupportedMediaType)]
    [InlineData("a.txt", 4 * 1024 * 1024, HttpStatusCode.OK)]
    [InlineData("a.txt", (4 * 1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("a.txt", 20 * 1024 * 1024, HttpStatusCode.RequestEntityTooLarge)]
    public async Task What_it_may_be_and_how_large(string name, int bytes, HttpStatusCode status)
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        using var sent = await mine.UploadAsync((name, [.. Enumerable.Repeat((byte)'x', bytes)]));
        Assert.Equal(status, sent.StatusCode);
        Assert.True(status == HttpStatusCode.OK || await DirectLineClient.CodeOfAsync(sent) is not null);
    }

    [Fact]
    public async Task Nothing_and_rubbish_are_refused()
    {
        var mine = await DirectLineClient.BeginAsync(scene.Hub);
        using (var none = await mine.UploadAsync())
        {
            Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
        }

        using var rubbish = new StringContent("no parts here");
        rubbish.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        using var sent = await DirectLineClient.SendAsync(scene.Hub, HttpMethod.Post, $"/conversations/{mine.Conversation}/upload?userId=dl_one", mine.Token, rubbish);
        Assert.Equal(HttpStatusCode.BadRequest, sent.StatusCode);
    }

    [Fact]
    public async Task The_virus_scanner_keeps_out_what_it_knows_and_lets_the_rest_in()
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/clamd"), "ClamAV's daemon is absent, so this was not run; install it with: apt-get install clamav-daemon (ops/test does).");
        await using var scanner = await Clamd.StartAsync();
        foreach (var at in (string[])[$"tcp://127.0.0.1:{scanner.Port}", $"unix://{scanner.SocketPath}"])
        {
            using var folder = new TestFolder();
            using var hub = await HubHere.ServeAsync(folder.Path, DirectLineKit.Settings(("HUB_Uploads__ClamAv", at)));
            var mine = await DirectLineClient.BeginAsync(hub);
            using (var infected = await mine.UploadAsync(("bra.txt", s_text), ("eicar.txt", s_eicar)))
            {
                Assert.Equal((HttpStatusCode.BadRequest, "BadArgument"), (infected.StatusCode, await DirectLineClient.CodeOfAsync(infected)));
            }

            Assert.False(Directory.Exists(Path.Combine(folder.Path, "chat-files")));
            using var clean = await mine.UploadAsync(("bra.txt", s_text));
            Assert.Equal(HttpStatusCode.OK, clean.StatusCode);
            Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "chat-files")));
            Assert.Contains("Eicar-Test-Signature", hub.Said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_scanner_that_is_away_nothing_is_taken_unseen()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, DirectLineKit.Settings(("HUB_Uploads__ClamAv", "tcp://127.0.0.1:9")));
        var mine = await DirectLineClient.BeginAsync(hub);
        using var sent = await mine.UploadAsync(("bra.txt", s_text));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, sent.StatusCode);
        using var said = await mine.SayAsync("Hej");
        Assert.Equal(HttpStatusCode.OK, said.StatusCode);
    }
}
