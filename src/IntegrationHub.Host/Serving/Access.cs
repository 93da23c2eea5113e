using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Host.Serving;

/// <summary>Who may call: by token; in Development on loopback by the header <c>X-Hub-Role</c>.</summary>
public static class Access
{
    /// <summary>Who runs the hub: sees what failed, and decides what becomes of it.</summary>
    public const string Operator = "operator";

    /// <summary>May do everything.</summary>
    public const string Administrator = "administrator";

    /// <summary>The city office: sees figures and the ledger of responsibility.</summary>
    public const string CityOffice = "city-office";

    /// <summary>The scheme by which everybody is signed in in Development.</summary>
    internal const string DevelopmentScheme = "development";

    /// <summary>Adds authentication, and authorisation that refuses whoever is not authenticated unless an endpoint says otherwise.</summary>
    public static void AddHubAccess(this IServiceCollection services, HubSettings settings)
    {
        if (settings.Authority is null)
        {
            services.AddAuthentication(DevelopmentScheme).AddScheme<AuthenticationSchemeOptions, RoleHeader>(DevelopmentScheme, null);
        }
        else
        {
            services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
            {
                jwt.Authority = settings.Authority;
                jwt.Audience = settings.ClientId;
                jwt.MapInboundClaims = false;
                jwt.TokenValidationParameters.RoleClaimType = settings.RoleClaim;
            });
        }

        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Operator, policy => policy.RequireRole(Operator, Administrator))
            .AddPolicy(CityOffice, policy => policy.RequireRole(CityOffice, Administrator));
    }

    /// <summary>Who acts, as events name them: a pseudonym of the signed-in person, or the role in Development. Never a name.</summary>
    public static string ActorOf(HttpContext http) => "staff:" + (
        http.User.FindFirstValue("sub") is { } subject
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(subject)).AsSpan(0, 8))
            : http.User.FindFirstValue(ClaimTypes.Role) ?? "unknown");

    /// <summary>Checks every request.</summary>
    public static void UseHubAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimits(); // Knows who calls, and counts also whoever is then refused.
        app.UseAuthorization();
    }

    /// <summary>Development on loopback: the caller says its role, administrator when it does not, and by <c>X-Hub-Person</c> who it is.</summary>
    private sealed class RoleHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var role = Request.Headers["X-Hub-Role"].ToString() is { Length: > 0 and <= 50 } said ? said : Administrator;
            List<Claim> claims = [new Claim(ClaimTypes.Role, role)];
            if (Request.Headers["X-Hub-Person"].ToString() is { Length: > 0 and <= 200 } person)
            {
                claims.Add(new Claim("sub", person)); // As a token would say it: an external id, a user name or an address of the directory.
            }

            var identity = new ClaimsIdentity(claims, DevelopmentScheme);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), DevelopmentScheme)));
        }
    }
}
