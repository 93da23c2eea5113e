using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search.Elastic;

/// <summary>Indexes in an Elasticsearch: an alias names the one that answers, and is switched in one step.</summary>
public sealed class ElasticSearchStore : ISearchStore, IDisposable
{
    private const int MostLeft = 10;
    private const int LeastMajor = 8;

    private readonly HttpClient _client;
    private readonly ElasticHttp _http;
    private readonly string _alias;

    /// <summary>The store at an Elasticsearch.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="handler">What sends; see <see cref="NewHandler"/>.</param>
    public ElasticSearchStore(ElasticSettings settings, HttpMessageHandler handler)
    {
        _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        (_http, _alias) = (new(_client, settings), settings.Index);
    }

    /// <summary>What sends: it trusts the authority of the settings and nobody else, or those that the machine trusts.</summary>
    public static HttpMessageHandler NewHandler(ElasticSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (settings.CaFile is { } file)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            handler.SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        return handler;
    }

    /// <inheritdoc/>
    public async Task<ISearchIndex> OpenAsync(CancellationToken ct)
    {
        await CheckAsync(ct);
        var name = await CurrentAsync(ct) ?? await BeginFirstAsync(ct);
        var noted = await _http.SendAsync(HttpMethod.Get, $"/{name}/_doc/{ElasticDocument.PositionId}", null, ct);
        var source = noted.IsGood ? noted.Body?["_source"] : noted.Status == HttpStatusCode.NotFound ? null : throw _http.Unexpected("read the position", noted);
        LogPosition? position = (string?)source?["schema"] == ElasticDocument.Schema ? new((long)source!["position"]!) : null;
        return new ElasticSearchIndex(_http, name, _alias, position, ClearAsync);
    }

    /// <inheritdoc/>
    public async Task<ISearchIndex> BeginAnewAsync(CancellationToken ct)
    {
        var index = (ElasticSearchIndex)await OpenAsync(ct);
        await index.ClearAsync(ct);
        return index;
    }

    /// <inheritdoc/>
    /// <remarks>What has the next number is left alone: another hub may be building it.</remarks>
    public async Task<ISearchIndex> BeginNextAsync(CancellationToken ct)
    {
        var number = Math.Max(1, Number(await CurrentAsync(ct) ?? ""));
        string name;
        do
        {
            name = NameOf(++number);
        }
        while (!await CreateAsync(name, answers: false, ct));

        return new ElasticSearchIndex(_http, name, name, LogPosition.Start, ClearAsync);
    }

    /// <inheritdoc/>
    public async Task SwitchAsync(ISearchIndex built, CancellationToken ct)
    {
        var index = (ElasticSearchIndex)built;
        await DoneAsync("set the index up", HttpMethod.Put, $"/{index.Name}/_settings", Usual(), ct);
        await index.RefreshAsync(ct);
        await SwitchAsync(await CurrentAsync(ct), index.Name);
        index.AskedAs = _alias;
    }

    /// <inheritdoc/>
    public async Task<bool> AnswersAsync(ISearchIndex index, CancellationToken ct) => await CurrentAsync(ct) == ((ElasticSearchIndex)index).Name;

    /// <inheritdoc/>
    /// <remarks>With it goes what was left with lower numbers than that of the index that answers.</remarks>
    public async Task RemoveAsync(ISearchIndex index, CancellationToken ct)
    {
        var (name, current) = (((ElasticSearchIndex)index).Name, await CurrentAsync(ct));
        var last = Number(current ?? "") - 1;
        List<string> names = [.. Enumerable.Range(last - MostLeft + 1, MostLeft).Where(number => number > 0).Select(NameOf).Append(name).Distinct(StringComparer.Ordinal).Where(one => one != current)];
        if (names.Count > 0)
        {
            await DoneAsync("remove an index", HttpMethod.Delete, $"/{string.Join(',', names)}?ignore_unavailable=true", null, ct);
        }
    }

