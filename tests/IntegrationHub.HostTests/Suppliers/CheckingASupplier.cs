using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Suppliers.Checks;
using IntegrationHub.HostTests.Suppliers.RequestTracker;
using IntegrationHub.HostTests.Suppliers.Tmf621;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>A supplier's system, sound or not, is driven through the contract, and the scorecard says what is wrong with it.</summary>
public sealed class CheckingASupplier
{
    private const string Id = "telephony";
    private const string Token = "the-token-of-the-checked-supplier";
    private const string Key = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private static readonly CheckPace s_patient = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(20));

    /// <summary>For a supplier that is known to fail: what does not come is not waited for.</summary>
    private static readonly CheckPace s_hasty = new(
        TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(1_000), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(20));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_supplier_passes_every_check_and_keeps_no_test_case_open()
    {
        await using var desks = await DesksAsync(Key, []);
        var settings = Settings(desks.UrlOf(Id), Key);
        var card = await CheckAsync(settings, s_patient, desks.ConnectTo);

        Assert.All(card.Checks, check => Assert.True(check.Outcome == CheckOutcome.Passed, $"{check.Check}: {check.Seen}"));
        Assert.Equal((31, 0, 0), (card.Passed, card.Failed, card.NotApplicable));
        var tickets = await TicketsAsync(desks);
        Assert.All(tickets, ticket => Assert.True(
            CaseNumber.TryParse(ticket.Case, out var number) && number.IsTest && ticket.Phase is TicketPhase.Closed or TicketPhase.Cancelled, ticket.ToString()));
        Assert.All(tickets, ticket => Assert.StartsWith(TestCase.Mark, ticket.Description ?? TestCase.Mark, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("slow", "answers-in-time")]
    [InlineData("500", "no-server-errors")]
    [InlineData("timeout-after-commit", "every-message-answered")]
    [InlineData("lost-answer", "every-message-answered")]
    [InlineData("repeat", "told-once")]
    [InlineData("swap", "order")]
    [InlineData("delay", "told-in-time")]
    [InlineData("schema-drift", "own-events-fit")]
    [InlineData("decline", "whole-life")]
    [InlineData("silent", "receipts")]
    [InlineData("expired-token", "own-token")]
    public async Task Each_fault_is_found_by_the_check_that_names_it(string fault, string check)
    {
        await using var desks = await DesksAsync(null, [fault]);
        var card = await CheckAsync(Settings(desks.UrlOf(Id)), s_hasty, desks.ConnectTo, check);
        var found = card.Checks.Single(one => one.Check == check);
        Assert.True(found.Outcome == CheckOutcome.Failed, found.Seen);
        Assert.NotNull(found.Do);
    }

    [Fact]
    public void Every_fault_has_a_check_that_finds_it() => Assert.Equal(
        SimulatorFaults.Names.Order(StringComparer.Ordinal),
        typeof(CheckingASupplier).GetMethod(nameof(Each_fault_is_found_by_the_check_that_names_it))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(data => (string)data.Data[0]!).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_careless_supplier_fails_wherever_it_is_careless()
    {
        await using var careless = await CarelessSupplier.StartAsync(Token);
        var card = await CheckAsync(Settings(careless.Address), s_hasty with { AnswerWithin = TimeSpan.FromSeconds(10) }, careless.ConnectTo);
        Assert.Equal(
            [
                "handshake", "token", "malformed", "whole-life", "receipts", "told-again", "same-id-twice", "same-id-at-once", "same-id-other-content", "lost-answer", "nothing-left-open",
            ],
            card.Checks.Where(check => check.Outcome == CheckOutcome.Failed).Select(check => check.Check));

        var signed = await CheckAsync(Settings(careless.Address, Key), s_hasty, careless.ConnectTo, "signature,own-signature");
        Assert.Equal(["signature", "own-signature"], signed.Checks.Where(check => check.Outcome == CheckOutcome.Failed).Select(check => check.Check).Take(2));
    }

    [Fact]
    public async Task Without_an_ear_what_the_supplier_tells_is_not_judged()
    {
        await using var desks = await DesksAsync(null, []);
        var card = await CheckAsync(Settings(desks.UrlOf(Id)), s_patient, listening: null);
        Assert.Equal(0, card.Failed);
        Assert.Equal(
            ["signature", "whole-life", "order", "receipts", "own-token", "own-signature", "own-events-fit", "told-in-time", "told-once", "told-again"],
            card.Checks.Where(check => check.Outcome == CheckOutcome.NotApplicable).Select(check => check.Check));
    }

    [Fact]
    public async Task A_supplier_that_is_away_fails_at_the_door()
    {
        var card = await CheckAsync(Settings(new Uri("http://127.0.0.1:9/events")), s_hasty, listening: null, "reachable,structured");
        Assert.Equal(["reachable", "structured", "nothing-left-open"], card.Checks.Where(check => check.Outcome == CheckOutcome.Failed).Select(check => check.Check));
    }

    [Fact]
    public async Task A_request_tracker_is_checked_through_its_adapter()
    {
        await using var peer = await RequestTrackerDouble.PeerAsync();
        var card = await CheckAsync(peer.Settings(Id), s_patient, listening: null);
        Assert.All(card.Checks, check => Assert.True(check.Outcome == CheckOutcome.Passed, $"{check.Check}: {check.Seen}"));
    }

    [Fact]
    public async Task A_tmf621_system_is_checked_through_its_adapter_and_one_that_refuses_fails()
    {
        await using var peer = await Tmf621Peer.StartAsync(5);
        var card = await CheckAsync(peer.Settings(), s_patient, listening: null);
        Assert.All(card.Checks, check => Assert.True(check.Outcome == CheckOutcome.Passed, $"{check.Check}: {check.Seen}"));
        Assert.All(peer.Double.Tickets(), ticket => Assert.Equal("cancelled", (string?)ticket["status"]));

        var refused = await CheckAsync(peer.Settings() with { Token = "another-token" }, s_patient, listening: null);
        Assert.Equal(["read", "create", "lost-answer", "nothing-left-open"], refused.Checks.Where(check => check.Outcome == CheckOutcome.Failed).Select(check => check.Check));
    }

    [Fact]
    public async Task The_command_prints_a_line_for_each_check_and_its_exit_code_tells()
    {
        await using var desks = await DesksAsync(null, ["500:100@mobile"]);
        var listen = HubProcess.FreeAddress();
        desks.ConnectTo(listen);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [$"HUB_Suppliers__{Id}__Protocol"] = "cloudevents",
            [$"HUB_Suppliers__{Id}__Url"] = desks.UrlOf(Id).ToString(),
            [$"HUB_Suppliers__{Id}__Token"] = Token,
        };
        var sound = await HubProcess.RunAsync(environment, "check", "supplier", Id, "--listen", listen.ToString(), "--only", "token,whole-life", "--json");
        Assert.Equal("0", sound.ExitCode + sound.Error);
        var card = JsonDocument.Parse(sound.Out).RootElement;
        Assert.Equal(["token", "whole-life", "nothing-left-open"], card.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("check").GetString()));
        Assert.Equal((3, "passed"), (card.GetProperty("passed").GetInt32(), card.GetProperty("checks")[1].GetProperty("outcome").GetString()));

        environment[$"HUB_Suppliers__{Id}__Token"] = "another-token-than-the-agreed-one";
        var wrong = await HubProcess.RunAsync(environment, "check", "supplier", Id, "--only", "structured");
        Assert.Equal("1", wrong.ExitCode + wrong.Error);
        Assert.Contains("FAILED  structured", wrong.Out, StringComparison.Ordinal);
        Assert.Contains("telephony (cloudevents): 1 passed, 1 failed, 0 not applicable.", wrong.Out, StringComparison.Ordinal);
    }

    private static SupplierSettings Settings(Uri url, string? key = null) => new(Id, "cloudevents", url, Token, key);

    private static Task<SupplierSimulator> DesksAsync(string? key, IReadOnlyList<string> faults) => SupplierSimulator.StartAsync(
        new SimulatorOptions([new SimulatedSupplier(Id, Token, Token, key)])
        {
            QuestionPercent = 50,
            Faults = faults,
            Delays = SimulatorDelays.None with { Slow = TimeSpan.FromMilliseconds(300), Late = TimeSpan.FromMilliseconds(300) },
        }, Ct);

    private static async Task<Scorecard> CheckAsync(SupplierSettings settings, CheckPace pace, Action<Uri>? listening, string? only = null)
    {
        await using var checking = await SupplierChecking.BeginAsync(
            settings, new ConfigurationBuilder().Build(), listening is null ? null : new Uri("http://127.0.0.1:0"), pace, TimeProvider.System, Ct);
        listening?.Invoke(checking.Address!);
        return await Scorecard.MakeAsync(settings.Id, settings.Protocol, SupplierChecking.Chosen(checking.Checks, only), TimeProvider.System.GetUtcNow(), _ => { }, Ct);
    }

    private static async Task<IReadOnlyList<SimulatedTicket>> TicketsAsync(SupplierSimulator desks)
    {
        using var http = new HttpClient();
        return JsonSerializer.Deserialize<IReadOnlyList<SimulatedTicket>>(await http.GetStringAsync(new Uri(desks.Address, "/control/tickets"), Ct), SimulatorJson.Options)!;
    }
}
