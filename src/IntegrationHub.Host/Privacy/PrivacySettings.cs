using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Privacy;

/// <summary>How personal data is kept and for how long: the settings under <c>Privacy</c> and <c>Retention</c>.</summary>
/// <param name="MasterKey">Wraps the persons' keys, 32 bytes; <c>Privacy:MasterKey</c>. Null: kept in the data directory.</param>
/// <param name="NextMasterKey">What is to follow it; <c>Privacy:NextMasterKey</c>.</param>
/// <param name="Vault">The key vault that wraps the master key; <c>Privacy:KeyVaultUrl</c> and what belongs to it. Null for none.</param>
/// <param name="Retention">How long after closing the texts of a kind of case are kept; <c>Retention:KIND</c>, in days. A kind that is not there keeps them.</param>
public sealed record PrivacySettings(
    byte[]? MasterKey, byte[]? NextMasterKey, KeyVaultSettings? Vault, IReadOnlyDictionary<CaseKind, TimeSpan> Retention)
{
    private const int KeyBytes = 32;

    /// <summary>The database that several hubs share for persons' keys; <c>Privacy:KeyStore</c>. Null: a file in the data directory of one hub.</summary>
    public KeyDatabaseSettings? KeyStore { get; init; }

    /// <summary>How long an order's texts are kept after the last thing that happened to it; <c>Orders:RetentionDays</c>. Null: for ever.</summary>
    public TimeSpan? OrderRetention { get; init; }

    /// <summary>The same for an invoice; <c>Invoices:RetentionDays</c>.</summary>
    public TimeSpan? InvoiceRetention { get; init; }

    private const int LongestRetention = 36_500;
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">One of them is missing or wrong.</exception>
    public static PrivacySettings Read(IConfiguration configuration)
    {
        var (master, vault, store) = (Key(configuration, "Privacy:MasterKey"), ReadVault(configuration), ReadStore(configuration["Privacy:KeyStore"]));
        return (master, vault, store) switch
        {
            (not null, not null, _) => throw new SettingsException(
                "Privacy:MasterKey and Privacy:KeyVaultUrl are both set. Keep one: with a vault the master key lies wrapped beside the keys."),
            (null, null, not null) => throw new SettingsException(
                "Privacy:KeyStore is set, and no master key that the hubs share. Give each hub the same Privacy:MasterKey (make one with: openssl rand -base64 32), or Privacy:KeyVaultUrl."),
            _ => new PrivacySettings(
                master, Key(configuration, "Privacy:NextMasterKey"), vault, configuration.GetSection("Retention").GetChildren().ToDictionary(Kind, Days))
            {
                KeyStore = store,
                OrderRetention = DaysIn(configuration, "Orders:RetentionDays"),
                InvoiceRetention = DaysIn(configuration, "Invoices:RetentionDays"),
            },
        };
    }

    /// <summary>Where the master key is kept.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="wrapped">Where it lies when a vault has wrapped it.</param>
    public IMasterKeyHome Home(string directory, ISecretShelf wrapped) => this switch
    {
        { Vault: { } vault } => new MasterKeyInVault(directory, wrapped, new KeyVault(KeyVault.NewClient(s_firstWait), vault)),
        { MasterKey: { } key } => new MasterKeyInSettings(key, NextMasterKey),
        _ => new MasterKeyFile(directory),
    };

    private static byte[]? Key(IConfiguration configuration, string name)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return null;
        }

        var key = new byte[KeyBytes];
        return Convert.TryFromBase64String(text, key, out var length) && length == KeyBytes
            ? key
            : throw new SettingsException($"{name} must be base64 of 32 bytes; make one with: openssl rand -base64 32");
    }

    private static KeyDatabaseSettings? ReadStore(string? text)
    {
        try
        {
            return string.IsNullOrWhiteSpace(text) ? null : KeyDatabaseSettings.Read(text);
        }
        catch (FormatException fault)
        {
            throw new SettingsException(fault.Message);
        }
    }

    private static KeyVaultSettings? ReadVault(IConfiguration configuration)
    {
        var section = configuration.GetSection("Privacy");
        if (section["KeyVaultUrl"] is not { Length: > 0 } url)
        {
            return null;
        }

        string Needed(string name, string good) => section[name] is { Length: > 0 } value
            ? value : throw new SettingsException($"Privacy:{name} is not set, and Privacy:KeyVaultUrl is. Set it, for example to {good}.");

        var token = section["TokenUrl"] ?? $"https://login.microsoftonline.com/{Needed("TenantId", "the id of the city's tenant")}/oauth2/v2.0/token";
        return new KeyVaultSettings(
            Address("KeyVaultUrl", url), Needed("KeyName", "integration-hub"), Address("TokenUrl", token),
            Needed("ClientId", "the id of the hub's registration"), Needed("ClientSecret", "its secret"));
    }

    private static Uri Address(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback)
            ? address : throw new SettingsException($"Privacy:{name} is an https address, for example https://city-hub.vault.azure.net.");

    private static CaseKind Kind(IConfigurationSection section) =>
        Enum.GetValues<CaseKind>().Cast<CaseKind?>().FirstOrDefault(kind =>
            section.Key.Equals(JsonNamingPolicy.KebabCaseLower.ConvertName($"{kind}"), StringComparison.OrdinalIgnoreCase))
        ?? throw new SettingsException($"Retention:{section.Key} names no kind of case. Use fault, question, access, order, change-request or complaint.");

    private static TimeSpan Days(IConfigurationSection section) => Days($"Retention:{section.Key}", section.Value, "after closing", 730);

    private static TimeSpan? DaysIn(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } text ? Days(name, text, "after the last thing that happened to it", 2_922) : null;

    private static TimeSpan Days(string name, string? text, string since, int example) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= LongestRetention
            ? TimeSpan.FromDays(days)
            : throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"{name} is a whole number of days {since}, 1 to {LongestRetention}, for example {example}."));
}
