using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Audit;
using IntegrationHub.Host.Callbacks;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Catalogue;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Chats.DirectLine;
using IntegrationHub.Host.Commands;
using IntegrationHub.Host.Correlation;
using IntegrationHub.Host.Holdings;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Invoices;
using IntegrationHub.Host.Mail;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Pages;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Problems;
using IntegrationHub.Host.Reports;
using IntegrationHub.Host.Routing;
using IntegrationHub.Host.Search;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Host.TroubleTickets;
using IntegrationHub.Host.Trying;
using IntegrationHub.Host.Views;
using IntegrationHub.Host.Voice;
using IntegrationHub.Host.Voice.Transfers;
using IntegrationHub.Host.Workers;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
    public static async Task<WebApplication> BuildAsync(string[] args, TimeProvider clock)
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

        var settable = settings.Development ? new SettableClock(clock) : null;
        clock = settable ?? clock;
        var data = await DataDirectory.OpenAsync(
            settings.Data, settings.Privacy, settings.EventLog, clock, EarlyLogger(builder.Configuration), CancellationToken.None);
        var (suppliers, simulator) = await PlayedSuppliers.StartAsync(builder.Configuration, settings, data.Path, clock);
        settings = settings with { Suppliers = suppliers };
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(AuditSettings.Read(builder.Configuration, data.Path));
        builder.Services.AddSingleton(_ => data); // A factory, so that the container disposes it.
        builder.Services.AddPlayedSuppliers(simulator);
        AddBusiness(builder.Services, data, settings);
        if (settable is not null)
        {
            AddTrying(builder.Services, settable, data);
        }

        AddServing(builder.Services, settings);
        builder.Services.AddPages(data, settings.Phone.Simulated);

        var app = builder.Build();
        app.Services.GetRequiredService<DataDirectory>();
        if (data.KeysChecked)
        {
            await app.Services.GetRequiredService<SupplierRegister>().ReadAsync(CancellationToken.None); // Else the log is away, and it is read once it is there.
            await app.Services.GetRequiredService<CatalogueRegister>().ReadAsync(CancellationToken.None);
        }

        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UsePages();
        app.UseHubAccess();
        Map(app);
        return app;
    }

    private static void AddBusiness(IServiceCollection services, DataDirectory data, HubSettings settings)
    {
        services.AddSingleton<IEventLog>(data.Log);
        services.AddSingleton<IPersonKeys>(data.Keys);
        services.AddSingleton(data.Codec);
        services.AddSingleton(ServiceCatalogue.Default.Copy()); // Suppliers may be added to it.
        services.AddRouting(settings.RouterModel, data.Path);
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton(with => new CaseStore(
            with.GetRequiredService<IEventLog>(), data.Codec, with.GetRequiredService<ServiceCatalogue>(), data.RememberCases()));
        services.AddSingleton<CaseIntake>();
        services.AddSingleton<UserAnswers>();
        services.AddSingleton<SupplierInbox>();
        services.AddPeople(settings.ScimToken, settings.Mandates);
        services.AddPhoneLine(settings.Phone);
        services.AddWork(settings);
        services.AddCatalogue();
        services.AddViews();
        services.AddAudit();
        services.AddIncidents();
        services.AddProblems();
        services.AddOrders(settings.Orders);
        services.AddInvoices(settings.Invoices, data.Path);
        services.AddCorrelation(settings.Correlation);
        services.AddTroubleTickets(settings.Development);
        services.AddReports(settings.Reports);
        services.AddCallbacks(() => LinkKey.Of(data));
        services.AddSearch(settings.Search, data.Path);
        services.AddChats(settings.Phone, settings.Knowledge);
        services.AddBot(settings.Bot);
        services.AddDirectLine(settings.DirectLine, data.Path);
        services.AddMail(settings.Mail, data.Path);
        services.AddPrivacy(settings.Privacy);
        services.AddHostedService<ChainFollower>();
    }

    /// <summary>In Development the time can be put forward, and the log be in trouble.</summary>
    private static void AddTrying(IServiceCollection services, SettableClock clock, DataDirectory data)
    {
        services.AddSingleton(clock);
        services.AddSingleton(new TroubledLog(data.Log, TimeProvider.System));
        if (data.Log is not KurrentEventLog)
        {
            services.Replace(ServiceDescriptor.Singleton<IEventLog>(with => with.GetRequiredService<TroubledLog>()));
        }
    }

    private static void AddServing(IServiceCollection services, HubSettings settings)
    {
        services.AddHubAccess(settings);
        services.AddRateLimits(settings);
        services.AddProblemDetails();
        services.AddExceptionHandler<FaultAnswers>();
        services.AddHubContract();
        services.AddHealthChecks().AddCheck<LogHealth>("event-log", failureStatus: null, tags: ["ready"], timeout: TimeSpan.FromSeconds(5));
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("IntegrationHub.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel").AddPrometheusExporter());
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        });
        services.AddHostedService<ControlSocket>();
        services.AddHostedService<Welcome>();
    }

    private static void Map(WebApplication app)
    {
        app.MapOpenApi();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        app.MapCases();
        app.MapIncidents();
        app.MapProblems();
        app.MapOrders();
        app.MapDeskOrders();
        app.MapArticles();
        app.MapHoldings();
        app.MapHoldingUse();
        app.MapInvoices();
        app.MapProposals();
        app.MapRegrouping();
        app.MapCallbacks();
        app.MapDirectory();
        app.MapSuppliers();
        app.MapTroubleTickets();
        app.MapTmfListening();
        app.MapTmfOrderListening();
        app.MapSupplierDecisions();
        app.MapOwners();
        app.MapParties();
        app.MapDeskCases();
        app.MapVoice();
        app.MapCalls();
        app.MapBot();
        app.MapParkedWork();
        app.MapSearch();
        app.MapReports();
        app.MapAudit();
        app.MapPeople();
        app.MapDirectLine();
        app.MapChatToken();
        app.MapPages();
    }

    // The event log is opened before the hub is built, so that a fault stops the start; what it says goes where the hub's own log goes.
    private static ILogger EarlyLogger(ConfigurationManager configuration) => LoggerFactory
        .Create(logging => logging.AddConfiguration(configuration.GetSection("Logging")).AddConsole()).CreateLogger("IntegrationHub.EventLog");
}
