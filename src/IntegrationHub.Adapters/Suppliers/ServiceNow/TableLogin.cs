using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>How the hub shows who it is: by user and password, or by a token that is kept and renewed a little before it expires.</summary>
/// <remarks>Source: ServiceNow's documentation of OAuth: <c>/oauth_token.do</c>, form fields; a refresh answers with a new access token and the same refresh token.</remarks>
internal sealed class TableLogin(TableWire wire, ServiceNowSupplier supplier, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_usualLife = TimeSpan.FromMinutes(30);
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private string? _refresh;
    private volatile Token? _token;

    /// <summary>For the next request.</summary>
    /// <exception cref="TableFault">401: the instance does not accept what the hub has.</exception>
    public async Task<AuthenticationHeaderValue> HeaderAsync(CancellationToken ct)
    {
        if (supplier.Login == ServiceNowLogin.Basic)
        {
            return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{supplier.User}:{supplier.Password}")));
        }

        if (Fresh() is { } kept)
        {
            return kept;
        }

        await _renewing.WaitAsync(ct);
        try
        {
            return Fresh() ?? Keep(await AskAsync(ct));
        }
        finally
        {
            _renewing.Release();
        }
    }

    /// <summary>What was refused is not shown again.</summary>
    /// <returns>Whether there is something else to show.</returns>
    public bool Forget(AuthenticationHeaderValue refused)
    {
        if (_token is { } token && token.Text == refused.Parameter)
        {
            _token = null;
        }

        return supplier.Login != ServiceNowLogin.Basic;
    }

    public void Dispose() => _renewing.Dispose();

    private AuthenticationHeaderValue? Fresh() => _token is { } token && clock.GetUtcNow() < token.Until ? new AuthenticationHeaderValue("Bearer", token.Text) : null;

    private async Task<TableSaid> AskAsync(CancellationToken ct)
    {
        if (supplier.Login == ServiceNowLogin.ClientCredentials)
        {
            return await AskAsync([new("grant_type", "client_credentials")], ct);
        }

        if (_refresh is { } refresh)
        {
            try
            {
                return await AskAsync([new("grant_type", "refresh_token"), new("refresh_token", refresh)], ct);
            }
            catch (TableFault fault) when (fault.StatusCode == HttpStatusCode.Unauthorized)
            {
                _refresh = null; // It expired too.
            }
        }

        return await AskAsync([new("grant_type", "password"), new("username", supplier.User), new("password", supplier.Password)], ct);
    }

    private async Task<TableSaid> AskAsync(IEnumerable<KeyValuePair<string, string>> grant, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, supplier.Url + "/oauth_token.do");
        request.Content = new FormUrlEncodedContent([.. grant, new("client_id", supplier.ClientId), new("client_secret", supplier.ClientSecret)]);
        try
        {
            return await wire.SendAsync(request, ct);
        }
        catch (TableFault fault) when (fault.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden)
        {
            throw new TableFault(HttpStatusCode.Unauthorized, fault.After, fault.Message);
        }
    }

    private AuthenticationHeaderValue Keep(TableSaid said)
    {
        var text = TableRow.Text(said.Body, "access_token");
        if (text.Length == 0)
        {
            throw new TableFault(HttpStatusCode.Unauthorized, null, "The answer holds no access_token.");
        }

        var life = TableRow.Number(said.Body, "expires_in") is { } seconds and > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400)) : s_usualLife;
        var early = life > 2 * s_early ? s_early : life / 2;
        _refresh = TableRow.Text(said.Body, "refresh_token") is { Length: > 0 } refresh ? refresh : _refresh;
        _token = new Token(text, clock.GetUtcNow() + life - early);
        return new AuthenticationHeaderValue("Bearer", text);
    }

    private sealed record Token(string Text, DateTimeOffset Until);
}
