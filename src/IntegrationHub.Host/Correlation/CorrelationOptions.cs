using System.Text.Json;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Correlation;

/// <summary>How sure correlation must be, from <c>Correlation</c> in the settings or from a file.</summary>
internal static class CorrelationOptions
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>The settings of the hub.</summary>
    /// <exception cref="SettingsException">One of them cannot be used.</exception>
    public static CorrelationSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Correlation");
        var (fresh, dependencies) = (new CorrelationSettings(), section.GetSection("Dependencies"));
        return Checked(fresh with
        {
            DeclareAt = section.GetValue("DeclareAt", fresh.DeclareAt),
            ProposeAt = section.GetValue("ProposeAt", fresh.ProposeAt),
            LinkAt = section.GetValue("LinkAt", fresh.LinkAt),
            Fewest = section.GetValue("Fewest", fresh.Fewest),
            Dependencies = dependencies.Exists()
                ? [.. dependencies.GetChildren().Select(one => new Dependency(one.Key, one["Sv"] ?? one.Key, one["En"] ?? one.Key, (one["Services"] ?? "").Split(',', Trimmed)))]
                : fresh.Dependencies,
        });
    }

    /// <summary>The settings of a file: the properties of <see cref="CorrelationSettings"/>, those left out as they come.</summary>
    /// <exception cref="SettingsException">The file cannot be used.</exception>
    public static CorrelationSettings OfFile(string path)
    {
        try
        {
            return Checked(JsonSerializer.Deserialize<CorrelationSettings>(File.ReadAllText(path), s_json)!);
        }
        catch (JsonException fault)
        {
            throw new SettingsException($"{path} is no JSON with settings of the correlation ({fault.Message}). A good one: {{ \"declareAt\": 9.8, \"linkAt\": 0.7 }}");
        }
    }

    private const StringSplitOptions Trimmed = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;

    private static CorrelationSettings Checked(CorrelationSettings settings) =>
        settings.ProposeAt <= 0 ? throw new SettingsException("Correlation:ProposeAt must be above 0, for example 8.")
        : settings.DeclareAt < settings.ProposeAt ? throw new SettingsException("Correlation:DeclareAt must not be below Correlation:ProposeAt, for example 9.8.")
        : settings.LinkAt is <= 0 or >= 1 ? throw new SettingsException("Correlation:LinkAt must be between 0 and 1, for example 0.75.")
        : settings.Fewest < 2 ? throw new SettingsException("Correlation:Fewest must be 2 or more, for example 4.")
        : settings;
}
