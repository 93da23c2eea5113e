using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using Microsoft.Net.Http.Headers;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>An event on its way in: what was found so far, and what is wrong with it.</summary>
/// <param name="prefix">What the sender writes before an attribute's name: <c>ce-</c> in headers, nothing in JSON.</param>
/// <param name="index">Place in the batch; null without one.</param>
internal sealed class EventDraft(string prefix, int? index)
{
    private const int LongestValue = 2_048;
    private static readonly TimeSpan s_ahead = TimeSpan.FromHours(24);
    private static readonly CloudEventsSpecVersion s_spec = CloudEventsSpecVersion.V1_0;
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private readonly List<EventFault> _faults = [];

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<EventFault> Faults => _faults;

    /// <summary>Media type of the data.</summary>
    public string? DataContentType { get; set; }

    /// <summary>The data's bytes.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    /// <summary>Whether the data says of itself that it is JSON.</summary>
    public bool HoldsJson =>
        MediaTypeHeaderValue.TryParse(DataContentType, out var type)
        && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));

    public void Fault(string field, string what) => _faults.Add(new EventFault(field, what, index));

    public void Set(string name, string value)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
        {
            Fault(prefix + name, "is not an attribute name; use the letters a to z and digits only.");
        }
        else if (name == "data")
        {
            Fault(prefix + name, "cannot be an attribute; send the data in the body.");
        }
        else if (value.Length > LongestValue)
        {
            Fault(prefix + name, "is longer than 2,048 characters; move long text into the data.");
        }
        else
        {
            _attributes[name] = value;
        }
    }

    /// <summary>The event, or null when there are faults.</summary>
    /// <param name="now">An event may lie at most 24 hours ahead of it.</param>
    public ReceivedEvent? Finish(DateTimeOffset now)
    {
        if (Require("specversion", "write 1.0.") is { } version && version != "1.0")
        {
            Fault(prefix + "specversion", $"is {version}; this hub understands 1.0.");
        }

        var id = Require("id", "give every event an id that is unique within its source.");
        var source = Require("source", "name what the event comes from, for example //supplier.example/telephony.");
        var type = Require("type", "name what happened, for example supplier.ticket.accepted.v1.");
        Check(s_spec.SourceAttribute, "must be a URI reference, for example //supplier.example/telephony.");
        Check(s_spec.DataSchemaAttribute, "must be an absolute URI.");
        Check(s_spec.SubjectAttribute, "must not be empty; leave it out when there is none.");
        Check(s_spec.TypeAttribute, "must be text without control characters.");
        Check(s_spec.IdAttribute, "must be text without control characters.");
        CheckExtensions();
        var time = (DateTimeOffset?)Check(s_spec.TimeAttribute, "must be an RFC 3339 instant, for example 2026-11-23T09:15:30Z.");
        if (time > now + s_ahead)
        {
            Fault(prefix + "time", "lies more than 24 hours ahead; check the clock and the time zone of the sender.");
        }

        CheckData();
        return _faults.Count > 0 ? null : new ReceivedEvent(
            id!, source!, type!, _attributes.GetValueOrDefault("subject"), time?.ToUniversalTime(), DataContentType, Data,
            _attributes.Where(pair => pair.Key is not ("specversion" or "id" or "source" or "type" or "subject" or "time"))
                .ToDictionary(StringComparer.Ordinal),
            HashOf(type!, Data.Span));
    }

    private string? Require(string name, string advice)
    {
        if (_attributes.GetValueOrDefault(name) is { Length: > 0 } value)
        {
            return value;
        }

        if (!_faults.Exists(fault => fault.Field == prefix + name))
        {
            Fault(prefix + name, "is missing or empty; " + advice);
        }

        return null;
    }

    private object? Check(CloudEventAttribute attribute, string what)
    {
        if (!_attributes.TryGetValue(attribute.Name, out var value) || (value.Length == 0 && attribute.IsRequired))
        {
            return null;
        }

        try
        {
            return attribute.Parse(value);
        }
        catch (Exception refused) when (refused is ArgumentException or FormatException)
        {
            Fault(prefix + attribute.Name, what);
            return null;
        }
    }

    private void CheckExtensions()
    {
        foreach (var name in _attributes.Keys.Where(name => s_spec.AllAttributes.All(known => known.Name != name) && name != "specversion"))
        {
            Check(CloudEventAttribute.CreateExtension(name, CloudEventAttributeType.String), "must be text without control characters.");
        }
    }

    private void CheckData()
    {
        if (DataContentType is not null && !MediaTypeHeaderValue.TryParse(DataContentType, out _))
        {
            Fault(prefix.Length > 0 ? "Content-Type" : "datacontenttype", "must be a media type, for example application/json.");
        }
        else if (!Data.IsEmpty && HoldsJson && !IsJson(Data))
        {
            Fault("data", $"is not JSON, though its content type is {DataContentType}; mend the JSON or name the true type.");
        }
    }

    private static bool IsJson(ReadOnlyMemory<byte> data)
    {
        try
        {
            JsonDocument.Parse(data, new JsonDocumentOptions { AllowDuplicateProperties = false }).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string HashOf(string type, ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(type));
        hash.AppendData([0]);
        hash.AppendData(data);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
