using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace IntegrationHub.Adapters.Suppliers;

/// <summary>Who sent a request, or why that is not known.</summary>
public abstract record SenderCheck;

/// <summary>The supplier whose address it is, proved by its token.</summary>
/// <param name="Supplier">Its settings; check the signature next when it has a key.</param>
public sealed record Recognised(SupplierSettings Supplier) : SenderCheck;

/// <summary>The request is refused.</summary>
/// <param name="Status">401, and then <paramref name="Challenge"/> goes into <c>WWW-Authenticate</c>; or 403.</param>
/// <param name="Code">Stable: <c>token-missing</c>, <c>token-unknown</c>, <c>token-of-another</c>, <c>signature-invalid</c>.</param>
/// <param name="Why">What to do, for the supplier's people; says nothing about which suppliers there are.</param>
/// <param name="Challenge">Null with 403.</param>
public sealed record Unrecognised(int Status, string Code, string Why, string? Challenge = null) : SenderCheck;

/// <summary>Recognises suppliers by bearer token, and by signature where one is agreed.</summary>
/// <remarks>
/// Sources: RFC 6750 sections 2.1 and 3; cloudevents/spec <c>http-webhook.md</c>, 3. The spec also wants the token accepted in the
/// address (<c>?access_token=</c>); the hub does not, because addresses end up in logs (RFC 6750, 5.3).
/// </remarks>
public static class SupplierAuthentication
{
    private const string Realm = "Bearer realm=\"suppliers\"";

    /// <summary>Checks the token. Takes the same time whether the supplier exists, and whichever token fits.</summary>
    /// <param name="supplier">The id in the address.</param>
    /// <param name="authorization">The <c>Authorization</c> header, or none.</param>
    /// <param name="suppliers">All that the hub knows.</param>
    public static SenderCheck CheckToken(string supplier, StringValues authorization, IReadOnlyCollection<SupplierSettings> suppliers)
    {
        if (authorization.Count != 1 || Token(authorization.ToString()) is null)
        {
            return new Unrecognised(401, "token-missing", "Send the agreed token once, as 'Authorization: Bearer TOKEN'.", Realm);
        }

        var holder = Holder(authorization, suppliers);
        return holder switch
        {
            null => new Unrecognised(
                401, "token-unknown", "The token is not known here; renew it with the hub's operator.", Realm + ", error=\"invalid_token\""),
            _ when holder.Id == supplier => new Recognised(holder),
            _ => new Unrecognised(403, "token-of-another", "The token does not open this address; post to /suppliers/ID/events with your own id."),
        };
    }

    /// <summary>Whose token it is, at an address that names no supplier. Takes the same time whichever token fits.</summary>
    /// <param name="authorization">The <c>Authorization</c> header, or none.</param>
    /// <param name="suppliers">All that the hub knows.</param>
    /// <returns>Null when it is nobody's.</returns>
    public static SupplierSettings? Holder(StringValues authorization, IReadOnlyCollection<SupplierSettings> suppliers)
    {
        if (authorization.Count != 1 || Token(authorization.ToString()) is not { } token)
        {
            return null;
        }

        var presented = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        SupplierSettings? holder = null;
        foreach (var candidate in suppliers)
        {
            var wanted = SHA256.HashData(Encoding.UTF8.GetBytes(candidate.Token));
            if (CryptographicOperations.FixedTimeEquals(presented, wanted) && candidate.Token.Length > 0)
            {
                holder = candidate;
            }
        }

        return holder;
    }

    /// <summary>Checks the signature, when one is agreed with the supplier.</summary>
    /// <param name="supplier">As <see cref="CheckToken"/> recognised it.</param>
    /// <param name="headers">Of the request.</param>
    /// <param name="body">The bytes that came.</param>
    /// <param name="now">The hub's time.</param>
    /// <returns>Null when there is nothing to object to.</returns>
    public static Unrecognised? CheckSignature(SupplierSettings supplier, IHeaderDictionary headers, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        supplier.SigningKey is { } key && StandardWebhook.Fault(key, headers, body, now) is { } fault
            ? new Unrecognised(401, "signature-invalid", fault, Realm + ", error=\"invalid_token\"")
            : null;

    private static string? Token(string authorization)
    {
        const string Scheme = "Bearer ";
        var token = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim(' ') : "";
        return token.Length > 0 ? token : null;
    }
}
