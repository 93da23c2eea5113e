using Amqp;
using Amqp.Framing;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Tests.Suppliers;

public sealed class ReadingMessagesOfABroker
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);
    private static readonly AmqpSupplier s_supplier = new("workplace", "in", null, "out", "Acme", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Acme.Resolved"] = SupplierMessages.Resolved,
        [HubMessages.NoteAdded] = "Acme.Contracts.Note, Acme.Contracts",
    });

    [Fact]
    public void What_the_hub_tells_reads_back_as_the_event_it_is()
    {
        var message = AmqpMessages.Of(new SupplierTelling(new CaseNoteAdded("10000016", "Tillägg", "user", "WP-7"), "e1", "/hub/cases", s_now, "c1", "WP-7"), s_supplier);
        var read = Assert.Single(Assert.IsType<EventsRead>(AmqpReading.Read(message, s_supplier, s_now)).Events);
        Assert.Equal(("e1", "/hub/cases", HubMessages.NoteAdded, s_now, "c1"), (read.Id, read.Source, read.Type, read.Time, read.Extensions["causationid"]));
        Assert.Equal(new CaseNoteAdded("10000016", "Tillägg", "user", "WP-7"), HubMessages.Read(read));
        Assert.Equal("Acme.Contracts.Note, Acme.Contracts", message.ApplicationProperties[AmqpMessages.EnclosedTypes]);
        Assert.Equal("2026-11-29 08:00:00:000000 Z", message.ApplicationProperties[AmqpMessages.TimeSent]);
    }

    [Fact]
    public void A_message_of_an_NServiceBus_endpoint_is_the_report_its_type_is_mapped_to()
    {
        var read = Assert.Single(Assert.IsType<EventsRead>(AmqpReading.Read(Native("Other.Thing;Acme.Resolved, Acme, Version=1.0.0.0", """{"Case":"10000016","Ticket":"WP-7","Text":"Klart"}"""), s_supplier, s_now)).Events);
        Assert.Equal(new TicketResolved("10000016", "WP-7", "Klart"), Assert.IsType<Understood>(SupplierMessages.Parse(read)).Report);
        Assert.Equal(("m1", "//workplace/Acme.Desk", s_now), (read.Id, read.Source, read.Time));
    }

    [Fact]
    public void A_type_that_nobody_mapped_is_kept_as_unmapped() => Assert.IsType<Unmapped>(SupplierMessages.Parse(
        Assert.Single(Assert.IsType<EventsRead>(AmqpReading.Read(Native("Acme.Unheard", "{}"), s_supplier, s_now)).Events)));

    [Fact]
    public void What_is_no_event_is_told_what_to_send()
    {
        Assert.Contains("send cloudEvents_id", Fault(new Message { BodySection = new Data { Binary = [1] } }), StringComparison.Ordinal);
        Assert.Contains("one Data section", Fault(new Message { BodySection = new AmqpValue { Value = 7 } }), StringComparison.Ordinal);
        Assert.Contains("larger than", Fault(new Message { BodySection = new Data { Binary = new byte[EventLimits.Default.Bytes + 1] } }), StringComparison.Ordinal);
        Assert.Contains("is not JSON", Fault(Native("Acme.Resolved", "{")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://hub:hemligt@127.0.0.1:5673", null)]
    [InlineData("amqps://broker.example.se", null)]
    [InlineData("amqp://hub:hemligt@broker.example.se", "plain wire")]
    [InlineData("http://hub:hemligt@broker.example.se", "is not understood")]
    [InlineData("Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=hemligt", null)]
    [InlineData("Endpoint=sb://x.servicebus.windows.net/;SharedAccessSignature=SharedAccessSignature sr=sb%3a%2f%2fx&sig=hemligt%3d&se=1790000000&skn=a;EntityPath=q", null)]
    [InlineData("Endpoint=sb://localhost;SharedAccessKeyName=a;SharedAccessKey=hemligt;UseDevelopmentEmulator=true", null)]
    [InlineData("Endpoint=sb://emulator.example.se;SharedAccessKeyName=a;SharedAccessKey=hemligt;UseDevelopmentEmulator=true", "plain wire")]
    [InlineData("Endpoint=sb://x.servicebus.windows.net/;SharedAccessKey=hemligt", "needs SharedAccessKeyName")]
    [InlineData("Endpoint=sb://x.servicebus.windows.net/;SharedAccessSignature=hemligt", "without its end")]
    [InlineData("Endpoint=http://x.example;SharedAccessKeyName=a;SharedAccessKey=hemligt", "needs the address of a namespace")]
    [InlineData("Endpoint=sb://x.example;SharedAccessKeyName=a;SharedAccessKey=hemligt;TransportType=AmqpWebSockets", "holds TransportType")]
    public void A_wrong_connection_string_is_refused_without_its_secret(string text, string? wanted)
    {
        var broker = AmqpBroker.Read(text, sasl: null, development: false, out var fault);
        Assert.Equal(wanted is null, broker is not null);
        Assert.Contains(wanted ?? "", fault ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("hemligt", fault + broker, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=hub;SharedAccessKey=k", null, 5671, true, null)]
    [InlineData("Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=hub;SharedAccessKey=k", "plain", 5671, true, "hub")]
    [InlineData("Endpoint=sb://localhost:25680;SharedAccessKeyName=hub;SharedAccessKey=k;UseDevelopmentEmulator=true;", "cbs", 25680, false, null)]
    [InlineData("Endpoint=sb://localhost;SharedAccessKeyName=hub;SharedAccessKey=k;UseDevelopmentEmulator=true;", null, 5672, false, null)]
    public void Azure_Service_Bus_is_reached_where_its_string_says(string text, string? sasl, int port, bool tls, string? user)
    {
        var broker = AmqpBroker.Read(text, sasl, development: false, out var fault);
        Assert.Null(fault);
        Assert.Equal((port, tls, user), (broker!.Port, broker.Tls, broker.User));
    }

    [Theory]
    [InlineData("Endpoint=sb://x.example;SharedAccessKeyName=a;SharedAccessKey=hemligt", "external", "use cbs, or plain")]
    [InlineData("Endpoint=sb://x.example;SharedAccessSignature=SharedAccessSignature sr=x&sig=hemligt&se=1790000000&skn=a", "plain", "use cbs with a SharedAccessSignature")]
    public void What_SASL_cannot_do_is_said_at_start(string text, string sasl, string wanted)
    {
        Assert.Null(AmqpBroker.Read(text, sasl, development: false, out var fault));
        Assert.Contains(wanted, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hemligt", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_for_one_queue_does_for_no_other() => Assert.Contains(
        "uses other places than workplace-in",
        Assert.Single(AmqpSupplier.Faults(
            [new SupplierSettings("workplace", "amqp", null, "token") { Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Queue"] = "workplace-in", ["ReplyQueue"] = "workplace-out" } }],
            AmqpBroker.Read("Endpoint=sb://x.example;SharedAccessKeyName=a;SharedAccessKey=k;EntityPath=workplace-in", sasl: null, development: false, out _))),
        StringComparison.Ordinal);

    [Fact]
    public void A_supplier_without_a_queue_or_a_broker_stops_the_start() => Assert.Collection(
        AmqpSupplier.Faults([new SupplierSettings("workplace", "amqp", null, "token")], null),
        fault => Assert.Contains("Messaging:ConnectionString is not set", fault, StringComparison.Ordinal),
        fault => Assert.Contains("either Queue or Topic", fault, StringComparison.Ordinal));

    private static string Fault(Message message) => string.Join(' ', Assert.IsType<Unreadable>(AmqpReading.Read(message, s_supplier, s_now)).Faults);

    private static Message Native(string types, string body) => new()
    {
        Properties = new Properties { MessageId = "native" },
        ApplicationProperties = new ApplicationProperties
        {
            [AmqpMessages.EnclosedTypes] = types,
            [AmqpMessages.MessageId] = "m1",
            [AmqpMessages.OriginatingEndpoint] = "Acme.Desk",
            [AmqpMessages.TimeSent] = "2026-11-29 08:00:00:000000 Z",
        },
        BodySection = new Data { Binary = System.Text.Encoding.UTF8.GetBytes(body) },
    };
}
