using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;
using IntegrationHub.HostTests.Voice;

namespace IntegrationHub.HostTests.Chats;

/// <summary>A case is one case, however its user comes: by chat, by phone, by text message.</summary>
public sealed partial class OneCaseOnEveryChannel(TwilioKit twilio) : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly string _caller = TwilioKit.NewCaller();
    private ServedHub _hub = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await StartAsync();

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Begun_in_the_chat_it_goes_on_by_phone_and_by_text_message()
    {
        var chat = await ChatUser.OpenAsync(_hub);
        var number = await MakeAsync(chat);
        await twilio.PlayAsync(_hub, "--from " + _caller, "start", "dtmf:5", $"dtmf:{number}#", "expect:Ärende", "dtmf:3", "say:Nu är det två skrivare", "repeat", "expect:antecknat", "hangup");
        await twilio.PlayAsync(_hub, "--from " + _caller, $"sms:{number} den ena är svart", "repeat", "expect:antecknat");
        Assert.Equal(["Nu är det två skrivare", $"{number} den ena är svart"], await NotesAsync(number));
        await SupplierAsync(number, "resolved", "Bytte toner.");
        await WorkingWithTheSimulator.UntilAsync(async () => (await chat.ReadAsync()).Contains("Bytte toner.", StringComparison.Ordinal));
        Assert.Contains("avslutat", await chat.SayAsync($"Ja, ärende {Spaced(number)} fungerar"), StringComparison.Ordinal);
        Assert.Equal("closed", await StatusAsync(number));
        Assert.Single(await CasesAsync());
    }

    [Fact]
    public async Task Begun_by_phone_it_goes_on_in_the_chat()
    {
        var number = (await twilio.PlayAsync(_hub, "--from " + _caller, "start", "say:Skrivaren på plan 3 är trasig", "dtmf:1", "whisper", "whisper-dtmf:1", "dial:completed", "open:ended")).Number;
        var chat = await ChatUser.OpenAsync(_hub);
        var shown = await chat.SayAsync($"Hur går det med {Spaced(number)}?");
        Assert.Contains("Skickat till dem", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("plan 3", shown, StringComparison.Ordinal); // Nothing of a case that is not proven to be one's own.
        await chat.PressAsync("Lägg till något");
        Assert.Contains("får veta det", await chat.SayAsync("Den svarta fungerar inte heller"), StringComparison.Ordinal);
        Assert.Equal(["Den svarta fungerar inte heller"], await NotesAsync(number));
        Assert.Single(await CasesAsync());
    }

    [Fact]
    public async Task A_hub_that_is_killed_between_question_and_answer_goes_on_where_it_was()
    {
        using var killed = await HubProcess.InsteadOfAsync(_hub, _folder.Path, Settings);
        var chat = await ChatUser.OpenAsync(killed);
        Assert.Contains("Har jag förstått rätt?", await chat.SayAsync("Skrivaren på plan 3 skriver inte ut"), StringComparison.Ordinal);
        await killed.KillAsync();
        _hub = await StartAsync(killed.Address);
        Assert.Contains("10000016", Spaceless(await chat.On(_hub).PressAsync("Ja, skapa ärende")), StringComparison.Ordinal);
        Assert.Single(await CasesAsync());
    }

    [Fact]
    public async Task What_nobody_reads_in_the_chat_comes_by_text_message_to_whom_the_user_is_proven_to_be()
    {
        var people = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllTextAsync(people, "externalId,givenName,familyName,phones,mails,area\na1,Åsa,Öst,070-123 00 01,asa@example.se,office\n", Ct);
        await HubProcess.RunAsync("directory", "import", people, "--data", _folder.Path);
        var chat = await ChatUser.OpenAsync(_hub);
        await chat.SayAsync("visa mina ärenden");
        await chat.SayAsync("070-123 00 01");
        var code = "";
        await WorkingWithTheSimulator.UntilAsync(async () => (code = Code().Match(await SmsAsync()).Value).Length == 6);
        Assert.Contains("Tack, Åsa.", await chat.SayAsync(code), StringComparison.Ordinal);
        var number = await MakeAsync(chat);
        var address = _hub.Address;
        _hub.Dispose(); // Nobody has the page open any more.
        _hub = await StartAsync(address);
        await SupplierAsync(number, "question-asked", "Vilken skrivare?");
        await WorkingWithTheSimulator.UntilAsync(async () => (await SmsAsync()).Contains("Vilken skrivare?", StringComparison.Ordinal));
        Assert.Contains("Vilken skrivare?", await chat.On(_hub).ReadAsync(), StringComparison.Ordinal);
        await twilio.PlayAsync(_hub, "--from +46701230001", "start", "dtmf:5", $"dtmf:{number}#", "expect:Vilken skrivare", "hangup"); // The same person by phone.
        await SupplierAsync(number, "progressed", "Vi väntar på en del."); // Now it is read.
        await WorkingWithTheSimulator.UntilAsync(async () => (await chat.ReadAsync()).Contains("Vi väntar på en del.", StringComparison.Ordinal));
        Assert.DoesNotContain("Vi väntar på en del.", await SmsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_the_directory_has_is_known_after_the_hub_was_started_again()
    {
        var people = Path.Combine(_folder.Path, "people.csv");
        await File.WriteAllTextAsync(people, "externalId,givenName,familyName,phones,mails,area\na1,Åsa,Öst,070-123 00 02,asa@example.se,office\n", Ct);
        _hub.Dispose();
        var (exit, said, error) = await HubProcess.RunAsync("directory", "import", people, "--data", _folder.Path);
        Assert.True(exit == 0, said + error);
        _hub = await StartAsync();
        var chat = await ChatUser.OpenAsync(_hub);
        await chat.SayAsync("visa mina ärenden");
        await chat.SayAsync("070-123 00 02");
        await WorkingWithTheSimulator.UntilAsync(async () => Code().IsMatch(await SmsAsync()));
    }

    private static Dictionary<string, string> Settings => TwilioKit.Settings(("HUB_DirectLine__Secret", ChatUser.Secret));

    private async Task<ServedHub> StartAsync(Uri? at = null) => await HubHere.ServeAsync(_folder.Path, Settings, at);

    private async Task<string> SmsAsync() => WebUtility.HtmlDecode(await _hub.Http.GetStringAsync("/phone?handler=Outbox&seen=-", Ct));

    private async Task<IReadOnlyList<string>> NotesAsync(string number) =>
        [.. (await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray()
            .Where(entry => OpeningACase.Text(entry, "type") == "note-added.v1").Select(entry => OpeningACase.Text(entry.GetProperty("data"), "text"))];

    private async Task<string> StatusAsync(string number) => OpeningACase.Text(await _hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "status");

    private async Task<IReadOnlyList<JsonElement>> CasesAsync() =>
        [.. (await _hub.Http.GetFromJsonAsync<JsonElement>("/api/cases", Ct)).GetProperty("cases").EnumerateArray()];

    private async Task SupplierAsync(string number, string type, string text)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/suppliers/workplace/events")
        {
            Content = JsonContent.Create(new
            {
                specversion = "1.0",
                id = $"{number}-{type}",
                source = "//workplace",
                type = $"supplier.ticket.{type}.v1",
                datacontenttype = "application/json",
                data = new { @case = number, ticket = "WP-" + number, status = "Pågår", text },
            }),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/cloudevents+json; charset=utf-8");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "workplace-token");
        using var answer = await _hub.Http.SendAsync(request, Ct);
        Assert.Contains("applied", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static async Task<string> MakeAsync(ChatUser chat)
    {
        await chat.SayAsync("Skrivaren på plan 3 skriver inte ut");
        var made = await chat.PressAsync("Ja, skapa ärende");
        return Number().Match(made).Value.Replace(" ", "", StringComparison.Ordinal);
    }

    private static string Spaced(string number) => number.Insert(4, " ");

    private static string Spaceless(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    [GeneratedRegex(@"\d{4} \d{4}", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Number();

    [GeneratedRegex(@"(?<!\d)\d{6}(?!\d)", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Code();
}
