using IntegrationHub.Core.Calls;

namespace IntegrationHub.Host.Serving;

/// <summary>What differs between delivery areas at the telephone.</summary>
internal static class AreaSettings
{
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
}
