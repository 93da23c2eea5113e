using System.Globalization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>Reads CloudEvents 1.0 from HTTP requests in binary, structured and batched mode. Pure but for <see cref="BodyAsync"/>.</summary>
/// <remarks>
/// Source: cloudevents/spec 1.0.2, <c>bindings/http-protocol-binding.md</c> and <c>formats/json-format.md</c>.
/// The package CloudNative.CloudEvents judges the attributes' values; where it is lenient (UTF-8 in headers, duplicate JSON
/// names, JSON data that is not JSON) this class is not. The one JSON format is understood, in UTF-8.
/// </remarks>
public static class CloudEventReader
{
    /// <summary>The request's raw body, which signatures are made over.</summary>
    /// <param name="request">Read once, from its start.</param>
    /// <param name="limits">How much is read at most.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>Null when the body is larger than allowed; answer with <see cref="TooLarge"/>.</returns>
    /// <exception cref="IOException">The sender went away.</exception>
    public static async Task<ReadOnlyMemory<byte>?> BodyAsync(HttpRequest request, EventLimits limits, CancellationToken ct)
    {
        if (request.ContentLength > limits.Bytes)
        {
            return null;
        }

        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, ct)) > 0)
        {
            if (body.Length + read > limits.Bytes)
            {
                return null;
            }

            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }

    /// <summary>The answer to a body larger than allowed.</summary>
    public static Unreadable TooLarge(EventLimits limits) => new(413, "too-large", [new EventFault(
        "body", string.Create(CultureInfo.InvariantCulture, $"is larger than {limits.Bytes} bytes; send large content by reference (dataref) or in smaller batches."))]);

    /// <summary>Reads the events of one request, all or none.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="body">As <see cref="BodyAsync"/> gave it.</param>
    /// <param name="limits">How many events one batch may hold.</param>
    /// <param name="now">An event whose time lies more than 24 hours ahead of it is refused.</param>
    public static Reading Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body, EventLimits limits, DateTimeOffset now)
    {
        var contentType = headers.ContentType;
        if (contentType.Count > 1 || !string.IsNullOrEmpty(headers.ContentEncoding))
        {
            return Unknown(contentType.Count > 1 ? "Content-Type" : "Content-Encoding", "is not understood; send one Content-Type and no compression.");
        }

        var mediaType = contentType.ToString();
        var format = mediaType.Split(';')[0].Trim().ToLowerInvariant();
        if (!format.StartsWith("application/cloudevents", StringComparison.Ordinal))
        {
            return BinaryMode.Read(headers, body, now);
        }

        if (format is not ("application/cloudevents+json" or "application/cloudevents-batch+json"))
        {
            return Unknown("Content-Type", $"{format} is not understood; use application/cloudevents+json.");
        }

        if (!JsonMode.IsUtf8(mediaType))
        {
            return Unknown("Content-Type", "names a charset that is not understood; use charset=utf-8.");
        }

        return !Utf8.IsValid(body.Span)
            ? new Unreadable(400, "not-a-cloudevent", [new EventFault("body", "is not UTF-8; encode the JSON as UTF-8.")])
            : JsonMode.Read(body, batched: format.Contains("-batch", StringComparison.Ordinal), limits, now);
    }

    private static Unreadable Unknown(string field, string what) => new(415, "format-unknown", [new EventFault(field, what)]);
}
