using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Chats;
using IntegrationHub.HostTests.Incidents;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Problems;

public sealed class KnowingAProblem : IAsyncLifetime
{
    private static readonly string[] s_printing = ["printing"];
    private readonly TestFolder _folder = new();
    private ServedHub _hub = null!;
    private IncidentDesk _desk = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _hub = await HubHere.ServeAsync(_folder.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_DirectLine__Secret"] = ChatUser.Secret });
        _desk = new IncidentDesk(_hub);
    }

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Its_workaround_is_told_in_the_chat_and_shown_to_the_desk_until_it_is_closed()
    {
        var problem = await OpenAsync("printing-again");
        Assert.Equal(problem, await OpenAsync("printing-again"));
        await ActAsync(problem, "known-error", new { cause = "The driver.", workaround = new { sv = "Välj skrivaren igen.", en = "Choose the printer again." } });
        await WorkingWithTheSimulator.UntilAsync(async () => (await _hub.Http.GetStringAsync("/incidents", Ct)).Contains("lj skrivaren igen", StringComparison.Ordinal));

        var chat = await ChatUser.OpenAsync(_hub);
        await chat.SayAsync("Skrivaren på plan 3 skriver inte ut");
        Assert.Contains("Välj skrivaren igen.", await chat.SayAsync("Ja, skapa ärende"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await _desk.PostAsync($"/api/problems/{problem}/close", new { reason = "x" }, ("X-Hub-Role", "desk:mobile"))).StatusCode);
        await ActAsync(problem, "close", new { reason = "The driver was replaced." });
        await WorkingWithTheSimulator.UntilAsync(async () => OpeningACase.Text(await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/problems/{problem}", Ct), "status") == "closed");
        await WorkingWithTheSimulator.UntilAsync(async () => !(await _hub.Http.GetStringAsync("/incidents", Ct)).Contains("lj skrivaren igen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_its_field()
    {
        var answer = await _desk.PostAsync("/api/problems", new { what = new { sv = "", en = "x" }, services = IncidentDesk.NoService });
        Assert.Equal(["owner", "services", "what.sv"], (await OpeningACase.JsonAsync(answer)).GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await _desk.PostAsync("/api/problems/00000000/close", new { reason = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _hub.Http.GetAsync("/api/problems?status=old", Ct)).StatusCode);
    }

    private async Task<string> OpenAsync(string key)
    {
        var answer = await _desk.PostAsync("/api/problems", new { what = new { sv = "Utskrifter försvinner", en = "Prints disappear" }, services = s_printing }, ("Idempotency-Key", key));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer), "problem");
    }

    private async Task ActAsync(string problem, string action, object body)
    {
        using var answer = await _desk.PostAsync($"/api/problems/{problem}/{action}", body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }
}
