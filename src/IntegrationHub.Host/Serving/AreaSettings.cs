using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Serving;

/// <summary>What differs between delivery areas at the telephone.</summary>
internal static class AreaSettings
{
    private const int MostChoices = 4;

    private static readonly string[] s_areas = ["office", "education"];

    /// <summary>Where a forgotten password is changed by oneself; <c>Password:AREA:Url</c>.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="faults">Told what is wrong, and a good value.</param>
    public static PasswordSelfService SelfService(IConfiguration configuration, List<string> faults)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var area in s_areas)
        {
            if (configuration[$"Password:{area}:Url"] is not { Length: > 0 } said)
            {
                continue;
            }

            addresses[area] = said;
            if (!Uri.TryCreate(said, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || url.Query.Length > 0)
            {
                faults.Add($"Password:{area}:Url is no address that can be said; set it to a short one, for example https://losenord.example.se.");
            }
        }

        return new PasswordSelfService(addresses);
    }

    /// <summary>Which callers have a menu, hours or a desk of their own; <c>Areas:ID:Area</c>, <c>Roles</c>, <c>Sites</c>, <c>Menu</c>, <c>Hours</c>, <c>PersonDesk</c>.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="faults">Told what is wrong, and a good value.</param>
    public static AreaRules Rules(IConfiguration configuration, List<string> faults) =>
        new([.. configuration.GetSection("Areas").GetChildren().Select(section => Rule(section, faults))]);

    private static AreaRule Rule(IConfigurationSection section, List<string> faults)
    {
        var (area, hours) = (section["Area"], OpeningHours.Always);
        if (area is not null && !s_areas.Contains(area, StringComparer.Ordinal))
        {
            faults.Add($"Areas:{section.Key}:Area is no delivery area; set it to office or education.");
        }

        if (section["Hours"] is { Length: > 0 } said && !OpeningHours.TryParse(said, out hours))
        {
            faults.Add($"Areas:{section.Key}:Hours cannot be read; write for example 'mon-fri 07:00-17:00, holidays closed', or always.");
        }

        if (section["PersonDesk"] is { } desk && ServiceCatalogue.Default.FindDesk(desk) is null)
        {
            faults.Add($"Areas:{section.Key}:PersonDesk is no desk; set it to one, for example {ServiceCatalogue.Default.Desks[0].Id}.");
        }

        var (roles, sites) = (List(section["Roles"]), List(section["Sites"]));
        if (area is null && roles.Count == 0 && sites.Count == 0)
        {
            faults.Add($"Areas:{section.Key} is for nobody; set Area to office or education, or Roles or Sites to those whom it is for, for example fsk-*.");
        }

        return new AreaRule(section.Key, area, roles, sites, Choices(section, faults), hours, section["PersonDesk"]);
    }

    private static IReadOnlyList<MenuChoice>? Choices(IConfigurationSection section, List<string> faults)
    {
        if (List(section["Menu"]) is not { Count: > 0 } ids)
        {
            return null;
        }

        if (ids.Count > MostChoices || ids.Distinct(StringComparer.Ordinal).Count() < ids.Count || ids.Any(id => KeypadMenu.Default.Find(id) is null))
        {
            faults.Add($"Areas:{section.Key}:Menu is 1 to {MostChoices} different choices of the keypad menu, for example computer-sign-in, computer-device, phone-wifi, systems-pupils.");
            return null;
        }

        return [.. ids.Select((id, index) => KeypadMenu.Default.Find(id)! with { Key = index + 1 })];
    }

    private static List<string> List(string? said) => [.. (said ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}
