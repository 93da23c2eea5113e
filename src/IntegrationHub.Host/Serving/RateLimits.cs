using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace IntegrationHub.Host.Serving;

/// <summary>How many requests a caller may make: counted per caller and group of routes, so that a flood harms only who makes it.</summary>
public static class RateLimits
{
    /// <summary>Requests a minute of one caller in one group, when <c>RateLimit:PerMinute</c> is not set.</summary>
    public const int Otherwise = 600;

    /// <summary>Machines speak faster than people: suppliers' systems, the carrier, and the channels of chats, who speak for many.</summary>
    private const int ForMachines = 20;

    private static readonly string[] s_machines = ["suppliers", "voice", "sms", "tmf-api", "scim", "api/messages"];

    /// <summary>Adds the limits.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="settings">In Development, when nothing is set, callers on this machine are not limited, and others to <see cref="Otherwise"/>.</param>
    public static void AddRateLimits(this IServiceCollection services, HubSettings settings)
    {
        var (perMinute, development) = (settings.RequestsPerMinute, settings.Development);
        if (perMinute is not null || !development || !settings.ForThisMachineOnly)
        {
            services.AddRateLimiter(limiter => Set(limiter, perMinute, development));
        }
    }

    /// <summary>Counts every request, where anybody is limited.</summary>
    public static void UseRateLimits(this WebApplication app)
    {
        if (app.Services.GetService<IConfigureOptions<RateLimiterOptions>>() is not null)
        {
            app.UseRateLimiter();
        }
    }

    private static void Set(RateLimiterOptions limiter, int? perMinute, bool development)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        {
            var group = Group(http.Request.Path); // What begins with v3 counts for itself, by conversation: DirectLineLimits.
            if (group is "health" or "metrics" or "v3" || (perMinute is null && development && IsOnThisMachine(http)))
            {
                return RateLimitPartition.GetNoLimiter("");
            }

            var most = (perMinute ?? Otherwise) * (s_machines.Contains(group, StringComparer.Ordinal) ? ForMachines : 1);
            return RateLimitPartition.GetSlidingWindowLimiter($"{group}|{Caller(http)}", _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = most,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = 6,
            });
        });
        limiter.OnRejected = RejectAsync;
    }

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(10);
        var http = rejected.HttpContext;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await http.RequestServices.GetRequiredService<IProblemDetailsService>().TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails =
            {
                Status = StatusCodes.Status429TooManyRequests,
                Type = "too-many-requests",
                Detail = "There were too many requests from this caller. Wait as long as Retry-After says, then send the request again.",
            },
        });
    }

    private static string Group(PathString path) => path.StartsWithSegments("/api/messages", StringComparison.OrdinalIgnoreCase) ? "api/messages"
        : path.Value?.Split('/', 3) is [_, var first, ..] ? first : "";

    private static string Caller(HttpContext http) =>
        http.User.FindFirstValue("sub") ?? http.Connection.RemoteIpAddress?.ToString() ?? "nobody";

    private static bool IsOnThisMachine(HttpContext http) => http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);
}
