using System.Security.Claims;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Incidents;

/// <summary>Who may declare incidents and tell of them: the city's operators, administrators and agents, and desks.</summary>
internal static class IncidentAccess
{
    /// <summary>Name of the policy.</summary>
    public const string Policy = "incidents";

    /// <summary>Who answers contacts for the city.</summary>
    public const string Agent = "agent";

    private const string DeskPrefix = "desk:";
    private static readonly string[] s_staff = [Access.Operator, Access.Administrator, Agent];

    /// <summary>Whether the user may.</summary>
    public static bool MayTell(ClaimsPrincipal user) => s_staff.Any(user.IsInRole) || DeskOf(user) is not null;

    /// <summary>The desk that acts, by the role <c>desk:ID</c>; null when it is the city's own people.</summary>
    public static string? ActingDesk(ClaimsPrincipal user) => s_staff.Any(user.IsInRole) ? null : DeskOf(user);

    /// <summary>Who acts, as events name them.</summary>
    public static string Actor(HttpContext http) => ActingDesk(http.User) is { } desk ? DeskPrefix + desk : Access.ActorOf(http);

    private static string? DeskOf(ClaimsPrincipal user) => user.Identities
        .SelectMany(identity => identity.FindAll(identity.RoleClaimType)).Select(claim => claim.Value)
        .FirstOrDefault(role => role.Length > DeskPrefix.Length && role.StartsWith(DeskPrefix, StringComparison.Ordinal))?[DeskPrefix.Length..];
}
