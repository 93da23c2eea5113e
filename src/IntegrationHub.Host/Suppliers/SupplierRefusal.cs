using IntegrationHub.Adapters.Suppliers;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Suppliers;

/// <summary>What a sender is answered that is not the supplier it says it is.</summary>
internal static class SupplierRefusal
{
    /// <summary>The refusal as problem details, with the challenge where one belongs to it.</summary>
    public static ProblemHttpResult Of(HttpContext http, Unrecognised who)
    {
        if (who.Challenge is not null)
        {
            http.Response.Headers.WWWAuthenticate = who.Challenge;
        }

        return TypedResults.Problem(who.Why, statusCode: who.Status, type: who.Code);
    }
}
