using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;

namespace IntegrationHub.Host.Serving;

/// <summary>The contract for other systems: <c>/openapi/v1.json</c>. A copy stands in <c>contracts/openapi.json</c>, and a test compares the two.</summary>
public static class Contract
{
    private const string Problem = "application/problem+json";

    /// <summary>Adds the document.</summary>
    public static void AddHubContract(this IServiceCollection services) => services.AddOpenApi(contract =>
    {
        contract.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "IntegrationHub",
                Version = "1.0.0",
                Description = "Cases and incidents of the city's one support number. Faults are RFC 9457 problem details with a stable type; times are RFC 3339 in UTC. "
                    + "What suppliers send is described by the schemas in contracts/suppliers.",
                License = new OpenApiLicense { Name = "The city's own" },
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of the city's sign-in, or a supplier's own." },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] }];
            return Task.CompletedTask;
        });
        contract.AddSchemaTransformer((schema, context, _) =>
        {
            // Written as plain text, whatever they are inside.
            if (context.JsonTypeInfo.Type is var type && (type == typeof(Personal) || type == typeof(PersonId) || type == typeof(CaseNumber) || type == typeof(OrderNumber) || type == typeof(IncidentNumber) || type == typeof(CallbackId)))
            {
                schema.Type = JsonSchemaType.String;
                schema.Properties?.Clear();
                schema.Required?.Clear();
                schema.Description = type == typeof(CallbackId) ? "The case's number, a hyphen and 8 hex digits."
                    : type == typeof(IncidentNumber) ? "6 to 9 digits, the last a check digit that no case number has."
                    : type == typeof(OrderNumber) ? "9 digits, the first a 5, the last a Luhn check digit."
                    : type == typeof(CaseNumber) ? "8 to 12 digits, the last a Luhn check digit."
                    : type == typeof(PersonId) ? "A pseudonym; never a name."
                    : "Personal text, or [raderat] after it was erased.";
            }

            return Task.CompletedTask;
        });
    });

    /// <summary>Says what an endpoint answers when all is well, and with which statuses it refuses.</summary>
    /// <typeparam name="T">The answer.</typeparam>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status, params int[] refusals)
    {
        endpoint.Produces<T>(status);
        foreach (var refusal in refusals)
        {
            endpoint.Produces<ProblemDetails>(refusal, Problem);
        }

        return endpoint;
    }
}
