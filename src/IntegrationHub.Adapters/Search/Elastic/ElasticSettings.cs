namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>Which Elasticsearch, and as whom.</summary>
/// <param name="Url">Its address, a path allowed: <c>https://search.example.se:9200</c>.</param>
/// <param name="ApiKey">The <c>encoded</c> form of an API key; null for a cluster that asks for none. Never shown.</param>
/// <param name="CaFile">PEM file of the authority that signed the cluster's certificate; null for those that the machine trusts.</param>
/// <param name="Index">The alias that searches ask; indexes are called so with a number behind. Lower case.</param>
public sealed record ElasticSettings(Uri Url, string? ApiKey, string? CaFile, string Index = ElasticSettings.UsualIndex)
{
    /// <summary>The alias when nothing else is set.</summary>
    public const string UsualIndex = "hub-search";

    /// <summary>How long a search may take before it is ended, and what tells the time.</summary>
    public Core.Search.SearchBudget Budget { get; init; } = Core.Search.SearchBudget.Usual;

    /// <summary>The first pause before something is tried again; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Url} ({Index})";
}
