using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Amqp;
using Amqp.Framing;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.HostTests.Cases;

namespace IntegrationHub.HostTests.Suppliers.RabbitMq;

/// <summary>Suppliers behind the queues of a real RabbitMQ.</summary>
public sealed class WorkingThroughABroker
{
    private const string Out = "workplace-in";
    private const string In = "workplace-out";
    private static readonly DateTimeOffset s_at = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_case_goes_to_the_suppliers_queue_comes_back_solved_and_the_user_closes_it()
    {
        await using var rabbit = await Rabbit.StartAsync(Out, In);
        using var folder = new TestFolder();
        using var hub = await HubHere.ServeAsync(folder.Path, Settings(rabbit));
        await using var desk = await AnEndpoint.ConnectAsync(rabbit.ConnectionString);
        var number = await OpenAsync(hub);

        var told = await desk.TakeAsync(Out) ?? throw new InvalidOperationException("Nothing was told.");
        Assert.Equal((number, "application/json", "hub.case.assigned.v1"),
            (told.Properties.GroupId, told.Properties.ContentType.ToString(), Said(told, "cloudEvents_type")));
        Assert.Equal(("IntegrationHub.Messages.CaseAssigned", "Send", Said(told, "cloudEvents_id"), told.Properties.MessageId),
            (Said(told, "NServiceBus.EnclosedMessageTypes"), Said(told, "NServiceBus.MessageIntent"), Said(told, "NServiceBus.MessageId"), Said(told, "cloudEvents_id")));
        Assert.True(told.Header.Durable);
        Assert.Equal(number, JsonDocument.Parse(told.GetBody<byte[]>()).RootElement.GetProperty("case").GetString());

        await desk.SendAsync(In, Structured("1", number, "accepted", new { @case = number, ticket = "WP-7" }));
        await desk.SendAsync(In, Structured("1", number, "accepted", new { @case = number, ticket = "WP-7" }));
        await desk.SendAsync(In, Binary("2", number, "progressed", new { @case = number, ticket = "WP-7", status = "Pågår" }));
        await desk.SendAsync(In, NServiceBusMessage("3", number, "Acme.Tickets.TicketResolved, Acme", new { Case = number, Ticket = "WP-7", Text = "Bytte toner." }));
        await WorkingWithTheSimulator.UntilAsync(async () => await StatusAsync(hub, number) == "resolved");
        await hub.Http.PostAsync($"/api/cases/{number}/confirm", null, Ct);
        Assert.Equal("closed", await StatusAsync(hub, number));
        var timeline = await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct);
        Assert.Single(timeline.GetProperty("events").EnumerateArray(), e => OpeningACase.Text(e, "type") == "case-accepted.v1");