    /// <inheritdoc/>
    public void Close(ISearchIndex index)
    {
        // Nothing is held open.
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task CheckAsync(CancellationToken ct)
    {
        var answer = await _http.SendAsync(HttpMethod.Get, "/", null, ct, tries: 1);
        var version = (string?)answer.Body?["version"]?["number"];
        if (!answer.IsGood)
        {
            throw _http.Unexpected("look at it", answer);
        }

        if (!int.TryParse(version?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < LeastMajor)
        {
            throw new SearchIndexException("wrong-product", $"Elasticsearch at {_http.Settings} is version {version ?? "unknown"}; the hub needs 8 or 9.");
        }
    }

    /// <summary>The name of the index that answers; null when there is none.</summary>
    private async Task<string?> CurrentAsync(CancellationToken ct)
    {
        var answer = await _http.SendAsync(HttpMethod.Get, $"/_alias/{_alias}", null, ct);
        return answer switch
        {
            { Status: HttpStatusCode.NotFound } => null,
            { IsGood: true, Body: JsonObject { Count: 1 } indexes } => indexes.First().Key,
            { IsGood: true } => throw new SearchIndexException("refused", $"The alias {_alias} at {_http.Settings} names several indexes. Leave it on one of them, or set Search:Index to a name of the hub's own."),
            _ => throw _http.Unexpected("read the alias", answer),
        };
    }

    /// <summary>Begins the first index. One that is there already and has no alias, as when it was restored from a copy, answers from now on with what it has.</summary>
    private async Task<string> BeginFirstAsync(CancellationToken ct)
    {
        if (!await CreateAsync(NameOf(1), answers: true, ct) && await CurrentAsync(ct) is null)
        {
            await SwitchAsync(null, NameOf(1));
        }

        return await CurrentAsync(ct) ?? throw new SearchIndexException("lost", $"The alias {_alias} is gone as soon as it is made: somebody else removes it.");
    }

    /// <summary>Makes an index; false when there is one of this name, which is then left as it is.</summary>
    private async Task<bool> CreateAsync(string name, bool answers, CancellationToken ct)
    {
        await DoneAsync("keep its template", HttpMethod.Put, $"/_index_template/{_alias}", ElasticTemplate.Of(_alias), ct);
        var body = answers
            ? new JsonObject { ["aliases"] = new JsonObject { [_alias] = new JsonObject() } }
            : new JsonObject { ["settings"] = Filling() };
        var answer = await _http.SendAsync(HttpMethod.Put, $"/{name}", body, ct);
        if (!answer.IsGood)
        {
            return answer.Fault.Contains("resource_already_exists_exception", StringComparison.Ordinal) ? false : throw _http.Unexpected("make an index", answer);
        }

        await new ElasticSearchIndex(_http, name, name, LogPosition.Start, ClearAsync).NoteAsync(LogPosition.Start, ct);
        return true;
    }

    private async Task<string> ClearAsync(ElasticSearchIndex index, CancellationToken ct)
    {
        var next = (ElasticSearchIndex)await BeginNextAsync(ct);
        await SwitchAsync(next, ct);
        await RemoveAsync(index, ct);
        return next.Name;
    }

    /// <summary>The step itself. It is not cut short, and what counts is where the alias stands afterwards: an answer may be lost, and a repeat refused.</summary>
    private async Task SwitchAsync(string? before, string next)
    {
        if (Number(before ?? "") > Number(next))
        {
            throw new SearchIndexException("lost", $"The index {before} at {_http.Settings} was begun after {next} and answers already: another hub was quicker. Its index is looked up.");
        }

        var actions = new JsonArray();
        if (before is not null)
        {
            actions.Add(new JsonObject { ["remove"] = new JsonObject { ["index"] = before, ["alias"] = _alias, ["must_exist"] = true } });
        }

        actions.Add(new JsonObject { ["add"] = new JsonObject { ["index"] = next, ["alias"] = _alias } });
        try
        {
            await DoneAsync("switch the alias", HttpMethod.Post, "/_aliases", new JsonObject { ["actions"] = actions }, CancellationToken.None);
        }
        catch (SearchIndexException)
        {
            if (await CurrentAsync(CancellationToken.None) != next)
            {
                throw;
            }
        }
    }

    private async Task DoneAsync(string what, HttpMethod method, string path, JsonNode? body, CancellationToken ct)
    {
        var answer = await _http.SendAsync(method, path, body, ct);
        if (!answer.IsGood)
        {
            throw _http.Unexpected(what, answer);
        }
    }

    private string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{_alias}-{number:000000}");

    /// <summary>The number of one of the store's own indexes; 0 for any other.</summary>
    private int Number(string name) =>
        name.StartsWith(_alias + "-", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(_alias.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && NameOf(number) == name ? number : 0;

    /// <summary>While an index is filled nobody looks, and a copy of it would be filled too.</summary>
    private static JsonObject Filling() => new()
    {
        ["index"] = new JsonObject { ["refresh_interval"] = "-1", ["auto_expand_replicas"] = "false", ["number_of_replicas"] = 0 },
    };

    private static JsonObject Usual() => new() { ["index"] = new JsonObject { ["refresh_interval"] = "1s", ["auto_expand_replicas"] = "0-1" } };
}
