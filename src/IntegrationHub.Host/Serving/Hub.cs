using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Suppliers;
using OpenTelemetry.Metrics;

namespace IntegrationHub.Host.Serving;

/// <summary>The whole hub, put together; read it from top to bottom.</summary>
public static class Hub
{
    private const long LargestBody = 1024 * 1024;

    /// <summary>Builds the hub with what it needs, ready to run.</summary>
    /// <param name="args">Settings as <c>--Key:Sub value</c>; also <c>--urls</c> and <c>--data</c>.</param>
    /// <param name="clock">The time.</param>
    /// <exception cref="SettingsException">A setting is missing or wrong; the message names it and a good value.</exception>
    /// <exception cref="EventLogException">The data directory is in use, full or damaged.</exception>
    public static WebApplication Build(string[] args, TimeProvider clock)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddEnvironmentVariables("HUB_").AddCommandLine(args);
        var settings = HubSettings.Read(builder.Configuration, builder.Environment);
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.AddServerHeader = false;
        });

        var data = DataDirectory.Open(settings.Data, settings.MasterKey, settings.EventLog, clock, EarlyLogger(builder.Configuration));
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(_ => data); // A factory, so that the container disposes it.
        builder.Services.AddSingleton<IEventLog>(data.Log);
        builder.Services.AddSingleton<IPersonKeys>(data.Keys);
        builder.Services.AddSingleton(data.Codec);
        builder.Services.AddSingleton(ServiceCatalogue.Default);
        builder.Services.AddSingleton(services => new Router(services.GetRequiredService<ServiceCatalogue>()));
        builder.Services.AddSingleton<CaseNumbers>();
        builder.Services.AddSingleton<CaseStore>();
        builder.Services.AddSingleton<CaseIntake>();
        builder.Services.AddSingleton(settings.Suppliers);
        builder.Services.AddSingleton<SupplierInbox>();

        builder.Services.AddHubAccess(settings);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<FaultAnswers>();
        builder.Services.AddOpenApi();
        builder.Services.AddHealthChecks().AddCheck<LogHealth>("event-log", failureStatus: null, tags: ["ready"], timeout: TimeSpan.FromSeconds(5));
        builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("IntegrationHub.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel").AddPrometheusExporter());
        builder.Services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.KebabCaseLower)));

        builder.Services.AddHostedService<Welcome>();

        var app = builder.Build();
        app.Services.GetRequiredService<DataDirectory>();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHubAccess();
        app.MapOpenApi();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        app.MapCases();
        app.MapSuppliers();
        return app;
    }

    // The event log is opened before the hub is built, so that a fault stops the start; what it says goes where the hub's own log goes.
    private static ILogger EarlyLogger(ConfigurationManager configuration) => LoggerFactory
        .Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole()).CreateLogger("IntegrationHub.EventLog");
}
