using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace IntegrationHub.Adapters.Voice.Twilio;

/// <summary>Registers the telephone.</summary>
public static class TwilioRegistration
{
    /// <summary>Adds <see cref="TwilioRest"/> and the check of webhooks.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">The city's account.</param>
    /// <exception cref="InvalidOperationException">A setting is wrong; the text names it and a good value.</exception>
    public static IServiceCollection AddTwilio(this IServiceCollection services, TwilioOptions options)
    {
        if (options.Faults() is { Count: > 0 } faults)
        {
            throw new InvalidOperationException(string.Join(' ', faults));
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<TwilioWebhook>();
        services
            .AddHttpClient<TwilioRest>(http =>
            {
                http.BaseAddress = new Uri($"{options.ApiUrl.TrimEnd('/')}/2010-04-01/Accounts/{options.AccountSid}/");
                http.Timeout = TimeSpan.FromSeconds(15);
                var login = Encoding.UTF8.GetBytes($"{options.AccountSid}:{string.Concat(options.Tokens.Take(1))}");
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(login));
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                AllowAutoRedirect = false,
            })
            .AddResilienceHandler("twilio", pipeline => pipeline.AddRetry(Searches));
        return services;
    }

    /// <summary>Lets only what Twilio signed into these endpoints.</summary>
    public static TBuilder RequireTwilio<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilterFactory((_, next) => context =>
            context.HttpContext.RequestServices.GetRequiredService<TwilioWebhook>().InvokeAsync(context, next));

    // A search can be repeated; an order cannot: Twilio may have taken it though the answer was lost.
    private static HttpRetryStrategyOptions Searches => new()
    {
        MaxRetryAttempts = 2,
        Delay = TimeSpan.FromMilliseconds(200),
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        ShouldHandle = outcome => ValueTask.FromResult(
            outcome.Context.GetRequestMessage()?.Method == HttpMethod.Get
            && HttpClientResiliencePredicates.IsTransient(outcome.Outcome)
            && outcome.Outcome.Result?.StatusCode != HttpStatusCode.TooManyRequests),
    };
}
