using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.People;

/// <summary>Lets in whoever has the token, and turns every refusal into SCIM's own form.</summary>
/// <param name="token"><c>Directory:ScimToken</c>; null lets nobody in.</param>
internal sealed class ScimDoor(string? token) : IEndpointFilter
{
    private const string Scheme = "Bearer ";

    private readonly byte[]? _hash = token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!IsAllowed(http.Request.Headers.Authorization.ToString()))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return ScimAnswer.Error(StatusCodes.Status401Unauthorized, null, "Send the token that is set as Directory:ScimToken, as: Authorization: Bearer TOKEN");
        }

        try
        {
            return await next(context);
        }
        catch (ScimFault fault)
        {
            return ScimAnswer.Error(fault.Status, fault.Type, fault.Message);
        }
        catch (EventLogException)
        {
            http.Response.Headers.RetryAfter = "5";
            return ScimAnswer.Error(StatusCodes.Status503ServiceUnavailable, null, "The directory cannot be written just now. Send the same request again in a moment.");
        }
    }

    private bool IsAllowed(string header) =>
        _hash is not null && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())));
}
