using System.Net.Http.Headers;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace IntegrationHub.KurrentServer.Nodes;

/// <summary>Who calls, and whether that person may. Where there are no accounts, anyone may do anything.</summary>
internal static class Access
{
    private const string Administrator = "admin";
    private static readonly object s_user = new();

    /// <summary>Reads basic credentials before the call. Bad ones end it; any other scheme leaves the caller anonymous.</summary>
    public static async Task CheckAsync(HttpContext http, Func<Task> next, IReadOnlyDictionary<string, string>? accounts)
    {
        if (accounts is not null && http.Request.Headers.Authorization.ToString() is { Length: > 0 } header
            && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            if (Parse(header) is not { } said)
            {
                // A real node falls over this, which a gRPC client sees as UNKNOWN.
                http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                return;
            }

            if (!accounts.TryGetValue(said.User, out var password) || password != said.Password)
            {
                http.Response.ContentType = "application/grpc";
                http.Response.Headers["grpc-status"] = "16";
                http.Response.Headers["grpc-message"] = "Unauthenticated";
                return;
            }

            http.Items[s_user] = said.User;
        }

        await next();
    }

    /// <summary>Whether the caller may read or write the stream. Writing a system stream and reading $all take an administrator.</summary>
    public static bool May(this Node node, ServerCallContext context, string stream, bool write)
    {
        if (node.Cluster.Settings.Accounts is null)
        {
            return true;
        }

        var user = User(context);
        var isReserved = write ? stream.StartsWith('$') : stream == "$all";
        return user is not null && (user == Administrator || !isReserved);
    }

    /// <exception cref="RpcException">Access denied.</exception>
    public static void Require(this Node node, ServerCallContext context, string stream, bool write)
    {
        if (!node.May(context, stream, write))
        {
            throw Refusals.AccessDenied();
        }
    }

    /// <summary>Whether the caller may create and delete groups, or with <paramref name="any"/> merely look at them.</summary>
    public static void RequireOperator(this Node node, ServerCallContext context, bool any = false)
    {
        if (node.Cluster.Settings.Accounts is not null && (User(context) is not { } user || (!any && user != Administrator)))
        {
            throw Refusals.AccessDenied();
        }
    }

    /// <summary>The caller's name, null when anonymous.</summary>
    public static string? User(ServerCallContext context) => context.GetHttpContext().Items.TryGetValue(s_user, out var user) ? (string?)user : null;

    private static (string User, string Password)? Parse(string header)
    {
        var bytes = new byte[header.Length];
        if (!AuthenticationHeaderValue.TryParse(header, out var value) || !Convert.TryFromBase64String(value.Parameter ?? "", bytes, out var length))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':');
        return parts.Length == 2 ? (parts[0], parts[1]) : null;
    }
}
