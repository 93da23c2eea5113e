using System.Text.Json;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>Which consumer gets an event.</summary>
internal static class Strategy
{
    private const string RoundRobin = "RoundRobin";
    private const string Pinned = "Pinned";
    private const string PinnedByCorrelation = "PinnedByCorrelation";

    public static IReadOnlyList<string> Names { get; } = ["DispatchToSingle", RoundRobin, Pinned, PinnedByCorrelation];

    /// <summary>Whether an event that finds no consumer may be overtaken by one for another.</summary>
    public static bool MayOvertake(string strategy) => strategy is Pinned or PinnedByCorrelation;

    /// <summary>The consumer with room for the event; null when it must wait.</summary>
    /// <param name="strategy">One of <see cref="Names"/>.</param>
    /// <param name="consumers">In order of arrival.</param>
    /// <param name="turn">How many events were given out before.</param>
    /// <param name="delivery">The event.</param>
    public static Consumer? Choose(string strategy, IReadOnlyList<Consumer> consumers, long turn, Delivery delivery)
    {
        if (consumers.Count == 0)
        {
            return null;
        }

        switch (strategy)
        {
            case RoundRobin:
                return Enumerable.Range(0, consumers.Count).Select(step => consumers[(int)((turn + step) % consumers.Count)]).FirstOrDefault(c => c.HasRoom);
            case Pinned or PinnedByCorrelation:
                var pinned = consumers[(int)(Hash(Key(strategy, delivery)) % (uint)consumers.Count)];
                return pinned.HasRoom ? pinned : null;
            default:
                return consumers.FirstOrDefault(c => c.HasRoom);
        }
    }

    private static string Key(string strategy, Delivery delivery)
    {
        var record = delivery.Read.Event ?? delivery.Read.Original;
        return (strategy == PinnedByCorrelation ? Correlation(record.Metadata.Span) : null) ?? record.Stream;
    }

    private static string? Correlation(ReadOnlySpan<byte> metadata)
    {
        try
        {
            var reader = new Utf8JsonReader(metadata);
            using var json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("$correlationId", out var id) ? id.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The same in every process, unlike the hash of a string.
    private static uint Hash(string text) => text.Aggregate(2166136261u, (hash, letter) => unchecked((hash ^ letter) * 16777619u));
}
