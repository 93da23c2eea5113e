using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Chats;

public sealed class WhenTheHubDiesInAChat
{
    private const int Conversations = 8;
    private const int Messages = 12;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_kill_in_the_midst_of_talks_each_goes_on_from_its_watermark_and_nothing_is_lost_or_twice()
    {
        using var folder = new TestFolder();
        var address = HubProcess.FreeAddress();
        var hub = await HubProcess.ServeAsync(folder.Path, DirectLineKit.Settings(), address);
        var talks = new List<Talk>();
        for (var i = 0; i < Conversations; i++)
        {
            talks.Add(new Talk(await DirectLineClient.BeginAsync(hub, $"dl_{i}")));
        }

        var some = new TaskCompletionSource();
        var said = 0;
        var talking = Task.WhenAll(talks.Select(talk => Task.Run(
            async () =>
            {
                using var socket = await talk.Client.OpenAsync();
                var hearing = talk.HearAsync(socket);
                await talk.SayAllAsync(() =>
                {
                    if (Interlocked.Increment(ref said) > Conversations * Messages / 3)
                    {
                        some.TrySetResult();
                    }
                });
                await hearing;
            }, Ct)));
        await some.Task.WaitAsync(TimeSpan.FromSeconds(180), Ct);
        await hub.KillAsync();
        await talking; // Before its client is disposed, or what still waits is cancelled instead of cut off.
        hub.Dispose();
        Assert.InRange(talks.Sum(talk => talk.Acknowledged.Count), 1, (Conversations * Messages) - 1);

        using var again = await HubProcess.ServeAsync(folder.Path, DirectLineKit.Settings(), address);
        foreach (var talk in talks)
        {
            await talk.GoOnAsync(again);
        }
    }

    /// <summary>One conversation and what its client has seen of it.</summary>
    private sealed class Talk(DirectLineClient client)
    {
        private readonly List<JsonElement> _heard = [];
        private string _watermark = "";

        public DirectLineClient Client { get; } = client;

        public ConcurrentDictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

        public async Task SayAllAsync(Action said)
        {
            try
            {
                for (var n = 0; n < Messages; n++)
                {
                    using var answer = await Client.SayAsync($"Meddelande {n}", $"m{n}");
                    Acknowledged[$"m{n}"] = OpeningACase.Text(await OpeningACase.JsonAsync(answer), "id");
                    said();
                }
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                // The hub was killed under this one: it was not acknowledged.
            }
        }

        public async Task HearAsync(ClientWebSocket socket)
        {
            try
            {
                while (await DirectLineClient.HearAsync(socket) is { } set)
                {
                    _heard.AddRange(set.Activities);
                    _watermark = set.Watermark;
                }
            }
            catch (WebSocketException)
            {
                // So does a killed hub end a stream.
            }
        }

        /// <summary>As a client does: a new stream after its watermark, and all that was not acknowledged once more.</summary>
        public async Task GoOnAsync(HubProcess hub)
        {
            using var reconnected = await DirectLineClient.SendAsync(hub, HttpMethod.Get, $"/conversations/{Client.Conversation}?watermark={_watermark}", Client.Token);
            Assert.Equal(HttpStatusCode.OK, reconnected.StatusCode);
            var now = Client with { Hub = hub };
            using var socket = await now.OpenAsync(OpeningACase.Text(await OpeningACase.JsonAsync(reconnected), "streamUrl"));
            for (var n = 0; n < Messages; n++)
            {
                using var answer = await now.SayAsync($"Meddelande {n}", $"m{n}");
                var id = OpeningACase.Text(await OpeningACase.JsonAsync(answer), "id");
                Assert.Equal(Acknowledged.GetOrAdd($"m{n}", id), id);
            }

            var all = (await now.ReadAsync()).Activities;
            while (_heard.Count < all.Count)
            {
                _heard.AddRange((await DirectLineClient.HearAsync(socket))!.Value.Activities);
            }

            Assert.Equal(all.Select(activity => activity.GetRawText()), _heard.Select(activity => activity.GetRawText()));
            Assert.Equal(
                Acknowledged.Values.Order(StringComparer.Ordinal),
                all.Where(activity => OpeningACase.Text(activity.GetProperty("from"), "id") != "spoc").Select(activity => OpeningACase.Text(activity, "id")).Order(StringComparer.Ordinal));
            Assert.Equal(all.Count, all.Select(activity => OpeningACase.Text(activity, "id")).Distinct(StringComparer.Ordinal).Count());
            Assert.All(["m0", "m1"], id => Assert.Single(all, activity => activity.TryGetProperty("replyToId", out var of) && of.GetString() == Acknowledged[id]));
        }
    }
}
