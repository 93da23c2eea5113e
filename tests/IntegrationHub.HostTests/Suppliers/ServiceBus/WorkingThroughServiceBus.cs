using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Amqp;
using Amqp.Framing;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>A hub and a supplier behind Azure Service Bus, by the settings alone.</summary>
public sealed class WorkingThroughServiceBus
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_goes_to_the_suppliers_queue_and_comes_back_solved_and_what_is_wrong_is_a_dead_letter_with_the_reason()
    {
        await using var bus = new ServiceBusStandIn().Start();
        var (told, heard) = (bus.Queue("workplace-in", new EntityPlan(Sessions: true, FindsRepeats: true)), bus.Queue("workplace-out", new EntityPlan(Sessions: true)));
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_Messaging__ConnectionString"] = bus.ConnectionString,
            ["HUB_Suppliers__workplace__Protocol"] = "amqp",
            ["HUB_Suppliers__workplace__Token"] = "workplace-token",
            ["HUB_Suppliers__workplace__Queue"] = told.Name,
            ["HUB_Suppliers__workplace__ReplyQueue"] = heard.Name,
        });
        using var body = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        using var opened = await hub.Http.PostAsync("/api/cases", body, Ct);
        var number = OpeningACase.Text(await OpeningACase.JsonAsync(opened.EnsureSuccessStatusCode()), "number");
        await UntilAsync(() => bus.AskAsync(() => told.Peek(0, number).Any()));

        await bus.DoAsync(() =>
        {
            heard.Enqueue(Sent(new TicketAccepted(number, "WP-7"), "1"));
            heard.Enqueue(Sent(new TicketAccepted(number, "WP-7"), "1"));
            heard.Enqueue(Sent(new TicketResolved(number, "WP-7", "Bytte toner."), "2"));
            heard.Enqueue(Sent(new TicketResolved("99", "WP-8", "Fel ärende."), "3"));
        });
        await UntilAsync(async () => OpeningACase.Text(await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "status") == "resolved");
        var timeline = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct);
        Assert.Single(timeline.GetProperty("events").EnumerateArray(), happened => OpeningACase.Text(happened, "type") == "case-accepted.v1");
        await UntilAsync(() => bus.AskAsync(() => heard.DeadLetters!.Count == 1));
        var letter = await bus.AskAsync(() => heard.DeadLetters!.Peek(0, null).Single());
        Assert.Equal(("3", "event-invalid"), (letter.Id, letter.Added["DeadLetterReason"]));
        Assert.Contains("data.case", (string)letter.Added["DeadLetterErrorDescription"], StringComparison.Ordinal);
    }

    private static Message Sent(SupplierReport report, string id)
    {
        var told = SupplierMessages.ToEvent(report, id, "//workplace.example/desk", TimeProvider.System.GetUtcNow());
        return new Message
        {
            Properties = new Properties { MessageId = id, GroupId = report.Case, ContentType = OutgoingEvent.MediaType },
            BodySection = new Data { Binary = told.Encode().ToArray() },
        };
    }

    private static Task UntilAsync(Func<Task<bool>> so) => WorkingWithTheSimulator.UntilAsync(so);
}
