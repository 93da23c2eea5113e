using System.Text;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Tests.Suppliers;

public sealed class ReadingCloudEvents
{
    private const string Structured = "application/cloudevents+json";
    private const string Batched = "application/cloudevents-batch+json";
    private static readonly DateTimeOffset s_now = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_binary_event_has_its_attributes_in_headers_and_its_data_as_it_came()
    {
        var received = Sound(Binary("""{ "case": "1" }""", ("ce-subject", "\"V%C3%A4xel \\\"5\\\"\""), ("ce-time", "2026-11-23T10:15:30.123+01:00"), ("CE-SupplierShift", "natt")));

        Assert.Equal(("e-1", "//supplier.example/telephony", "t.v1", "Växel \"5\""), (received.Id, received.Source, received.Type, received.Subject));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 15, 30, 123, TimeSpan.Zero), received.Time);
        Assert.Equal(TimeSpan.Zero, received.Time!.Value.Offset);
        Assert.Equal("""{ "case": "1" }""", Encoding.UTF8.GetString(received.Data.Span));
        Assert.Equal("natt", received.Extensions["suppliershift"]);
        Assert.Equal("application/json", received.DataContentType);
    }

    [Theory]
    [InlineData("data", """{"a": 1}""", """{"a": 1}""")]
    [InlineData("data", "\"text\"", "\"text\"")]
    [InlineData("data_base64", "\"eyJhIjogMX0=\"", """{"a": 1}""")]
    [InlineData("data", "null", "")]
    public void Structured_data_keeps_its_bytes(string name, string json, string data) =>
        Assert.Equal(data, Encoding.UTF8.GetString(Sound(Json(Structured, Event($"\"{name}\": {json}"))).Data.Span));

    [Fact]
    public void A_string_of_another_content_type_is_the_text_itself() =>
        Assert.Equal("hej", Encoding.UTF8.GetString(Sound(Json(Structured, Event("\"datacontenttype\": \"text/plain\", \"data\": \"hej\""))).Data.Span));

    [Theory]
    [InlineData("Application/CloudEvents+JSON; charset=UTF-8")]
    [InlineData("application/cloudevents+json;charset=\"utf-8\"")]
    public void The_media_type_is_read_in_any_case(string contentType) => Sound(Json(contentType, Event()));

    [Fact]
    public void A_null_attribute_is_absent_and_extensions_may_be_numbers_and_booleans()
    {
        var received = Sound(Json(Structured, Event("\"subject\": null, \"severitynumber\": 17, \"urgent\": true")));

        Assert.Null(received.Subject);
        Assert.Equal(("17", "true"), (received.Extensions["severitynumber"], received.Extensions["urgent"]));
    }

    [Fact]
    public void A_batch_keeps_its_order_and_may_be_empty()
    {
        var batch = (EventsRead)Json(Batched, $"[{Event()}, {Event(id: "e-2")}]");

        Assert.Equal(["e-1", "e-2"], batch.Events.Select(received => received.Id), StringComparer.Ordinal);
        Assert.Empty(((EventsRead)Json(Batched, "[]")).Events);
    }

    [Fact]
    public void A_batch_with_one_broken_event_is_refused_as_a_whole_and_the_event_is_named() =>
        AssertRefused(Json(Batched, $"[{Event()}, {Event(id: "")}]"), 400, "[1].id is missing or empty");

    [Fact]
    public void A_batch_of_too_many_events_is_refused() =>
        AssertRefused(CloudEventReader.Read(Headers(Batched), Bytes($"[{Event()},{Event()}]"), new EventLimits(Events: 1), s_now), 413, "body holds more than 1 events");

    [Theory]
    [InlineData("ce-id", "", "ce-id is missing or empty")]
    [InlineData("ce-source", null, "ce-source is missing or empty")]
    [InlineData("ce-type", null, "ce-type is missing or empty")]
    [InlineData("ce-specversion", null, "ce-specversion is missing or empty")]
    [InlineData("ce-specversion", "2.0", "ce-specversion is 2.0")]
    [InlineData("ce-source", "http://[", "ce-source must be a URI reference")]
    [InlineData("ce-time", "23/11/2026 10:15", "ce-time must be an RFC 3339 instant")]
    [InlineData("ce-time", "2026-11-25T10:00:00Z", "ce-time lies more than 24 hours ahead")]
    [InlineData("ce-dataschema", "schema", "ce-dataschema must be an absolute URI")]
    [InlineData("ce-subject", "%C0%A0", "ce-subject is not UTF-8")]
    [InlineData("ce-subject", "%E5", "ce-subject is not UTF-8")]
    [InlineData("ce-subject", "100%", "ce-subject holds a percent sign")]
    [InlineData("ce-subject", "V\u00E4xel", "ce-subject holds a character outside printable ASCII")]
    [InlineData("ce-subject", "\"open", "ce-subject opens a quote")]
    [InlineData("ce-subject", "%00", "ce-subject must not be empty")]
    [InlineData("ce-datacontenttype", "text/plain", "ce-datacontenttype is not allowed")]
    [InlineData("ce-data", "x", "ce-data cannot be an attribute")]
    [InlineData("ce-supplier-shift", "x", "ce-supplier-shift is not an attribute name")]
    [InlineData("ce-shift", "%01", "ce-shift must be text without control characters")]
    public void A_binary_event_that_breaks_the_specification_is_refused_and_the_header_named(string header, string? value, string fault) =>
        AssertRefused(Binary("{}", (header, value)), 400, fault);

    [Fact]
    public void A_header_that_comes_twice_is_refused()
    {
        var headers = Headers("application/json", ("ce-specversion", "1.0"), ("ce-source", "/s"), ("ce-type", "t"));
        headers["ce-id"] = new(["a", "b"]);

        AssertRefused(CloudEventReader.Read(headers, Bytes("{}"), EventLimits.Default, s_now), 400, "ce-id is there more than once");
    }

    [Theory]
    [InlineData("{", "data is not JSON")]
    [InlineData("""{"a":1,"a":2}""", "data is not JSON")]
    public void Data_that_says_it_is_json_must_be_json(string body, string fault) => AssertRefused(Binary(body), 400, fault);

    [Theory]
    [InlineData("\"data\": 1, \"data_base64\": \"aGVq\"", "data_base64 stands beside data")]
    [InlineData("\"data_base64\": \"a?\"", "data_base64 must be a base64 string")]
    [InlineData("\"data_base64\": \"aGVq\"", "data is not JSON")]
    [InlineData("\"supplierShift\": \"x\"", "supplierShift is not an attribute name")]
    [InlineData("\"shift\": 1.5", "shift must be a string, a boolean or a whole number")]
    [InlineData("\"shift\": {}", "shift must be a string, a boolean or a whole number")]
    [InlineData("\"subject\": 5", "subject must be a JSON string")]
    [InlineData("\"datacontenttype\": \"json\"", "datacontenttype must be a media type")]
    [InlineData("\"shift\": \"\\ud800\"", "event holds half a surrogate pair")]
    [InlineData("\"id\": \"again\"", "names a property twice")]
    public void A_structured_event_that_breaks_the_format_is_refused_and_the_attribute_named(string member, string fault) =>
        AssertRefused(Json(Structured, Event(member)), 400, fault);

    [Fact]
    public void An_id_that_is_a_number_is_named_once()
    {
        var refused = Assert.IsType<Unreadable>(Json(Structured, """{"specversion":"1.0","id":5,"source":"/s","type":"t"}"""));

        Assert.Equal("id must be a JSON string.", Assert.Single(refused.Faults).ToString());
    }

    [Theory]
    [InlineData("hej", Structured, "body is not JSON")]
    [InlineData("[]", Structured, "body must be a JSON object")]
    [InlineData("{}", Batched, "body must be a JSON array")]
    [InlineData("[1]", Batched, "[0].event must be a JSON object")]
    [InlineData("""{"a":1}""", "application/json", "request is not a CloudEvent")]
    [InlineData("", "", "request is not a CloudEvent")]
    public void What_is_no_event_is_refused(string body, string contentType, string fault) => AssertRefused(Json(contentType, body), 400, fault);

    [Theory]
    [InlineData("application/cloudevents+avro")]
    [InlineData("application/cloudevents")]
    [InlineData("application/cloudevents-batch+xml")]
    [InlineData("application/cloudevents+json; charset=iso-8859-1")]
    public void A_format_that_is_not_understood_is_said_to_be_so(string contentType) => AssertRefused(Json(contentType, Event()), 415, "Content-Type");

    [Fact]
    public void A_compressed_body_is_not_understood()
    {
        var headers = Headers(Structured);
        headers.ContentEncoding = "gzip";

        AssertRefused(CloudEventReader.Read(headers, Bytes(Event()), EventLimits.Default, s_now), 415, "Content-Encoding");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_the_limit_is_not_read(bool announced)
    {
        var request = new DefaultHttpContext().Request;
        request.Body = new MemoryStream(new byte[11]);
        request.ContentLength = announced ? 11 : null;

        Assert.Null(await CloudEventReader.BodyAsync(request, new EventLimits(Bytes: 10), TestContext.Current.CancellationToken));
        Assert.Equal(413, CloudEventReader.TooLarge(EventLimits.Default).Status);
    }

    [Fact]
    public void The_hash_tells_a_repeat_from_another_event_under_the_same_id()
    {
        var first = Sound(Json(Structured, Event("\"data\": {\"a\":1}"))).ContentHash;

        Assert.Equal(first, Sound(Binary("""{"a":1}""")).ContentHash);
        Assert.NotEqual(first, Sound(Json(Structured, Event("\"data\": {\"a\":2}"))).ContentHash, StringComparer.Ordinal);
        Assert.Matches("^[0-9a-f]{64}$", first);
    }

    private static string Event(string? member = null, string id = "e-1") =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"//supplier.example/telephony","type":"t.v1"{{(member is null ? "" : ", " + member)}}}""";

    private static Reading Binary(string body, params (string Name, string? Value)[] more)
    {
        var headers = Headers("application/json", ("ce-specversion", "1.0"), ("ce-id", "e-1"), ("ce-source", "//supplier.example/telephony"), ("ce-type", "t.v1"));
        foreach (var (name, value) in more)
        {
            headers.Remove(name);
            if (value is not null)
            {
                headers[name] = value;
            }
        }

        return CloudEventReader.Read(headers, Bytes(body), EventLimits.Default, s_now);
    }

    private static Reading Json(string contentType, string body) => CloudEventReader.Read(Headers(contentType), Bytes(body), EventLimits.Default, s_now);

    private static IHeaderDictionary Headers(string contentType, params (string Name, string Value)[] more)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        headers.ContentType = contentType;
        foreach (var (name, value) in more)
        {
            headers[name] = value;
        }

        return headers;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ReceivedEvent Sound(Reading reading) =>
        Assert.Single(Assert.IsType<EventsRead>(reading).Events);

    private static void AssertRefused(Reading reading, int status, string fault)
    {
        var refused = Assert.IsType<Unreadable>(reading);
        Assert.Equal(status, refused.Status);
        Assert.Contains(refused.Faults, found => found.ToString().Contains(fault, StringComparison.Ordinal));
    }
}
