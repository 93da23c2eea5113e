using IntegrationHub.Core.EventLog;
using Microsoft.AspNetCore.Http.Features;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>What all routes of Direct Line have in common: pages of other origins may or may not read, and faults have the protocol's shape.</summary>
internal sealed partial class DirectLineManners(DirectLineDoor door, ILogger<DirectLineManners> logger) : IEndpointFilter
{
    // Without x-requested-with Chromium does not let Web Chat in.
    private const string Headers = "authorization, content-type, x-ms-bot-agent, x-requested-with";

    private const int LargestHeard = 32 * 1024 * 1024;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        if (http.Request.Headers.Origin is { Count: > 0 } origin)
        {
            headers.Vary = "Origin";
            if (door.IsAllowed(http))
            {
                headers.AccessControlAllowOrigin = origin;
                headers.AccessControlAllowHeaders = Headers;
                headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
                headers.AccessControlExposeHeaders = "Retry-After";
                headers.AccessControlMaxAge = "3600";
            }
            else if (http.WebSockets.IsWebSocketRequest)
            {
                return DirectLineFaults.BadOrigin; // A browser asks nobody before it opens a socket.
            }
        }

        // Each route takes less and reads no more. What is larger still runs out after the answer: a client that is cut off while it sends hears none.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = LargestHeard;
        }

        try
        {
            return await next(context);
        }
        catch (EventLogException fault)
        {
            Failed(logger, fault, fault.Code);
            return DirectLineFaults.Of(503, "ServiceUnavailable", "The hub cannot write just now. Send the same again in a moment; it is recognised by clientActivityID.");
        }
        catch (BadHttpRequestException bad)
        {
            return bad.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? DirectLineFaults.TooLarge("4 MB") : DirectLineFaults.Of(400, "BadSyntax", "The request cannot be read.");
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A chat could not be read or written: {Code}")]
    private static partial void Failed(ILogger logger, Exception fault, string code);
}
