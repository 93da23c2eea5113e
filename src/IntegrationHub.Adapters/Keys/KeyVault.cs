using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace IntegrationHub.Adapters.Keys;

/// <summary>Which vault and key, and as whom.</summary>
/// <param name="Vault">For example <c>https://city-hub.vault.azure.net</c>.</param>
/// <param name="Key">Name of an RSA key in it.</param>
/// <param name="TokenUrl">Where a token is had: <c>https://login.microsoftonline.com/TENANT/oauth2/v2.0/token</c>.</param>
/// <param name="ClientId">The application's id.</param>
/// <param name="ClientSecret">Its secret.</param>
public sealed record KeyVaultSettings(Uri Vault, string Key, Uri TokenUrl, string ClientId, string ClientSecret)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Vault} {Key}";
}

/// <summary>A key wrapped by a version of the vault's key.</summary>
/// <param name="KeyId">Address of that version.</param>
/// <param name="Wrapped">What only the vault can unwrap.</param>
public sealed record WrappedKey(string KeyId, byte[] Wrapped);

/// <summary>The vault refused, or did not answer in time.</summary>
/// <param name="message">What, why and what to do; never a secret.</param>
/// <param name="inner">What the wire said.</param>
public sealed class KeyVaultException(string message, Exception? inner = null) : IOException(message, inner);

/// <summary>Azure Key Vault over REST, no more of it than wrapping and unwrapping a key with RSA-OAEP-256.</summary>
/// <remarks>
/// Source: Azure Key Vault REST API 7.4, <c>POST {vault}/keys/{name}/wrapkey</c> and <c>POST {keyId}/unwrapkey</c>; OAuth 2.0 client
/// credentials of the Microsoft identity platform. Verified against a stand-in (WireMock.Net with a real RSA key), not against Azure.
/// </remarks>
public sealed class KeyVault(HttpClient http, KeyVaultSettings settings)
{
    private const string Algorithm = "RSA-OAEP-256";
    private const string Version = "api-version=7.4";
    private const int Tries = 4;

    /// <summary>A client that tries again after a lost connection, 408, 429 and 5xx, waiting as Retry-After says; both calls can be repeated.</summary>
    /// <param name="firstWait">Before the second try; it doubles.</param>
    public static HttpClient NewClient(TimeSpan firstWait)
    {
        var pipeline = new ResiliencePipelineBuilder<HttpResponseMessage>()
            .AddRetry(new HttpRetryStrategyOptions { MaxRetryAttempts = Tries - 1, Delay = firstWait, BackoffType = DelayBackoffType.Exponential, UseJitter = true })
            .AddTimeout(TimeSpan.FromSeconds(10))
            .Build();
        return new HttpClient(new ResilienceHandler(pipeline) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } });
    }

    /// <summary>Wraps a key by the newest version of the vault's key.</summary>
    /// <exception cref="KeyVaultException">The vault refused or cannot be reached.</exception>
    public async Task<WrappedKey> WrapAsync(byte[] key, CancellationToken ct)
    {
        var answer = await CallAsync(new Uri(settings.Vault, $"/keys/{settings.Key}/wrapkey?{Version}"), key, ct);
        return new WrappedKey(answer.KeyId, Decode(answer.Value));
    }

    /// <summary>Unwraps a key by the version that wrapped it.</summary>
    /// <exception cref="KeyVaultException">As in <see cref="WrapAsync"/>; or the key was wrapped by another vault, which then gets no token.</exception>
    public async Task<byte[]> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        if (!Uri.TryCreate(wrapped.KeyId, UriKind.Absolute, out var id) || id.Authority != settings.Vault.Authority || id.Scheme != settings.Vault.Scheme)
        {
            throw new KeyVaultException($"The master key was wrapped by a key that is not of {settings.Vault}. Set Privacy:KeyVaultUrl to the vault that wrapped it.");
        }

        return Decode((await CallAsync(new Uri($"{wrapped.KeyId}/unwrapkey?{Version}"), wrapped.Wrapped, ct)).Value);
    }

    private async Task<Answer> CallAsync(Uri address, byte[] value, CancellationToken ct)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Content = JsonContent.Create(new { alg = Algorithm, value = Encode(value) });
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(ct));
            using var response = await http.SendAsync(request, ct);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<Answer>(ct) ?? throw new JsonException("An empty answer.")
                : throw new KeyVaultException(
                    $"{settings.Vault} answered {(int)response.StatusCode}. The application {settings.ClientId} needs the rights wrapKey and " +
                    $"unwrapKey on the key {settings.Key} (Privacy:KeyName).");
        }
        catch (Exception fault) when (fault is HttpRequestException or Polly.Timeout.TimeoutRejectedException or JsonException or FormatException)
        {
            throw new KeyVaultException(
                $"{settings.Vault} cannot be used now ({fault.GetType().Name}). The hub needs it only to start; try again in a moment.", fault);
        }
    }

    private async Task<string> TokenAsync(CancellationToken ct)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = settings.ClientId,
            ["client_secret"] = settings.ClientSecret,
            ["scope"] = "https://vault.azure.net/.default",
        });
        using var response = await http.PostAsync(settings.TokenUrl, form, ct);
        return response.IsSuccessStatusCode
            ? (await response.Content.ReadFromJsonAsync<Token>(ct))?.AccessToken ?? throw new JsonException("No token.")
            : throw new KeyVaultException(
                $"{settings.TokenUrl.Host} gave no token for the key vault ({(int)response.StatusCode}). " +
                "Check Privacy:TenantId, Privacy:ClientId and Privacy:ClientSecret.");
    }

    private static string Encode(byte[] value) => System.Buffers.Text.Base64Url.EncodeToString(value);

    private static byte[] Decode(string value) => System.Buffers.Text.Base64Url.DecodeFromChars(value);

    private sealed record Answer([property: JsonPropertyName("kid")] string KeyId, [property: JsonPropertyName("value")] string Value);

    private sealed record Token([property: JsonPropertyName("access_token")] string AccessToken);
}
