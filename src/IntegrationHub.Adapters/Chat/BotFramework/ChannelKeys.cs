using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>A key that channels sign with.</summary>
/// <param name="Key">RSA of 2,048 bits or more.</param>
/// <param name="Endorsements">The channels that it may speak for; null when it says nothing about that.</param>
public sealed record ChannelKey(SecurityKey Key, IReadOnlySet<string>? Endorsements);

/// <summary>
/// The keys that the Bot Framework service publishes, fetched at first need and once a day. A key that is not known makes them be
/// fetched at once: five times in a row, then once in five seconds, however many ask; a flood of made-up keys costs no more than that.
/// When they cannot be fetched, the old ones hold.
/// </summary>
/// <param name="http">Must not follow redirects; its time-out bounds each of the two requests.</param>
/// <param name="settings">Where the OpenID document is.</param>
/// <param name="clock">The world's time.</param>
/// <param name="logger">Hears of fetches that failed.</param>
public sealed partial class ChannelKeys(HttpClient http, BotSettings settings, TimeProvider clock, ILogger<ChannelKeys> logger)
{
    /// <summary>Fetches that may follow each other at once.</summary>
    public const int AtOnce = 5;

    /// <summary>When all were used, one more may be made after this time.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_regularly = TimeSpan.FromHours(24);
    private const int LeastBits = 2048;

    private readonly Lock _gate = new();
    private volatile Published _published = new(FrozenDictionary<string, ChannelKey>.Empty, DateTimeOffset.MinValue);
    private Task _flight = Task.CompletedTask;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset _counted = clock.GetUtcNow();
    private double _left = AtOnce;
    private int _failures;

    /// <summary>Finds a key by its id.</summary>
    /// <param name="kid">As the token's header has it.</param>
    /// <param name="ct">Ends the wait, not a fetch that others wait for too.</param>
    /// <returns>Null when there is none, or when the keys could not be had.</returns>
    public async Task<ChannelKey?> FindAsync(string kid, CancellationToken ct)
    {
        if (_published is var published && published.Keys.TryGetValue(kid, out var known))
        {
            if (clock.GetUtcNow() - published.At >= s_regularly)
            {
                _ = FetchOnceAsync(); // Nobody waits for it: what is known holds until then.
            }

            return known;
        }

        await FetchOnceAsync().WaitAsync(ct);
        return _published.Keys.GetValueOrDefault(kid);
    }

    private Task FetchOnceAsync()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            (_left, _counted) = (Math.Min(AtOnce, _left + Math.Max(0, (now - _counted) / Between)), now);
            if (!_flight.IsCompleted || now < _notBefore || _left < 1)
            {
                return _flight;
            }

            _left--;
            return _flight = FetchAsync();
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            using var document = JsonDocument.Parse(await http.GetByteArrayAsync(settings.Metadata));
            if (!Uri.TryCreate(document.RootElement.GetProperty("jwks_uri").GetString(), UriKind.Absolute, out var address)
                || !(address.Scheme == Uri.UriSchemeHttps || (ServiceHosts.IsLoopback(address) && ServiceHosts.IsLoopback(settings.Metadata))))
            {
                throw new JsonException("The document names no keys over https.");
            }

            using var keys = JsonDocument.Parse(await http.GetByteArrayAsync(address));
            var read = Read(keys.RootElement.GetProperty("keys"));
            _published = new Published(read.Count > 0 ? read : throw new JsonException("There are no keys."), clock.GetUtcNow());
            _failures = 0;
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            lock (_gate)
            {
                var wait = s_firstWait * Math.Pow(2, Math.Min(_failures++, 10));
                _notBefore = clock.GetUtcNow() + (wait < s_longestWait ? wait : s_longestWait);
            }

            NotFetched(logger, settings.Metadata.Host, fault.GetType().Name, _published.Keys.Count);
        }
    }

    private static FrozenDictionary<string, ChannelKey> Read(JsonElement keys)
    {
        var read = new Dictionary<string, ChannelKey>(StringComparer.Ordinal);
        foreach (var element in keys.EnumerateArray())
        {
            if (KeyOf(element) is { KeyId.Length: > 0 } key)
            {
                read[key.KeyId] = new ChannelKey(key, EndorsementsOf(element));
            }
        }

        return read.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>One key that cannot be used spoils none of the others.</summary>
    private static JsonWebKey? KeyOf(JsonElement element)
    {
        try
        {
            return new JsonWebKey(element.GetRawText()) is { Kty: "RSA", KeySize: >= LeastBits, Use: null or "" or "sig" } key ? key : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static HashSet<string>? EndorsementsOf(JsonElement key) =>
        key.TryGetProperty("endorsements", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
            : null;

    private sealed record Published(FrozenDictionary<string, ChannelKey> Keys, DateTimeOffset At);

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The keys of the Bot Framework could not be fetched from {Host} ({Fault}); {Known} are known and hold")]
    private static partial void NotFetched(ILogger logger, string host, string fault, int known);
}
