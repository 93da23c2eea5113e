using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Http;
using NJsonSchema;

namespace IntegrationHub.Tests.Suppliers;

public sealed class TheSupplierContract
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly string s_folder = Path.Combine(Root(), "contracts", "suppliers", "cloudevents");

    public static TheoryData<string> Types => [.. HubMessages.All.Keys, .. SupplierMessages.All.Keys];

    [Fact]
    public void Every_message_has_a_schema_and_a_sample_and_there_is_no_other_file() => Assert.Equal(
        Types.Select(type => type.Data).Concat(HubOrderMessages.All.Keys).Concat(SupplierOrderMessages.All.Keys)
            .SelectMany(type => new[] { $"{type}.sample.json", $"{type}.schema.json" }).Order(StringComparer.Ordinal),
        Directory.GetFiles(s_folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_sample_is_a_sound_event_that_fits_its_schema_and_becomes_its_record(string type)
    {
        var received = Sample(type);
        var schema = await JsonSchema.FromFileAsync(Path.Combine(s_folder, $"{type}.schema.json"), TestContext.Current.CancellationToken);

        Assert.Equal(type, received.Type);
        Assert.Empty(schema.Validate(Encoding.UTF8.GetString(received.Data.Span)));
        var read = type.StartsWith("hub.", StringComparison.Ordinal)
            ? (object?)HubMessages.Read(received)
            : Assert.IsType<Understood>(SupplierMessages.Parse(received)).Report;
        Assert.IsType(Record(type), read);
        Assert.True(JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(read, Record(type), HubMessages.Json), JsonDocument.Parse(received.Data).RootElement));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_schema_names_the_fields_of_its_record_and_the_required_ones(string type)
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(s_folder, $"{type}.schema.json")));
        var fields = Record(type).GetConstructors()[0].GetParameters().ToDictionary(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name!), StringComparer.Ordinal);
        var properties = schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name);
        var required = schema.RootElement.GetProperty("required").EnumerateArray().Select(name => name.GetString()!);

        Assert.Equal(fields.Keys.Order(StringComparer.Ordinal), properties.Order(StringComparer.Ordinal));
        Assert.Equal(
            fields.Where(field => !field.Value.HasDefaultValue).Select(field => field.Key).Order(StringComparer.Ordinal), required.Order(StringComparer.Ordinal));
        Assert.Equal(type, schema.RootElement.GetProperty("title").GetString());
    }

    public static TheoryData<string, string> Required
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var (type, record) in SupplierMessages.All)
            {
                foreach (var parameter in record.GetConstructors()[0].GetParameters().Where(parameter => !parameter.HasDefaultValue))
                {
                    rows.Add(type, JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!));
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Required))]
    public void A_report_without_a_required_field_is_refused_and_the_field_named(string type, string field)
    {
        var data = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Sample(type).Data.Span)!;
        data.Remove(field);

        Assert.Equal([$"data.{field} is required for {type}."], Faults(type, JsonSerializer.Serialize(data)));
    }

    [Theory]
    [InlineData("", "data is missing; supplier.ticket.declined.v1 carries a JSON object with the case's number.")]
    [InlineData("[]", "data must be a JSON object.")]
    [InlineData("""{"case":"1","reason":"  "}""", "data.reason must not be blank; it is required for supplier.ticket.declined.v1.")]
    [InlineData("""{"case":"1","reason":null}""", "data.reason is required for supplier.ticket.declined.v1.")]
    [InlineData("""{"case":"1","reason":"no","toDesk":5}""", "data.toDesk must be a JSON string.")]
    [InlineData("""{"case":10000017,"reason":"no"}""", "data.case must be a JSON string.")]
    [InlineData("""{"case":"INC-7","reason":"no"}""", "data.case must be the hub's case number, 1 to 20 digits, for example 10000017.")]
    [InlineData("""{"case":"1","reason":"\ud800"}""", "data is not sound JSON; send a JSON object with Content-Type (or datacontenttype) application/json.")]
    public void A_fault_names_the_field_and_what_to_do(string data, string fault) => Assert.Equal([fault], Faults(SupplierMessages.Declined, data));

    [Fact]
    public void All_faults_are_told_at_once() => Assert.Equal(
        ["data.ticket is required for supplier.ticket.handover-proposed.v1.", "data.toDesk is required for supplier.ticket.handover-proposed.v1.", "data.reason is required for supplier.ticket.handover-proposed.v1."],
        Faults(SupplierMessages.HandoverProposed, """{"case":"1"}"""));

    [Fact]
    public void A_text_that_is_too_long_is_refused() => Assert.Equal(
        ["data.agent is longer than 200 characters; shorten it."],
        Faults(SupplierMessages.NoteAdded, $$"""{"case":"1","ticket":"T","text":"x","agent":"{{new string('a', 201)}}"}"""));

    [Fact]
    public void A_field_that_no_type_knows_is_ignored() => Assert.Equal(
        new TicketDeclined("1", "no"),
        Assert.IsType<Understood>(SupplierMessages.Parse(Received(SupplierMessages.Declined, """{"case":"1","reason":"no","mood":5}"""))).Report);

    [Theory]
    [InlineData("supplier.ticket.accepted.v2")]
    [InlineData("se.stad.it.incident.reported.v1")]
    [InlineData("hub.case.closed.v1")]
    public void An_unknown_type_is_unmapped_whatever_its_data(string type) =>
        Assert.Equal(new Unmapped(type), SupplierMessages.Parse(Received(type, "nonsense")));

    private static Type Record(string type) => HubMessages.All.TryGetValue(type, out var record) ? record : SupplierMessages.All[type];

    private static string[] Faults(string type, string data) =>
        [.. Assert.IsType<Misfit>(SupplierMessages.Parse(Received(type, data))).Faults.Select(fault => fault.ToString())];

    private static ReceivedEvent Received(string type, string data) => new(
        "e-1", "/s", type, null, null, "application/json", Encoding.UTF8.GetBytes(data), new Dictionary<string, string>(StringComparer.Ordinal), "");

    private static ReceivedEvent Sample(string type)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        headers.ContentType = OutgoingEvent.MediaType;
        var reading = CloudEventReader.Read(headers, File.ReadAllBytes(Path.Combine(s_folder, $"{type}.sample.json")), EventLimits.Default, s_now);
        return Assert.Single(Assert.IsType<EventsRead>(reading).Events);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "IntegrationHub.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests run inside the repository.");
        }

        return folder.FullName;
    }
}
