using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Suppliers;
using Microsoft.AspNetCore.Http;
using NJsonSchema;

namespace IntegrationHub.Tests.Suppliers;

/// <summary>What the hub and suppliers tell each other about orders, as the contract says it.</summary>
public sealed class TheOrderContract
{
    private const string Order = "500000013";
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 10, 0, 0, TimeSpan.Zero);
    private static readonly string s_folder = Path.GetFullPath(Path.Combine(Here(), "../../../contracts/suppliers/cloudevents"));

    public static TheoryData<string> Types => [.. HubOrderMessages.All.Keys, .. SupplierOrderMessages.All.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_sample_is_a_sound_event_that_fits_its_schema_and_becomes_its_record(string type)
    {
        var received = Sample(type);
        var schema = await JsonSchema.FromFileAsync(Path.Combine(s_folder, $"{type}.schema.json"), TestContext.Current.CancellationToken);

        Assert.Equal(type, received.Type);
        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(received.Data.Span)));
        var read = type.StartsWith("hub.", StringComparison.Ordinal)
            ? (object?)HubOrderMessages.Read(received, out _)
            : Assert.IsType<UnderstoodOrder>(SupplierOrderMessages.Parse(received)).Report;
        Assert.IsType(Record(type), read);
        Assert.True(JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(read, Record(type), HubOrderMessages.Json), JsonDocument.Parse(received.Data).RootElement));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_schema_names_the_fields_of_its_record_and_the_required_ones(string type)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, $"{type}.schema.json")));
        var fields = Record(type).GetConstructors()[0].GetParameters().ToDictionary(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name!), StringComparer.Ordinal);

        Assert.Equal(
            fields.Keys.Order(StringComparer.Ordinal),
            schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            fields.Where(field => !field.Value.HasDefaultValue).Select(field => field.Key).Order(StringComparer.Ordinal),
            schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_report_without_a_required_field_is_refused_and_the_field_named() => Assert.All(
        SupplierOrderMessages.All.SelectMany(pair => pair.Value.GetConstructors()[0].GetParameters().Where(field => !field.HasDefaultValue)
            .Select(field => (Type: pair.Key, Name: JsonNamingPolicy.CamelCase.ConvertName(field.Name!)))),
        row =>
        {
            var data = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Sample(row.Type).Data.Span)!;
            data.Remove(row.Name);
            Assert.Equal([$"data.{row.Name} is required for {row.Type}."], Faults(row.Type, JsonSerializer.Serialize(data)));
        });

    [Theory]
    [InlineData(SupplierOrderMessages.Declined, "", "data is missing; supplier.order.declined.v1 carries a JSON object with the order's number.")]
    [InlineData(SupplierOrderMessages.Declined, "[]", "data must be a JSON object.")]
    [InlineData(SupplierOrderMessages.Declined, "{", "data is not sound JSON; send a JSON object with Content-Type (or datacontenttype) application/json.")]
    [InlineData(SupplierOrderMessages.Declined, """{"order":"500000013","reason":" "}""", "data.reason must not be blank; it is required for supplier.order.declined.v1.")]
    [InlineData(SupplierOrderMessages.Declined, """{"order":"500000014","reason":"x"}""", "data.order must be the hub's order number, nine digits, for example 500000013.")]
    [InlineData(SupplierOrderMessages.Declined, """{"order":"500 000 013","reason":"x"}""", "data.order must be the hub's order number, nine digits, for example 500000013.")]
    [InlineData(SupplierOrderMessages.Declined, """{"order":"500000013","reason":"x","lines":[1,0]}""", "data.lines[1] must be a whole number from 1.")]
    [InlineData(SupplierOrderMessages.Declined, """{"order":"500000013","reason":"x","lines":[1.5]}""", "data.lines[0] must be a whole number from 1.")]
    [InlineData(SupplierOrderMessages.Declined, """{"order":"500000013","reason":"x","lines":1}""", "data.lines must be a JSON array.")]
    [InlineData(SupplierOrderMessages.Expected, """{"order":"500000013","expected":"1 december"}""", "data.expected must be a day, for example 2026-12-01.")]
    [InlineData(SupplierOrderMessages.Confirmed, """{"order":"500000013","supplierOrder":"S","lines":[{"line":1,"expected":"2026-02-30"}]}""", "data.lines[0].expected must be a day, for example 2026-12-01.")]
    [InlineData(SupplierOrderMessages.Shipped, """{"order":"500000013","shipment":"S","units":[{"line":1}]}""", "data.units[0].unit is required for supplier.order.shipped.v1.")]
    [InlineData(SupplierOrderMessages.Shipped, """{"order":"500000013","shipment":"S","units":["1"]}""", "data.units[0] must be a JSON object.")]
    [InlineData(SupplierOrderMessages.Delivered, """{"order":"500000013","delivery":"L","units":[{"line":1,"unit":1}],"deliveredAt":"i går","way":"signature"}""", "data.deliveredAt must be an RFC 3339 time, for example 2026-11-24T08:00:00Z.")]
    [InlineData(SupplierOrderMessages.Delivered, """{"order":"500000013","delivery":"L","units":[{"line":1,"unit":1}],"deliveredAt":"2026-11-24T08:00:00Z","way":"drone"}""", "data.way must be one of signature, technician, electronic, carrier.")]
    [InlineData(SupplierOrderMessages.DisputeAnswered, """{"order":"500000013","dispute":"D","outcome":"maybe"}""", "data.outcome must be one of will-credit, rejected.")]
    public void A_fault_names_the_field_and_what_to_do(string type, string data, string fault) => Assert.Equal([fault], Faults(type, data));

    [Fact]
    public void More_entries_than_one_event_holds_are_refused() => Assert.Equal(
        ["data.lines has more than 1000 entries; send them in several events."],
        Faults(SupplierOrderMessages.Cancelled, $$"""{"order":"{{Order}}","lines":[{{string.Join(',', Enumerable.Repeat(1, 1001))}}]}"""));

    [Fact]
    public void A_field_that_no_type_knows_is_ignored() => Assert.Equal(
        new SupplierOrderDeclined(Order, "no"),
        Assert.IsType<UnderstoodOrder>(SupplierOrderMessages.Parse(Received(SupplierOrderMessages.Declined, $$"""{"order":"{{Order}}","reason":"no","mood":5}"""))).Report);

    [Fact]
    public void An_unknown_type_is_unmapped() => Assert.Equal(new Unmapped("supplier.order.lost.v1"), SupplierOrderMessages.Parse(Received("supplier.order.lost.v1", "?")));

    [Fact]
    public void What_the_hub_tells_is_the_same_event_at_each_try_and_keeps_the_order_by_its_number()
    {
        var telling = new OrderTelling(new OrderDisputeMessage(Order, "D-1", "F-1", "wrong-price", new Money(2580)), "m-1", "/hub/orders", s_now, "c-1");
        var (one, other) = (HubOrderMessages.ToEvent(telling), HubOrderMessages.ToEvent(telling));

        Assert.Equal(one.Encode().ToArray(), other.Encode().ToArray());
        Assert.Equal((Order, Order, Order, "c-1"), (one.Subject, one.Extensions!["correlationid"], one.Extensions["partitionkey"], one.Extensions["causationid"]));
        Assert.Equal("""{"order":"500000013","dispute":"D-1","invoice":"F-1","code":"wrong-price","amount":{"minor":2580,"currency":"SEK"}}""", WithoutOrder(one));
    }

    [Fact]
    public void Through_a_broker_the_order_is_the_group_and_the_event_the_message()
    {
        var supplier = new AmqpSupplier("mobile", "mobile-in", null, "hub-in", "IntegrationHub.Messages", new Dictionary<string, string>(StringComparer.Ordinal));
        var message = AmqpMessages.Of(new OrderTelling(new OrderSwapMessage(Order, 1, s_now, s_now), "m-1", "/hub/orders", s_now), supplier);

        Assert.Equal((Order, "m-1", HubOrderMessages.SwapBooked), (message.Properties.GroupId, message.Properties.MessageId, message.Properties.Subject));
        Assert.Equal("IntegrationHub.Messages.OrderSwapMessage", message.ApplicationProperties[AmqpMessages.EnclosedTypes]);
        Assert.Equal(HubOrderMessages.SwapBooked, Assert.Single(Assert.IsType<EventsRead>(AmqpReading.Read(message, supplier, s_now)).Events).Type);
    }

    [Fact]
    public void What_an_endpoint_of_NServiceBus_sends_has_its_names_made_the_contract_s_at_every_depth()
    {
        var supplier = new AmqpSupplier("mobile", "mobile-in", null, "hub-in", "N", new Dictionary<string, string>(StringComparer.Ordinal) { ["Acme.Delivered"] = SupplierOrderMessages.Delivered });
        var message = new global::Amqp.Message
        {
            ApplicationProperties = new global::Amqp.Framing.ApplicationProperties { [AmqpMessages.EnclosedTypes] = "Acme.Delivered", [AmqpMessages.MessageId] = "e-1" },
            BodySection = new global::Amqp.Framing.Data
            {
                Binary = Encoding.UTF8.GetBytes($$"""{"Order":"{{Order}}","Delivery":"L-1","Units":[{"Line":1,"Unit":2,"Serial":"SN"}],"DeliveredAt":"2026-11-24T08:00:00Z","Way":"carrier"}"""),
            },
        };

        var received = Assert.Single(Assert.IsType<EventsRead>(AmqpReading.Read(message, supplier, s_now)).Events);

        Assert.Equal([new OrderUnit(1, 2, "SN")], Assert.IsType<SupplierOrderDelivered>(Assert.IsType<UnderstoodOrder>(SupplierOrderMessages.Parse(received)).Report).Units);
    }

    private static string WithoutOrder(OutgoingEvent told)
    {
        using var data = JsonDocument.Parse(told.Data);
        var fields = data.RootElement.EnumerateObject().OrderBy(field => Array.IndexOf(["order", "dispute", "invoice", "code", "amount"], field.Name));
        return "{" + string.Join(',', fields.Select(field => $"\"{field.Name}\":{field.Value.GetRawText()}")) + "}";
    }

    private static Type Record(string type) => HubOrderMessages.All.TryGetValue(type, out var record) ? record : SupplierOrderMessages.All[type];

    private static string[] Faults(string type, string data) =>
        [.. Assert.IsType<Misfit>(SupplierOrderMessages.Parse(Received(type, data))).Faults.Select(fault => fault.ToString())];

    private static ReceivedEvent Received(string type, string data) => new(
        "e-1", "/s", type, null, null, "application/json", Encoding.UTF8.GetBytes(data), new Dictionary<string, string>(StringComparer.Ordinal), "");

    private static ReceivedEvent Sample(string type)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        headers.ContentType = OutgoingEvent.MediaType;
        return Assert.Single(Assert.IsType<EventsRead>(
            CloudEventReader.Read(headers, File.ReadAllBytes(Path.Combine(s_folder, $"{type}.sample.json")), EventLimits.Default, s_now)).Events);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
