using System.Net.Http.Json;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.People;

public sealed class ImportingTheDirectory(RunningHub running) : IClassFixture<RunningHub>, IDisposable
{
    private const string Header = "externalId,givenName,familyName,phones,mails,organisation,site,area,role,manager\n";
    private readonly TestFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twice_adds_nothing_a_dry_run_nothing_at_all_and_a_fault_leaves_only_its_person_out()
    {
        using var data = new TestFolder();
        var file = Write(Header + "1,Åsa,Öst,070-111 11 11,asa@example.se,utbildning,norra,education,lärare,2\n2,Bo,Ek,,,utbildning,norra,office,chef,\n3,Siv,Al,12,,kultur,,,,\n");
        string[] import = ["directory", "import", file, "--json", "--data", data.Path];
        var (exit, dry, _) = await HubProcess.RunAsync([.. import, "--dry-run"]);
        Assert.Equal((1, 2, 0, 0), (exit, Figure(dry, "added"), Figure(dry, "changed"), Figure(dry, "left")));
        var first = await HubProcess.RunAsync(import);
        Assert.Equal((1, 2), (first.ExitCode, Figure(first.Out, "added")));
        using var told = JsonDocument.Parse(first.Out);
        var fault = Assert.Single(told.RootElement.GetProperty("faults").EnumerateArray());
        Assert.Equal((4, "phones"), (fault.GetProperty("line").GetInt32(), OpeningACase.Text(fault, "column")));
        Assert.DoesNotContain("Siv", first.Out, StringComparison.Ordinal);
        Assert.Equal((0, 2), (Figure((await HubProcess.RunAsync(import)).Out, "added"), Figure((await HubProcess.RunAsync(import)).Out, "unchanged")));
    }

    [Fact]
    public async Task Only_a_complete_file_without_a_fault_makes_anybody_leave()
    {
        using var data = new TestFolder();
        string[] Import(string rows, params string[] more) => ["directory", "import", Write(Header + rows), "--json", "--data", data.Path, .. more];
        await HubProcess.RunAsync(Import("1,Åsa,Öst,,,utbildning,,,,\n2,Bo,Ek,,,utbildning,,,,\n"));
        Assert.Equal(0, Figure((await HubProcess.RunAsync(Import("1,Åsa,Öst,,,utbildning,,,,\n"))).Out, "left"));
        Assert.Equal(0, Figure((await HubProcess.RunAsync(Import("1,Åsa,Öst,,,utbildning,,,,\n9,Fel,Fel,12,,,,,,\n", "--complete"))).Out, "left"));
        Assert.Equal(1, Figure((await HubProcess.RunAsync(Import("1,Åsa,Öst,,,utbildning,,,,\n", "--complete"))).Out, "left"));
        Assert.Equal(0, Figure((await HubProcess.RunAsync(Import("1,Åsa,Öst,,,utbildning,,,,\n", "--complete"))).Out, "left"));
    }

    [Fact]
    public async Task Cases_by_any_number_or_address_are_the_one_persons_and_go_to_the_manager_when_it_leaves()
    {
        var before = await OpenAsync("""{ "name": "Åsa Öst", "phone": "070-222 22 21" }"""); // Before anybody knew whose number it is.
        await ImportAsync("m1,Maj,Chef,070-222 22 29,,utbildning,norra,office,rektor,\na1,Åsa,Öst,070-222 22 21;070-222 22 22,asa.ost@example.se,utbildning,norra,education,lärare,m1\n");
        var byPhone = await OpenAsync("""{ "name": "Åsa Öst", "phone": "070-222 22 22" }""");
        var byMail = await OpenAsync("""{ "name": "Åsa Öst", "email": "Asa.Ost@example.se" }""");
        Assert.Equal(("education", "utbildning", "norra"), (Text(byMail, "area"), Text(byMail, "organisation"), Text(byMail, "site")));
        var person = Text(byMail.GetProperty("reporter"), "directory");
        Assert.Equal(person, Text(byPhone.GetProperty("reporter"), "directory"));

        string[] all = [Text(before, "number")!, Text(byPhone, "number")!, Text(byMail, "number")!];
        foreach (var asked in (string[])[person!, Text(before.GetProperty("reporter"), "person")!])
        {
            await EventuallyAsync($"/api/people/{asked}/cases?open=true", cases => all.All(cases.ToString().Contains));
        }

        var manager = Text((await OpenAsync("""{ "name": "Maj", "phone": "070-222 22 29" }""")).GetProperty("reporter"), "directory");
        await ImportAsync("m1,Maj,Chef,070-222 22 29,,utbildning,norra,office,rektor,\n", "--complete");
        await EventuallyAsync($"/api/people/{manager}/to-settle", lists => lists.GetArrayLength() == 1 && all.All(lists.ToString().Contains));
        await EventuallyAsync($"/api/cases/{all[0]}/timeline", timeline => timeline.ToString().Contains("har slutat", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/people/p-1/cases")]
    [InlineData("/api/people/p-1/to-settle")]
    public async Task Whose_cases_they_are_is_not_for_everybody(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "X-Hub-Role", "orderer" } } };
        Assert.Equal(403, (int)(await running.Hub.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Someone_who_is_not_in_the_directory_is_served_with_a_sponsor_who_is()
    {
        await ImportAsync("s1,Siv,Al,070-333 33 33,siv.al@example.se,kultur,stadsbiblioteket,office,enhetschef,\n");
        var view = await OpenAsync("""{ "name": "Ny Vikarie", "phone": "070-333 33 34", "sponsor": "siv.al@example.se", "onBehalfOf": "Elev Elevsson" }""");
        var reporter = view.GetProperty("reporter");
        Assert.Equal((null, "kultur", "Elev Elevsson"), (Text(reporter, "directory"), Text(view, "organisation"), Text(reporter.GetProperty("onBehalfOf"), "name")));
        Assert.StartsWith("p-", Text(reporter, "sponsor"), StringComparison.Ordinal);
        using var answer = await PostAsync("""{ "name": "Ny Vikarie", "sponsor": "nobody@example.se" }""");
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("reporter.sponsor", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Write(string text)
    {
        var file = Path.Combine(_folder.Path, "people.csv");
        File.WriteAllText(file, text);
        return file;
    }

    private async Task ImportAsync(string rows, params string[] more)
    {
        var (exit, output, error) = await HubProcess.RunAsync(["directory", "import", Write(Header + rows), "--data", running.Data, .. more]);
        Assert.True(exit == 0, output + error);
    }

    private Task<HttpResponseMessage> PostAsync(string reporter) => running.Hub.Http.PostAsync("/api/cases", new StringContent(
        $$"""{ "description": "Skrivaren är trasig", "channel": "web", "reporter": {{reporter}} }""", System.Text.Encoding.UTF8, "application/json"), Ct);

    private async Task<JsonElement> OpenAsync(string reporter)
    {
        using var answer = await PostAsync(reporter);
        Assert.Equal(201, (int)answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    /// <summary>Asks until it is so; each answer is a round trip, and the test's own limit ends it.</summary>
    private async Task EventuallyAsync(string address, Func<JsonElement, bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!isSo(await running.Hub.Http.GetFromJsonAsync<JsonElement>(address, limit.Token)))
        {
            await Task.Yield();
        }
    }

    private static int Figure(string json, string name)
    {
        using var told = JsonDocument.Parse(json);
        return told.RootElement.GetProperty(name).GetInt32();
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
