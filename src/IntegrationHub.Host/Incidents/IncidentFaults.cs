using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Incidents;

/// <summary>What can be wrong with what is said about an incident: by field, with what is wanted.</summary>
internal static class IncidentFaults
{
    /// <summary>Characters of news.</summary>
    public const int LongestNews = 1_000;

    private const int MostNames = 100;

    /// <summary>Texts in both languages.</summary>
    public static Dictionary<string, string[]> Of(params ReadOnlySpan<(string Field, IncidentText? Text, int Longest)> texts)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (field, text, longest) in texts)
        {
            foreach (var (language, said) in ((string, string?)[])[("sv", text?.Sv), ("en", text?.En)])
            {
                if (string.IsNullOrWhiteSpace(said) || said.Length > longest || said.Any(char.IsControl))
                {
                    faults[field.Length == 0 ? language : $"{field}.{language}"] =
                        [$"1 to {longest} characters on one line, in plain {(language == "sv" ? "Swedish" : "English")}: callers hear it."];
                }
            }
        }

        return faults;
    }

    /// <summary>News in both languages with its next promise.</summary>
    public static Dictionary<string, string[]> Of(NewsBody said, DateTimeOffset now)
    {
        var faults = Of(("", said.Sv is null || said.En is null ? null : said.Text, LongestNews));
        Promise(faults, said.NextNews, now);
        return faults;
    }

    /// <summary>When news is promised.</summary>
    public static void Promise(Dictionary<string, string[]> faults, DateTimeOffset? promised, DateTimeOffset now)
    {
        if (promised is { } due && (due <= now || due > now + IncidentPolicy.LongestPromise))
        {
            faults["nextNews"] = ["A time within the next seven days, for example in an hour."];
        }
    }

    /// <summary>Texts among staff, in any language, without names of persons.</summary>
    public static Dictionary<string, string[]> OfTexts(params ReadOnlySpan<(string Field, string? Said, int Longest)> texts)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (field, said, longest) in texts)
        {
            if (string.IsNullOrWhiteSpace(said) || said.Length > longest || said.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r')))
            {
                faults[field] = [$"1 to {longest} characters, without names of persons."];
            }
        }

        return faults;
    }

    /// <summary>Why something is corrected.</summary>
    public static Dictionary<string, string[]> OfReason(string? reason)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > 500)
        {
            faults["reason"] = ["Say why, in one sentence, without names of persons."];
        }

        return faults;
    }

    /// <summary>Whom it touches.</summary>
    public static Dictionary<string, string[]> OfScope(
        IReadOnlyList<string>? services, IReadOnlyList<string>? areas, IReadOnlyList<string>? organisations, IReadOnlyList<string>? sites, ServiceCatalogue catalogue)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (services?.Any(service => catalogue.FindService(service) is null) == true)
        {
            faults["services"] = ["Ids from the service catalogue; leave it out for all."];
        }

        if (areas?.Any(area => area is not ("office" or "education")) == true)
        {
            faults["areas"] = ["office, education; leave it out for both."];
        }

        foreach (var (field, names) in ((string, IReadOnlyList<string>?)[])[("organisations", organisations), ("sites", sites)])
        {
            if (names is not null && (names.Count > MostNames || names.Any(name => string.IsNullOrWhiteSpace(name) || name.Length > 100 || name.Any(char.IsControl))))
            {
                faults[field] = [$"At most {MostNames} names of 1 to 100 characters; leave both out for the whole city."];
            }
        }

        return faults;
    }
}