        await desk.SendAsync(In, Binary("4", number, "resolved", new { @case = "99", ticket = "WP-8", text = "Fel ärende." }));
        await desk.SendAsync(In, new Message { Properties = new Properties { MessageId = "5" }, BodySection = new Data { Binary = [1, 2, 3] } });
        string?[] letters = [(await desk.TakeAsync(In + ".dlq"))?.Properties.MessageId, (await desk.TakeAsync(In + ".dlq"))?.Properties.MessageId];
        Assert.Equal(["4", "5"], letters.Order(StringComparer.Ordinal)); // Two groups: either may be given up first.
    }

    [Fact]
    public async Task A_hub_and_a_broker_that_are_killed_lose_no_message_and_take_none_twice()
    {
        const int Notes = 150;
        await using var rabbit = await Rabbit.StartAsync(Out, In);
        using var folder = new TestFolder();
        var numbers = new List<string>();
        using (var hub = await HubProcess.ServeAsync(folder.Path, Settings(rabbit)))
        {
            numbers.Add(await OpenAsync(hub));
            numbers.Add(await OpenAsync(hub));
            await using var desk = await AnEndpoint.ConnectAsync(rabbit.ConnectionString);
            for (var i = 0; i < Notes; i++)
            {
                await desk.SendAsync(In, Binary($"n{i}", numbers[i % 2], "note-added", new { @case = numbers[i % 2], ticket = "WP-7", text = string.Create(CultureInfo.InvariantCulture, $"Rad {i}") }));
            }

            await WorkingWithTheSimulator.UntilAsync(async () => await NotesAsync(hub, numbers[0]) > 5);
            await hub.KillAsync(); // What it has taken is written down, and the broker does not know it of all.
        }

        await rabbit.KillAsync();
        await rabbit.StartAsync();
        using var again = await HubHere.ServeAsync(folder.Path, Settings(rabbit));
        await WorkingWithTheSimulator.UntilAsync(async () => await NotesAsync(again, numbers[0]) + await NotesAsync(again, numbers[1]) >= Notes);
        await using var end = await AnEndpoint.ConnectAsync(rabbit.ConnectionString);
        await end.SendAsync(In, Binary("last", numbers[0], "accepted", new { @case = numbers[0], ticket = "WP-7" }));
        await end.SendAsync(In, Binary("very-last", numbers[0], "resolved", new { @case = numbers[0], ticket = "WP-7", text = "Klart." }));
        await WorkingWithTheSimulator.UntilAsync(async () => await StatusAsync(again, numbers[0]) == "resolved"); // All before it is taken too.
        Assert.Equal((Notes / 2, Notes / 2), (await NotesAsync(again, numbers[0]), await NotesAsync(again, numbers[1])));
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < numbers.Count; i++)
        {
            told.Add((await end.TakeAsync(Out))!.Properties.GroupId);
        }

        Assert.Equal(numbers.Order(), told.Order());
    }

    [Fact]
    public async Task A_queue_that_does_not_exist_is_named_and_gets_the_message_once_it_is_declared()
    {
        await using var rabbit = await Rabbit.StartAsync(In);
        await using var system = new AmqpSystem(Broker(rabbit), Supplier(Out, null), TimeProvider.System);
        var later = Assert.IsType<TryLater>(await system.TellAsync(Telling(1), Ct));
        Assert.Contains($"The queue {Out} of Suppliers:workplace:Queue does not exist", later.Why, StringComparison.Ordinal);

        await rabbit.DeclareAsync(Out);
        await UntilTakenAsync(system, Telling(1));
        await using var desk = await AnEndpoint.ConnectAsync(rabbit.ConnectionString);
        Assert.Equal(Telling(1).Id, (await desk.TakeAsync(Out))?.Properties.MessageId);
    }

    [Fact]
    public async Task A_message_that_cannot_be_taken_now_comes_again_before_those_behind_it()
    {
        const int Count = 300;
        await using var rabbit = await Rabbit.StartAsync(In);
        await using (var system = new AmqpSystem(Broker(rabbit), Supplier(In, null), TimeProvider.System))
        {
            for (var i = 0; i < Count; i++)
            {
                await UntilTakenAsync(system, Telling(i));
            }
        }

        var (seen, failed) = (new ConcurrentDictionary<string, ConcurrentQueue<int>>(StringComparer.Ordinal), 0);
        var receiver = new AmqpReceiver(Broker(rabbit), Supplier(Out, In), TimeProvider.System);
        await using var receiving = new Receiving(receiver, message =>
        {
            var number = int.Parse(AmqpReading.Id(message)!, CultureInfo.InvariantCulture);
            if (number % 100 == 50 && Interlocked.Increment(ref failed) % 2 == 1)
            {
                return new Taking.NotNow(HubAway: false);
            }

            seen.GetOrAdd(message.Properties.GroupId, _ => new ConcurrentQueue<int>()).Enqueue(number);
            return new Taking.Taken();
        });
        await WorkingWithTheSimulator.UntilAsync(() => Task.FromResult(seen.Values.Sum(group => group.Distinct().Count()) == Count));
        Assert.True(failed > 3);
        Assert.All(seen.Values, group => Assert.Equal(group.Distinct().Order(), group.Distinct()));
    }

    [Fact]
    public async Task A_broker_killed_in_the_middle_of_ten_thousand_messages_loses_none_and_doubles_none()
    {
        const int Count = 10_000;
        await using var rabbit = await Rabbit.StartAsync(In);
        await using var system = new AmqpSystem(Broker(rabbit), Supplier(In, null), TimeProvider.System);
        var (seen, effects) = (new ConcurrentDictionary<string, bool>(StringComparer.Ordinal), 0);
        var receiver = new AmqpReceiver(Broker(rabbit), Supplier(Out, In), TimeProvider.System);
        await using var receiving = new Receiving(receiver, message =>
        {
            if (seen.TryAdd(AmqpReading.Id(message)!, true))
            {
                Interlocked.Increment(ref effects); // As the hub's inbox: by id, once.
            }

            return new Taking.Taken();
        });
        var retried = 0;
        var telling = Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 100, CancellationToken = Ct }, async (i, ct) =>
        {
            while (await system.TellAsync(Telling(i), ct) is not Delivered)
            {
                Interlocked.Increment(ref retried);
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, ct);
            }
        });
        await WorkingWithTheSimulator.UntilAsync(() => Task.FromResult(effects > Count / 4));
        await rabbit.KillAsync();
        await rabbit.StartAsync();
        await telling;
        await WorkingWithTheSimulator.UntilAsync(() => Task.FromResult(seen.Count == Count));
        Assert.Equal(Count, effects);
        Assert.True(retried > 0, "The kill hit nothing.");
    }

    private static Dictionary<string, string> Settings(Rabbit rabbit) => new(StringComparer.Ordinal)
    {
        ["HUB_Messaging__ConnectionString"] = rabbit.ConnectionString,
        ["HUB_Suppliers__workplace__Protocol"] = "amqp",
        ["HUB_Suppliers__workplace__Token"] = "workplace-token",
        ["HUB_Suppliers__workplace__Queue"] = Out,
        ["HUB_Suppliers__workplace__ReplyQueue"] = In,
        ["HUB_Suppliers__workplace__MessageTypes__Acme.Tickets.TicketResolved"] = "supplier.ticket.resolved.v1",
    };

    private static async Task<int> NotesAsync(ServedHub hub, string number) =>
        (await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}/timeline", Ct)).GetProperty("events").EnumerateArray()
            .Count(e => OpeningACase.Text(e, "type") == "note-added.v1");

    private static AmqpBroker Broker(Rabbit rabbit) => AmqpBroker.Read(rabbit.ConnectionString, sasl: null, development: true, out _)!;

    private static AmqpSupplier Supplier(string queue, string? replyQueue) =>
        new("workplace", queue, null, replyQueue, "IntegrationHub.Messages", new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Ten cases take turns.</summary>
    private static SupplierTelling Telling(int i) => new(
        new CaseNoteAdded(string.Create(CultureInfo.InvariantCulture, $"1000{i % 10}"), "Tillägg", "user"), i.ToString(CultureInfo.InvariantCulture), "/hub/cases", s_at, null, null);

    private static string? Said(Message message, string property) => message.ApplicationProperties[property]?.ToString();

    private static Message Binary(string id, string number, string what, object data) => AnEndpoint.Event(id, number, $"supplier.ticket.{what}.v1", data);

    private static Message Structured(string id, string number, string what, object data) => new()
    {
        Properties = new Properties { MessageId = "sent-" + id, GroupId = number, ContentType = "application/cloudevents+json; charset=utf-8" },
        BodySection = new Data
        {
            Binary = JsonSerializer.SerializeToUtf8Bytes(new { specversion = "1.0", id, source = "//workplace.example/desk", type = $"supplier.ticket.{what}.v1", time = s_at, data }),
        },
    };

    private static Message NServiceBusMessage(string id, string number, string types, object data) => new()
    {
        Properties = new Properties { MessageId = "native-" + id, GroupId = number, ContentType = "application/json" },
        ApplicationProperties = new ApplicationProperties
        {
            [AmqpMessages.EnclosedTypes] = types,
            [AmqpMessages.MessageId] = id,
            [AmqpMessages.OriginatingEndpoint] = "Acme.Desk",
            [AmqpMessages.TimeSent] = s_at.UtcDateTime.ToString(AmqpMessages.TimeFormat, CultureInfo.InvariantCulture),
        },
        BodySection = new Data { Binary = JsonSerializer.SerializeToUtf8Bytes(data) },
    };

    private static async Task<string> OpenAsync(ServedHub hub)
    {
        using var body = new StringContent(OpeningACase.Printer, Encoding.UTF8, "application/json");
        using var answer = await hub.Http.PostAsync("/api/cases", body, Ct);
        return OpeningACase.Text(await OpeningACase.JsonAsync(answer.EnsureSuccessStatusCode()), "number");
    }

    private static async Task<string> StatusAsync(ServedHub hub, string number) =>
        OpeningACase.Text(await hub.Http.GetFromJsonAsync<JsonElement>($"/api/cases/{number}", Ct), "status");

    /// <summary>A broker that has just begun, on a busy machine, or has just ended a link, may not take the first try: then it is told again, as the hub does.</summary>
    private static async Task UntilTakenAsync(AmqpSystem system, SupplierTelling telling)
    {
        for (var tries = 1; await system.TellAsync(telling, Ct) is var delivery and not Delivered; tries++)
        {
            Assert.True(delivery is TryLater && tries < 5, delivery.ToString());
        }
    }
}
