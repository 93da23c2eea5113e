using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>A request that is refused in TM Forum's form.</summary>
/// <param name="status">4xx or 5xx.</param>
/// <param name="code">Stable, lower-case words joined by hyphens.</param>
/// <param name="why">What is wrong and what to do.</param>
internal sealed class TicketFault(int status, string code, string why) : Exception(why)
{
    public int Status { get; } = status;

    public string Code { get; } = code;
}

/// <summary>Answers in the form of TMF630: JSON, and faults as <c>Error</c> objects.</summary>
internal static class TicketAnswer
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>JSON with a status.</summary>
    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) =>
        Results.Text(body.ToJsonString(s_json), "application/json", statusCode: status);

    /// <summary>An <c>Error</c>.</summary>
    public static IResult Error(TicketFault fault) => Json(
        new JsonObject
        {
            ["code"] = fault.Code,
            ["reason"] = fault.Message,
            ["status"] = fault.Status.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["@type"] = "Error",
        }, fault.Status);

    /// <summary>Turns what goes wrong in an endpoint into an <c>Error</c>.</summary>
    public static async ValueTask<object?> CatchAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (TicketFault fault)
        {
            if (fault.Status == StatusCodes.Status401Unauthorized)
            {
                context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer realm=\"trouble-tickets\"";
            }

            return Error(fault);
        }
        catch (BadHttpRequestException bad)
        {
            return Error(new TicketFault(bad.StatusCode, bad.StatusCode == 413 ? "too-large" : "bad-request", "The request cannot be read; a body is at most 1 MiB."));
        }
        catch (EventLogException fault)
        {
            context.HttpContext.Response.Headers.RetryAfter = "5";
            return Error(new TicketFault(StatusCodes.Status503ServiceUnavailable, "log-" + fault.Code, "The hub cannot write just now. Send the same request again in a moment."));
        }
    }
}
