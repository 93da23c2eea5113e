namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>What a connection string of Azure Service Bus says.</summary>
/// <param name="Endpoint"><c>sb://HOST/</c>, with a port only where it is not the usual one.</param>
/// <param name="Access">By what the hub may come in.</param>
/// <param name="EntityPath">The one queue or topic that it is for; null: all.</param>
/// <param name="Emulator">Whether it is the official emulator, which speaks without TLS.</param>
internal sealed record ServiceBusString(Uri Endpoint, SharedAccess Access, string? EntityPath, bool Emulator)
{
    private const string Example = "Endpoint=sb://NAMESPACE.servicebus.windows.net/;SharedAccessKeyName=hub;SharedAccessKey=KEY";
    private static readonly string[] s_known = ["Endpoint", "SharedAccessKeyName", "SharedAccessKey", "SharedAccessSignature", "EntityPath", "UseDevelopmentEmulator"];

    /// <summary>Whether a text is one, sound or not.</summary>
    public static bool Is(string text) => text.Contains("Endpoint=", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads one.</summary>
    /// <param name="text">Pairs of a name and a value, divided by semicolons.</param>
    /// <param name="fault">What is wrong, without any value; null when sound.</param>
    public static ServiceBusString? Read(string text, out string? fault)
    {
        var pairs = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.Last().Length > 1 ? same.Last()[1].Trim() : "", StringComparer.OrdinalIgnoreCase);
        string? Value(string name) => pairs.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
        var (rule, key, signature) = (Value("SharedAccessKeyName"), Value("SharedAccessKey"), Value("SharedAccessSignature"));
        fault = pairs.Keys.FirstOrDefault(name => !s_known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? $"Messaging:ConnectionString holds {unknown}, which the hub does not understand; it reads {string.Join(", ", s_known)}."
            : signature is null && (rule is null || key is null)
            ? $"Messaging:ConnectionString needs SharedAccessKeyName and SharedAccessKey, or SharedAccessSignature, for example {Example}."
            : signature is not null && SharedAccess.EndOf(signature) is null
            ? "Messaging:ConnectionString has a SharedAccessSignature without its end (se=); copy the whole of it."
            : null;
        if (!Uri.TryCreate(Value("Endpoint"), UriKind.Absolute, out var endpoint) || endpoint.Scheme != "sb" || endpoint.Host.Length == 0)
        {
            fault ??= $"Messaging:ConnectionString needs the address of a namespace, for example {Example}.";
        }

        return fault is not null ? null : new ServiceBusString(
            endpoint!, new SharedAccess(endpoint!, rule, key, signature), Value("EntityPath")?.Trim('/'), string.Equals(Value("UseDevelopmentEmulator"), "true", StringComparison.OrdinalIgnoreCase));
    }
}
