using System.Text.Json.Serialization;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Directory;

/// <summary>A telephone number or a mail address of a person.</summary>
/// <param name="Value">A number in E.164, an address as written.</param>
/// <param name="Type">What the source calls it: <c>work</c>, <c>mobile</c>; null when it does not say.</param>
public sealed record ContactWay(Personal Value, string? Type = null);

/// <summary>What a person is in the city. One person may hold several, in both areas: adult pupil, employee, elected.</summary>
/// <param name="Area"><c>office</c> or <c>education</c>.</param>
/// <param name="Name">In the city's words: <c>lärare</c>; null when not known.</param>
/// <param name="Unit">The class, the department; null when not known.</param>
/// <param name="Organisation">Where it differs from the person's own.</param>
/// <param name="Site">Where it differs from the person's own.</param>
public sealed record PersonRole(string Area, Personal? Name = null, Personal? Unit = null, string? Organisation = null, string? Site = null);

/// <summary>Where a matter of a person belongs.</summary>
/// <param name="Area"><c>office</c> or <c>education</c>; null when the person has roles in both, or none.</param>
public sealed record Placement(string? Area, string? Organisation, string? Site);

/// <summary>What the directory knows of a person. What tells who it is stands under the person's key.</summary>
/// <param name="ExternalId">The stable id in the system that the directory comes from.</param>
/// <param name="UserName">What the person signs in with; null when it is the external id.</param>
/// <param name="Organisation">Id of the organisation. In the clear, as on cases: figures are counted by it.</param>
/// <param name="Site">Id of the site, in the clear for the same reason.</param>
/// <param name="Manager">The pseudonym of who settles the open cases when the person leaves.</param>
/// <param name="Sponsor">The pseudonym of the employee who answers for a consultant or a substitute.</param>
/// <param name="ActiveFrom">The first day; null for always.</param>
/// <param name="ActiveUntil">The last day; null for always.</param>
/// <param name="Language">As the source has it: <c>sv</c>, <c>en-GB</c>.</param>
public sealed record PersonFacts(
    Personal ExternalId, Personal? UserName, Personal? GivenName, Personal? FamilyName, IReadOnlyList<ContactWay> Phones,
    IReadOnlyList<ContactWay> Mails, string? Organisation, string? Site, Personal? Unit, IReadOnlyList<PersonRole> Roles, PersonId? Manager,
    PersonId? Sponsor, DateOnly? ActiveFrom, DateOnly? ActiveUntil, string? Language)
{
    /// <summary>Given and family name; null when neither is known.</summary>
    [JsonIgnore]
    public string? FullName => string.Join(' ', new[] { GivenName?.Text, FamilyName?.Text }.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } name ? name : null;

    /// <summary>Whether the person has roles in both areas, so that it must be asked which one a matter is about.</summary>
    [JsonIgnore]
    public bool InBothAreas => Roles.Select(role => role.Area).Distinct(StringComparer.Ordinal).Count() > 1;

    /// <summary>Whether the day lies within the person's time.</summary>
    public bool IsActiveOn(DateOnly day) => (ActiveFrom is not { } from || from <= day) && (ActiveUntil is not { } until || day <= until);

    /// <summary>Where a matter of this role belongs.</summary>
    public Placement Of(PersonRole role) => new(role.Area, role.Organisation ?? Organisation, role.Site ?? Site);

    /// <summary>Where a matter belongs when nothing is said of the role: with the first role, its area only when there is no other.</summary>
    [JsonIgnore]
    public Placement Placed => InBothAreas || Roles.Count == 0 ? new(null, Organisation, Site) : Of(Roles[0]);

    /// <summary>Whether the two say the same.</summary>
    public bool SameAs(PersonFacts other) =>
        (this with { Phones = other.Phones, Mails = other.Mails, Roles = other.Roles }).Equals(other)
        && Phones.SequenceEqual(other.Phones) && Mails.SequenceEqual(other.Mails) && Roles.SequenceEqual(other.Roles);
}
