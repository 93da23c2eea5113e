using System.Globalization;
using System.Net;
using IntegrationHub.Adapters.Chat.BotFramework;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.Amqp;
using IntegrationHub.Adapters.Suppliers.RequestTracker;
using IntegrationHub.Adapters.Suppliers.ServiceNow;
using IntegrationHub.Adapters.Suppliers.Tmf621;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.Orders;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Chats.DirectLine;
using IntegrationHub.Host.Correlation;
using IntegrationHub.Host.Invoices;
using IntegrationHub.Host.Mail;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Reports;
using IntegrationHub.Host.Search;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Serving;

/// <summary>The hub cannot start as it is set.</summary>
/// <param name="message">The setting, what is wrong, and a good value; never a secret.</param>
public sealed class SettingsException(string message) : Exception(message);

/// <summary>What the hub was told, checked once at start.</summary>
/// <param name="Urls">Where it listens; <c>urls</c>.</param>
/// <param name="Data">The data directory; <c>data</c>.</param>
/// <param name="Privacy">How personal data is kept.</param>
/// <param name="Authority">Issuer of the tokens; <c>Auth:Authority</c>. Null only in Development on loopback.</param>
/// <param name="ClientId">The audience of the tokens; <c>Auth:ClientId</c>.</param>
/// <param name="Suppliers">Every <c>Suppliers:ID</c> that has a token.</param>
/// <param name="Phone">The telephone.</param>
/// <param name="RequestsPerMinute">Of one caller in one group of routes; <c>RateLimit:PerMinute</c>. Null: see <see cref="RateLimits"/>.</param>
/// <param name="Development">Whether the hub runs for a developer.</param>
/// <param name="RoleClaim">The claim that names the role; <c>Auth:RoleClaim</c>, <c>roles</c> when not set.</param>
public sealed record HubSettings(string Urls, string Data, PrivacySettings Privacy, string? Authority, string? ClientId, string RoleClaim,
    IReadOnlyList<SupplierSettings> Suppliers, PhoneSettings Phone, int? RequestsPerMinute, bool Development)
{
    private const int LeastToken = 24;

    /// <summary>Where the event log is; <c>EventLog:Kind</c> and <c>EventLog:ConnectionString</c>.</summary>
    public EventLogSettings EventLog { get; init; } = new(Kurrent: null);

    /// <summary>What an identity system presents to keep the directory in step; <c>Directory:ScimToken</c>. Null lets none in.</summary>
    public string? ScimToken { get; init; }

    /// <summary>What figures are measured against; <c>Reports:AnswerTargets</c>.</summary>
    public ReportSettings Reports { get; init; } = ReportSettings.Default;

    /// <summary>Who has a local IT manager's mandate; <c>Directory:LocalItManagerRoles</c>.</summary>
    public required MandateSettings Mandates { get; init; }

    /// <summary>Mail, out and in.</summary>
    public MailSettings Mail { get; init; } = MailSettings.None;

    /// <summary>What the chat answers questions from; the folder <c>Chat:Knowledge</c>.</summary>
    public Knowledge Knowledge { get; init; } = Knowledge.None;

    /// <summary>Teams and other channels of the Bot Framework; <c>Bot:…</c>. Null: none.</summary>
    public BotSettings? Bot { get; init; }

    /// <summary>The web chat.</summary>
    public DirectLineSettings DirectLine { get; init; } = DirectLineSettings.None;

    /// <summary>The message broker; <c>Messaging:ConnectionString</c>. Null: none.</summary>
    public AmqpBroker? Broker { get; init; }

    /// <summary>Where the search index is; <c>Search:…</c>.</summary>
    public SearchSettings Search { get; init; } = SearchSettings.Embedded;

    /// <summary>How sure the correlation of reports must be; <c>Correlation:…</c>.</summary>
    public CorrelationSettings Correlation { get; init; } = new();

    /// <summary>What ordering goes by; <c>Orders:…</c>.</summary>
    internal OrderSettings Orders { get; init; } = new(OrderRules.Default, OrdererSettings.Read(new ConfigurationBuilder().Build()));

    /// <summary>The router's learnt model; <c>Routing:Model</c>. Null: <c>routing.model</c> in the data directory, if it is there.</summary>
    public string? RouterModel { get; init; }

    /// <summary>What invoices are taken and judged by; <c>Invoices:…</c>.</summary>
    internal InvoiceSettings Invoices { get; init; } = InvoiceSettings.Default;

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">One of them is missing or wrong.</exception>
    public static HubSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = new HubSettings(
            configuration["urls"] ?? "http://127.0.0.1:5080", configuration["data"] ?? "./data", PrivacySettings.Read(configuration),
            configuration["Auth:Authority"], configuration["Auth:ClientId"], configuration["Auth:RoleClaim"] ?? "roles",
            [.. configuration.GetSection("Suppliers").GetChildren().Select(Supplier)],
            PhoneSettings.Read(configuration, environment.IsDevelopment()), PerMinute(configuration), environment.IsDevelopment())
        {
            EventLog = EventLogSettings.Read(configuration),
            ScimToken = Scim(configuration),
            Mandates = MandateSettings.Read(configuration),
            Reports = ReportSettings.Read(configuration),
            Mail = MailSettings.Read(configuration),
            Correlation = CorrelationOptions.Read(configuration),
            Orders = OrderSettings.Read(configuration),
            Search = SearchSettings.Read(configuration),
            Invoices = InvoiceSettings.Read(configuration, environment.IsDevelopment()),
            Knowledge = KnowledgeFolder.Read(configuration["Chat:Knowledge"]),
            RouterModel = configuration["Routing:Model"] is { Length: > 0 } model ? Path.GetFullPath(model) : null,
            Bot = BotConfiguration.Read(configuration, environment.IsDevelopment()),
            DirectLine = DirectLineSettings.Read(configuration, environment.IsDevelopment(), PerMinute(configuration)),
        };
        List<string> faults =
        [
            .. SupplierSettings.Faults(settings.Suppliers, environment.IsDevelopment()), .. SupplierPace.Faults(settings.Suppliers),
            .. LeastData.Faults(settings.Suppliers), .. RequestTrackerSupplier.Faults(settings.Suppliers),
            .. ServiceNowSupplier.Faults(settings.Suppliers), .. OrderWay.Faults(settings.Suppliers, environment.IsDevelopment()),
            .. settings.Suppliers.Where(supplier => supplier.Protocol == "tmf621").SelectMany(TmfSupplier.Faults),
        ];
        if (faults.Count > 0)
        {
            throw new SettingsException(string.Join(' ', faults));
        }

        settings = settings with { Broker = AmqpRegistration.Read(configuration, settings.Suppliers, environment.IsDevelopment()) };
        if (settings.Authority is null && !(environment.IsDevelopment() && settings.ForThisMachineOnly))
        {
            throw new SettingsException(
                "Auth:Authority is not set, and the hub is not in Development on loopback only. Set Auth:Authority (for example " +
                "https://login.example.se/city/v2.0) and Auth:ClientId, or start it with ASPNETCORE_ENVIRONMENT=Development and --urls http://127.0.0.1:5080.");
        }

        return settings.Authority is not null && settings.ClientId is null
            ? throw new SettingsException("Auth:ClientId is not set. Set it to the id that the hub is registered under at Auth:Authority.")
            : settings;
    }

    private static string? Scim(IConfiguration configuration) => configuration["Directory:ScimToken"] switch
    {
        null or "" => null,
        { Length: >= LeastToken } token => token,
        _ => throw new SettingsException($"Directory:ScimToken is shorter than {LeastToken} characters. Make one with: openssl rand -base64 32"),
    };

    private static int? PerMinute(IConfiguration configuration) => configuration["RateLimit:PerMinute"] switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 => most,
        _ => throw new SettingsException("RateLimit:PerMinute is a whole number of 1 or more, for example 600."),
    };

    /// <summary>The settings of one supplier.</summary>
    internal static SupplierSettings Supplier(IConfigurationSection section) => new(
        section.Key, section["Protocol"] ?? "simulator", Uri.TryCreate(section["Url"], UriKind.RelativeOrAbsolute, out var url) ? url : null,
        section["Token"] ?? "", section["SigningKey"])
    {
        Options = section.AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase),
    };

    /// <summary>Whether only this machine reaches it.</summary>
    internal bool ForThisMachineOnly => Urls.Split(';').All(OnLoopback);

    private static bool OnLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
