using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Search;

/// <summary>Where the search index is.</summary>
/// <param name="Elastic"><c>Search:Url</c> and what belongs to it, with <c>Search:Kind</c> <c>elasticsearch</c>; null for the embedded one in the data directory.</param>
public sealed partial record SearchSettings(ElasticSettings? Elastic)
{
    private const string Kind = "Search:Kind";
    private const string Url = "Search:Url";
    private const string ApiKey = "Search:ApiKey";
    private const string CaFile = "Search:CaFile";
    private const string Index = "Search:Index";

    /// <summary>Embedded, in the data directory.</summary>
    public static SearchSettings Embedded { get; } = new(Elastic: null);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">One of them is missing or wrong; the message shows no secret.</exception>
    public static SearchSettings Read(IConfiguration configuration) => (configuration[Kind]?.ToUpperInvariant(), Said(configuration)) switch
    {
        (null or "LUCENE", null) => Embedded,
        (null or "LUCENE", { } said) => throw new SettingsException($"{said} is set, but {Kind} is not. Set {Kind} to elasticsearch, or remove {said}."),
        ("ELASTICSEARCH", _) => new(new ElasticSettings(Address(configuration), Key(configuration), Authority(configuration), Name(configuration))),
        _ => throw new SettingsException($"{Kind} is not one of those that there are. Set it to lucene (in the data directory) or to elasticsearch."),
    };

    /// <summary>The store that is set.</summary>
    /// <param name="folder">The data directory.</param>
    public ISearchStore StoreIn(string folder) =>
        Elastic is null ? Embed(folder) : new ElasticSearchStore(Elastic, ElasticSearchStore.NewHandler(Elastic));

    /// <summary>Whether there may be an index already.</summary>
    /// <param name="folder">The data directory.</param>
    public bool IsThere(string folder) => Elastic is not null || Directory.Exists(Embed(folder).Current());

    private static LuceneSearchStore Embed(string folder) => new(Path.Combine(folder, "search"), SearchBudget.Usual);

    private static string? Said(IConfiguration configuration) =>
        new[] { Url, ApiKey, CaFile, Index }.FirstOrDefault(name => !string.IsNullOrEmpty(configuration[name]));

    private static Uri Address(IConfiguration configuration) => Uri.TryCreate(configuration[Url], UriKind.Absolute, out var url) switch
    {
        true when url!.UserInfo.Length > 0 => throw new SettingsException($"{Url} holds a password. Leave it out and set {ApiKey}."),
        true when url!.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && IsLoopback(url)) => url,
        _ => throw new SettingsException($"{Url} is no https address (http is for this machine only); a good value is https://search.example.se:9200"),
    };

    private static string? Key(IConfiguration configuration) => configuration[ApiKey] switch
    {
        null or "" when IsLoopback(Address(configuration)) => null,
        null or "" => throw new SettingsException($"{ApiKey} is not set. Make a key with POST /_security/api_key for the indexes {Name(configuration)}-*, and set {ApiKey} to its \"encoded\"."),
        var key when key.Contains(':', StringComparison.Ordinal) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key)),
        var key when key.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '-' or '_') => key,
        _ => throw new SettingsException($"{ApiKey} is no API key: it is the \"encoded\" that Elasticsearch answered, or ID:KEY."),
    };

    private static string? Authority(IConfiguration configuration)
    {
        if (configuration[CaFile] is not { Length: > 0 } file)
        {
            return null;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? Path.GetFullPath(file)
                : throw new SettingsException($"{CaFile} {file} holds no certificate. Set it to the cluster's http_ca.crt, in PEM.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SettingsException($"{CaFile} {file} cannot be read: {fault.Message} Set it to the cluster's http_ca.crt, in PEM.");
        }
    }

    private static string Name(IConfiguration configuration) => configuration[Index] switch
    {
        null or "" => ElasticSettings.UsualIndex,
        var name when IndexName().IsMatch(name) => name,
        _ => throw new SettingsException($"{Index} is 1 to 60 lower-case letters, digits and hyphens, a letter first; for example {ElasticSettings.UsualIndex}."),
    };

    private static bool IsLoopback(Uri url) => url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    [GeneratedRegex("^[a-z][a-z0-9-]{0,59}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex IndexName();
}
