using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>A hub in a process of its own, and the trackers of two suppliers.</summary>
public sealed class WorkingThroughTrackers(TwoDoubles trackers) : IClassFixture<TwoDoubles>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_goes_to_one_tracker_and_on_to_the_other_is_resolved_reopened_and_closed_and_both_hear_of_it()
    {
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, Settings());
        var number = await OpenAsync(hub);
        var (first, second) = (trackers.First, trackers.Second);
        var one = await TicketAsync(first, number);
        await first.StartAsync(one);
        await StatusAsync(hub, number, "in-progress");
        first.Wire.AnswerInstead(503);
        await PostAsync(hub, number, "notes", "Skrivet under avbrottet.");
        await PostAsync(hub, number, "notes", "Också under avbrottet.");
        first.Wire.Mend();
        await first.ProposeAsync(one, "telephony", "Det är nätet.");

        var other = await TicketAsync(second, number);
        await second.StartAsync(other);
        await UntilAsync(async () => (await first.TicketAsync(one)).Meaning == TicketMeaning.Declined);
        await second.PublicNoteAsync(other, "Vi mäter linjen.");
        await UntilAsync(async () => (await first.TicketAsync(one)).Public.Any(text => text.Contains("Vi mäter linjen.", StringComparison.Ordinal)));
        await second.ResolveAsync(other, "Bytte porten.");
        await StatusAsync(hub, number, "resolved");
        await PostAsync(hub, number, "reopen", "Det blinkar fortfarande.");
        await UntilAsync(async () => (await second.TicketAsync(other)).Meaning == TicketMeaning.Working);
        await second.ResolveAsync(other, "Bytte kabeln.");
        await StatusAsync(hub, number, "resolved");
        await PostAsync(hub, number, "confirm", null);
        await UntilAsync(async () => (await second.TicketAsync(other)).Internal.Any(text => text.Contains("avslutat", StringComparison.Ordinal)));

        var (ended, alsoEnded) = (await first.TicketAsync(one), await second.TicketAsync(other));
        Assert.True(TicketStates.IsOver(ended.Meaning) && TicketStates.IsOver(alsoEnded.Meaning));
        foreach (var note in new[] { "Skrivet under avbrottet.", "Också under avbrottet.", "Vi mäter linjen." })
        {
            Assert.Single(ended.Public, text => text.Contains(note, StringComparison.Ordinal));
        }

        Assert.Equal(one, Assert.Single(await first.TicketsOfAsync(number)));
        Assert.Equal(other, Assert.Single(await second.TicketsOfAsync(number)));
        var events = await EventsAsync(hub, number);
        Assert.Equal((2, 1, 3), (events.Count(type => type == "case-resolved.v1"), events.Count(type => type == "case-reopened.v1"), events.Count(type => type == "note-added.v1")));
    }

    private Dictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, peer) in new[] { ("workplace", trackers.First), ("telephony", trackers.Second) })
        {
            settings[$"HUB_Suppliers__{id}__Protocol"] = "request-tracker";
            settings[$"HUB_Suppliers__{id}__Url"] = peer.Wire.Address.ToString();
            settings[$"HUB_Suppliers__{id}__Token"] = peer.Settings(id).Token;
            settings[$"HUB_Suppliers__{id}__Queue"] = "Telefoni";
            settings[$"HUB_Suppliers__{id}__SettleSeconds"] = "1";
            settings[$"HUB_Suppliers__{id}__PollSeconds"] = "0.2";
        }

        return settings;
    }

    private static async Task<string> OpenAsync(ServedHub hub)
    {
        using var content = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        return OpeningACase.Text(await OpeningACase.JsonAsync(await hub.Http.PostAsync("/api/cases", content, Ct)), "number");
    }

    private static async Task<string> TicketAsync(TrackerPeer peer, string number)
    {
        await UntilAsync(async () => (await peer.TicketsOfAsync(number)).Count > 0);
        return Assert.Single(await peer.TicketsOfAsync(number));
    }

    private static async Task PostAsync(ServedHub hub, string number, string act, string? text)
    {
        using var answer = await hub.Http.PostAsJsonAsync($"/api/cases/{number}/{act}", new { text }, Ct);
        Assert.True(answer.IsSuccessStatusCode, string.Create(CultureInfo.InvariantCulture, $"{act}: {(int)answer.StatusCode}"));
    }

    private static Task StatusAsync(ServedHub hub, string number, string status) => UntilAsync(async () =>
        OpeningACase.Text(await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "status") == status);

    private static async Task<IReadOnlyList<string>> EventsAsync(ServedHub hub, string number) =>
        [.. (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray().Select(e => OpeningACase.Text(e, "type"))];

    private static Task UntilAsync(Func<Task<bool>> so) => WorkingWithTheSimulator.UntilAsync(so);
}
