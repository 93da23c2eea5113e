using Microsoft.AspNetCore.Http;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>Attributes in <c>ce-</c> headers, data in the body.</summary>
/// <remarks>Source: cloudevents/spec 1.0.2, <c>bindings/http-protocol-binding.md</c>, 3.1.</remarks>
internal static class BinaryMode
{
    private const string Prefix = "ce-";

    public static Reading Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        var attributes = headers.Where(header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        if (attributes.Count == 0)
        {
            return new Unreadable(400, "not-a-cloudevent", [new EventFault(
                "request", "is not a CloudEvent; send ce-id, ce-source, ce-type and ce-specversion, or Content-Type: application/cloudevents+json.")]);
        }

        var draft = new EventDraft(Prefix, index: null)
        {
            DataContentType = string.IsNullOrEmpty(headers.ContentType) ? null : headers.ContentType.ToString(),
            Data = body,
        };
        foreach (var (header, values) in attributes)
        {
            var name = header[Prefix.Length..].ToLowerInvariant();
            if (name == "datacontenttype")
            {
                draft.Fault(Prefix + name, "is not allowed; Content-Type is the type of the data.");
            }
            else if (values.Count != 1)
            {
                draft.Fault(Prefix + name, "is there more than once; send it once.");
            }
            else if (HeaderText.TryDecode(values.ToString(), out var text) is { } wrong)
            {
                draft.Fault(Prefix + name, wrong);
            }
            else
            {
                draft.Set(name, text);
            }
        }

        return draft.Finish(now) is { } received ? new EventsRead([received]) : new Unreadable(400, "event-invalid", draft.Faults);
    }
}
