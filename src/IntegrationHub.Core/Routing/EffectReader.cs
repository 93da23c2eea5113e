namespace IntegrationHub.Core.Routing;

/// <summary>How many a fault reaches, as far as the words tell.</summary>
public enum Reach
{
    /// <summary>One person; also when nothing is said.</summary>
    One,

    /// <summary>A class, a department, several colleagues.</summary>
    Group,

    /// <summary>A whole school, house or office.</summary>
    Site,

    /// <summary>Several sites or all of the city.</summary>
    City,
}

/// <summary>What a description tells of effect and urgency. A hint for a person or a rule, not a priority.</summary>
/// <param name="Reach">The widest that is said.</param>
/// <param name="CannotWork">The work stands still.</param>
/// <param name="LessonGoingOn">A class is waiting.</param>
/// <param name="CareAtNight">People in care depend on it at night.</param>
/// <param name="Reasons">The lexicon's words that told, never the person's own text.</param>
public sealed record EffectHint(Reach Reach, bool CannotWork, bool LessonGoingOn, bool CareAtNight, IReadOnlyList<string> Reasons);

/// <summary>Reads effect and urgency from the words of a description, Swedish and English.</summary>
public static class EffectReader
{
    private static readonly Lexicon s_lexicon = new(WordFile.Default.Ignored, WordFile.Default.Effects);

    /// <summary>What the words tell; only the first 4,000 characters are read. Never throws on a text.</summary>
    public static EffectHint Read(string text)
    {
        var signs = s_lexicon.Read(text);
        string? Said(string concept) => signs[s_lexicon[concept]];

        var (reach, reachWord) = (Said("city"), Said("site"), Said("group")) switch
        {
            ({ } city, _, _) => (Reach.City, city),
            (_, { } site, _) => (Reach.Site, site),
            (_, _, { } group) => (Reach.Group, group),
            _ => (Reach.One, null),
        };
        var careAtNight = Said("night") is not null && Said("care") is not null;
        string?[] reasons = [reachWord, Said("cannot-work"), Said("lesson"), careAtNight ? Said("night") : null, careAtNight ? Said("care") : null];
        return new EffectHint(
            reach, Said("cannot-work") is not null, Said("lesson") is not null, careAtNight,
            [.. reasons.OfType<string>().Distinct(StringComparer.Ordinal)]);
    }
}
