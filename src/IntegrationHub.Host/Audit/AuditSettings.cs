using System.Globalization;
using System.Security.Cryptography;
using IntegrationHub.Adapters.Audit;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Audit;

/// <summary>How the log's chain is kept and signed.</summary>
/// <param name="ChainFolder">In the data directory: the kept links.</param>
/// <param name="CheckpointDirectory"><c>Audit:CheckpointDirectory</c>; <c>chain/checkpoints</c> in the data directory when not set.</param>
/// <param name="CheckpointEvery"><c>Audit:CheckpointEvery</c>; an hour when not set.</param>
/// <param name="SigningKey"><c>Audit:SigningKey</c>, PEM. Null: made at first use and kept as <c>audit.key</c> in the data directory.</param>
/// <param name="KeyFile">Where that is.</param>
public sealed record AuditSettings(string ChainFolder, string CheckpointDirectory, TimeSpan CheckpointEvery, string? SigningKey, string KeyFile)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="configuration">The hub's.</param>
    /// <param name="data">The data directory, whole.</param>
    /// <exception cref="SettingsException">One of them is wrong.</exception>
    public static AuditSettings Read(IConfiguration configuration, string data)
    {
        var said = configuration["Audit:CheckpointEvery"];
        var every = TimeSpan.FromHours(1);
        if (!string.IsNullOrEmpty(said) && (!TimeSpan.TryParseExact(said, "c", CultureInfo.InvariantCulture, out every) || every < s_shortest))
        {
            throw new SettingsException("Audit:CheckpointEvery is hours, minutes and seconds, at least one second; for example 01:00:00.");
        }

        var chain = Path.Combine(data, "chain");
        var settings = new AuditSettings(
            chain, Path.GetFullPath(Set(configuration["Audit:CheckpointDirectory"]) ?? Path.Combine(chain, "checkpoints")), every,
            Set(configuration["Audit:SigningKey"]), Path.Combine(data, "audit.key"));
        if (settings.SigningKey is not null)
        {
            settings.Key().Dispose();
        }

        return settings;
    }

    /// <summary>The checkpoints.</summary>
    public CheckpointFolder Checkpoints => new(CheckpointDirectory);

    /// <summary>The signing key; made when none is set and none was made.</summary>
    /// <exception cref="SettingsException">It is no such key.</exception>
    public ECDsa Key()
    {
        try
        {
            return SigningKey is null ? Adapters.Audit.SigningKey.Open(KeyFile) : Adapters.Audit.SigningKey.Read(SigningKey, "Audit:SigningKey");
        }
        catch (InvalidDataException fault)
        {
            throw new SettingsException(fault.Message);
        }
    }

    /// <summary>The keeper of the chain; the caller has the data directory's lock.</summary>
    public ChainKeeper Keeper(TimeProvider clock) => new(ChainFolder, Checkpoints, Key(), CheckpointEvery, clock);

    private static string? Set(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
