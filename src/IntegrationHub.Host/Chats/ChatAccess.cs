using System.Security.Claims;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Chats;

/// <summary>Who may read and answer the conversations of a desk: its staff, by the role <c>desk:ID</c>, and administrators.</summary>
internal static class ChatAccess
{
    /// <summary>Whether the user may.</summary>
    public static bool MayAnswer(ClaimsPrincipal user, string desk) => user.IsInRole(Access.Administrator) || user.IsInRole("desk:" + desk);

    /// <summary>Who acts, as events name them: a pseudonym of the person at the desk; the desk alone when nobody is signed in by name.</summary>
    public static string Actor(HttpContext http, string desk) => http.User.FindFirstValue("sub") is null && !http.User.IsInRole(Access.Administrator)
        ? "desk:" + desk : Access.ActorOf(http);
}
