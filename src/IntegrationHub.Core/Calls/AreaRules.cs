using IntegrationHub.Core.Hours;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>What is particular to some callers: those of a delivery area, with some roles, at some sites.</summary>
/// <param name="Id">The city's name for them: <c>education</c>, <c>preschool</c>, <c>pupils</c>.</param>
/// <param name="Area"><c>office</c> or <c>education</c>; null for both.</param>
/// <param name="Roles">Names of roles in the directory; empty for all.</param>
/// <param name="Sites">Ids of sites, or their beginnings with a star: <c>fsk-*</c>; empty for all. A kind of site is told by its id.</param>
/// <param name="Choices">The first question's matters, keys 1 to 4; null for the common ones.</param>
/// <param name="Hours">When calls of theirs are answered, whichever desk it is; the desk's own hours hold besides.</param>
/// <param name="PersonDesk">The desk that answers when a person is asked for; null for the common one.</param>
public sealed record AreaRule(
    string Id, string? Area, IReadOnlyList<string> Roles, IReadOnlyList<string> Sites, IReadOnlyList<MenuChoice>? Choices, OpeningHours Hours, string? PersonDesk)
{
    /// <summary>How many things it asks for; of the rules that fit, the one that asks for most holds.</summary>
    public int Particular => (Sites.Count > 0 ? 4 : 0) + (Roles.Count > 0 ? 2 : 0) + (Area is null ? 0 : 1);

    /// <summary>Whether it is for somebody in this role.</summary>
    public bool Fits(CallerRole role) =>
        (Area is null || Area == role.Area)
        && (Roles.Count == 0 || (role.Name?.Text is { } name && Roles.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase)))
        && (Sites.Count == 0 || (role.Site is { } site && Sites.Any(pattern => Matches(pattern, site))));

    private static bool Matches(string pattern, string site) =>
        pattern.EndsWith('*') ? site.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase) : string.Equals(pattern, site, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Which rule a caller comes under. Whoever is not known, or comes under several, is served as everybody is.</summary>
/// <param name="Rules">As configured.</param>
public sealed record AreaRules(IReadOnlyList<AreaRule> Rules)
{
    /// <summary>All callers are served alike.</summary>
    public static readonly AreaRules None = new([]);

    /// <summary>The rule with this id; null when there is none.</summary>
    public AreaRule? Find(string? id) => id is null ? null : Rules.FirstOrDefault(rule => rule.Id == id);

    /// <summary>The rule for somebody in this role: the most particular that fits, of equals the first by id.</summary>
    public AreaRule? Of(CallerRole role) =>
        Rules.Where(rule => rule.Fits(role)).OrderByDescending(rule => rule.Particular).ThenBy(rule => rule.Id, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The rule for somebody with these roles, before it is known which one the matter is about: null unless it is the same for all.</summary>
    public AreaRule? Of(IReadOnlyList<CallerRole> roles) =>
        roles.Select(Of).Distinct().ToList() is [var only] ? only : null;
}

/// <summary>Looks up which roles the caller's number is of. Asked once, before the first question; it tells nobody who that is.</summary>
public sealed record FindRoles : Deed;

/// <summary>The roles of the one person that has the number; empty when there is none.</summary>
public sealed record RolesFound(IReadOnlyList<CallerRole> Roles) : Outcome;
