using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IntegrationHub.Host.Serving;

/// <summary>A fault becomes a problem document (RFC 9457) that says what to do; never a stack trace.</summary>
internal sealed partial class FaultAnswers(IProblemDetailsService problems, ILogger<FaultAnswers> log) : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception fault, CancellationToken ct)
    {
        var (status, type, detail) = fault switch
        {
            BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == 413 ? "too-large" : "bad-request",
                bad.StatusCode == 413 ? "The body is larger than 1 MiB." : "The request cannot be read. Send JSON as the contract at /openapi/v1.json has it."),
            EventLogException e => (StatusCodes.Status503ServiceUnavailable, "log-" + e.Code, "The hub cannot write just now. Send the same request again in a moment."),
            SearchIndexException e => (StatusCodes.Status503ServiceUnavailable, "search-" + e.Code, "Search cannot answer just now; cases can be opened and read as usual. Send the same request again in a moment."),
            _ => (StatusCodes.Status500InternalServerError, "fault", "Something went wrong in the hub. Send the same request again; it is recognised."),
        };
        if (status >= 500)
        {
            Failed(log, fault, type);
        }

        http.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = { Status = status, Type = type, Detail = detail },
        });
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A request failed: {Type}")]
    private static partial void Failed(ILogger log, Exception fault, string type);
}

/// <summary>Ready when the event log answers, and the database of the keys where they lie in one.</summary>
internal sealed class LogHealth(IEventLog log, DataDirectory data) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await log.HeadAsync(cancellationToken);
            await Task.Run(() => data.Keys.Database?.Answer(), cancellationToken).WaitAsync(cancellationToken);
            return data.KeysChecked ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("keys-not-checked");
        }
        catch (EventLogException fault)
        {
            return HealthCheckResult.Unhealthy(fault.Code);
        }
    }
}
