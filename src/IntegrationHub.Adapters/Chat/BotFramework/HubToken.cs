using System.Text.Json;

namespace IntegrationHub.Adapters.Chat.BotFramework;

/// <summary>The hub's own token, or why there is none.</summary>
/// <param name="Token">Null when it could not be had.</param>
/// <param name="Why">For the operator, without a secret; null when it could.</param>
public readonly record struct TokenAnswer(string? Token, string? Why);

/// <summary>The token that the hub shows to channels: had once, kept, had anew five minutes before its end, by one request at a time.</summary>
/// <remarks>Source: OAuth 2.0 client credentials at the Microsoft identity platform, as the Bot Connector authentication has it.</remarks>
public sealed class HubToken(HttpClient http, BotSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Task<TokenAnswer>? _flight;
    private Kept? _kept;
    private (DateTimeOffset Until, string Why)? _failed;

    /// <summary>The token, from before or anew.</summary>
    /// <param name="ct">Ends the wait, not a request that others wait for too.</param>
    public Task<TokenAnswer> GetAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_kept is { } kept && now < kept.RenewFrom)
            {
                return Task.FromResult(new TokenAnswer(kept.Token, null));
            }

            if (_failed is { } failed && now < failed.Until)
            {
                return Task.FromResult(StillGood(now) ?? new TokenAnswer(null, failed.Why));
            }

            _flight = _flight is { IsCompleted: false } ? _flight : AskAsync();
            return _flight.WaitAsync(ct);
        }
    }

    /// <summary>Forgets a token that a channel did not accept; one that was had since stays.</summary>
    public void Drop(string token)
    {
        lock (_gate)
        {
            _kept = _kept?.Token == token ? null : _kept;
        }
    }

    private TokenAnswer? StillGood(DateTimeOffset now) => _kept is { } kept && now < kept.Until ? new TokenAnswer(kept.Token, null) : null;

    private async Task<TokenAnswer> AskAsync()
    {
        await Task.Yield(); // The request is made outside the lock.
        var asked = clock.GetUtcNow();
        try
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = settings.AppId,
                ["client_secret"] = settings.ClientSecret,
                ["scope"] = settings.Scope,
            });
            using var response = await http.PostAsync(settings.TokenUrl, form);
            if (!response.IsSuccessStatusCode)
            {
                return Failed($"{settings.TokenUrl.Host} gave no token ({(int)response.StatusCode}). Check Bot:AppId, Bot:ClientSecret and Bot:TenantId.");
            }

            using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
            if (BotActivityReader.Text(answer.RootElement, "access_token", int.MaxValue) is not { } token)
            {
                return Failed($"{settings.TokenUrl.Host} answered without a token.");
            }

            var life = Life(BotActivityReader.Member(answer.RootElement, "expires_in"));
            lock (_gate)
            {
                _failed = null;
                _kept = new Kept(token, asked + life - (life > s_early * 2 ? s_early : life / 2), asked + life);
            }

            return new TokenAnswer(token, null);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or OperationCanceledException or JsonException)
        {
            return Failed($"{settings.TokenUrl.Host} cannot be asked for a token now ({fault.GetType().Name}).");
        }
    }

    private TokenAnswer Failed(string why)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _failed = (now + s_afterFailure, why);
            return StillGood(now) ?? new TokenAnswer(null, why);
        }
    }

    /// <summary>Seconds, as a number or as text; an hour when it does not say.</summary>
    private static TimeSpan Life(JsonElement seconds) => TimeSpan.FromSeconds(Math.Clamp(
        seconds.ValueKind == JsonValueKind.Number && seconds.TryGetDouble(out var number) ? number
            : seconds.ValueKind == JsonValueKind.String && int.TryParse(seconds.GetString(), System.Globalization.CultureInfo.InvariantCulture, out var text) ? text
            : 3600, 0, 24 * 3600));

    private sealed record Kept(string Token, DateTimeOffset RenewFrom, DateTimeOffset Until);
}
