using System.Collections.Frozen;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>A CloudEvent to be sent.</summary>
/// <param name="Id">Unique within <paramref name="Source"/>, and the same at each try.</param>
/// <param name="Source">URI reference of the sender, for example <c>//hub.example/cases</c>.</param>
/// <param name="Type">What happened: <see cref="HubMessages"/> or <see cref="SupplierMessages"/>.</param>
/// <param name="Subject">The case's number, or null.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Data">UTF-8 JSON.</param>
/// <param name="Extensions">Lower-case letters and digits to text; none by default.</param>
public sealed record OutgoingEvent(
    string Id, string Source, string Type, string? Subject, DateTimeOffset Time, ReadOnlyMemory<byte> Data,
    IReadOnlyDictionary<string, string>? Extensions = null)
{
    /// <summary>The media type of <see cref="Encode"/>.</summary>
    public const string MediaType = "application/cloudevents+json; charset=utf-8";

    private static readonly JsonEventFormatter s_formatter = new();

    /// <summary>The event in structured mode. The same event gives the same bytes.</summary>
    /// <exception cref="ArgumentException">An attribute breaks the specification; a fault of the caller.</exception>
    /// <exception cref="JsonException">The data is not JSON; a fault of the caller.</exception>
    public ReadOnlyMemory<byte> Encode()
    {
        using var data = JsonDocument.Parse(Data);
        var cloudEvent = new CloudEvent(CloudEventsSpecVersion.V1_0)
        {
            Id = Id,
            Source = new Uri(Source, UriKind.RelativeOrAbsolute),
            Type = Type,
            Subject = Subject,
            Time = Time.ToUniversalTime(),
            DataContentType = "application/json",
            Data = data.RootElement,
        };
        foreach (var (name, value) in Extensions ?? FrozenDictionary<string, string>.Empty)
        {
            cloudEvent.SetAttributeFromString(name, value);
        }

        return s_formatter.EncodeStructuredModeMessage(cloudEvent, out _);
    }
}
