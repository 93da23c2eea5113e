using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>What the caller said of who it is.</summary>
public enum WhoSaid
{
    /// <summary>Nothing yet: the person is only whom the directory has the number for.</summary>
    Nothing,

    /// <summary>It is that person, about the own matter.</summary>
    Self,

    /// <summary>It is that person, about somebody else's matter: a teacher for a pupil.</summary>
    ForAnother,

    /// <summary>It is somebody else.</summary>
    SomebodyElse,
}

/// <summary>A role of the caller's that a matter may be about.</summary>
/// <param name="Area"><c>office</c> or <c>education</c>.</param>
/// <param name="Name">In the city's words: <c>lärare</c>.</param>
/// <param name="Organisation">Where the matter then belongs.</param>
/// <param name="Site">Where the matter then belongs.</param>
public sealed record CallerRole(string Area, Personal? Name = null, string? Organisation = null, string? Site = null);

/// <summary>The one person in the directory that has the caller's number, and what the caller said to that.</summary>
/// <param name="Person">The directory's pseudonym of the person.</param>
/// <param name="FirstName">All that is ever said aloud.</param>
/// <param name="Roles">At most <see cref="MostRoles"/>.</param>
public sealed record Who(PersonId Person, Personal FirstName, IReadOnlyList<CallerRole> Roles)
{
    /// <summary>Choices that a caller can be read without forgetting the first.</summary>
    public const int MostRoles = 4;

    /// <summary>What the caller said.</summary>
    public WhoSaid Said { get; init; }

    /// <summary>The role that the matter is about, once that is known.</summary>
    public CallerRole? Role { get; init; }

    /// <summary>Whether the caller said to be that person.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsKnown => Said is WhoSaid.Self or WhoSaid.ForAnother;

    /// <summary>Whether the person has roles in both areas.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool InBothAreas => Roles.Any(role => role.Area != Roles[0].Area);
}

/// <summary>Looks up whom the directory has the caller's number for.</summary>
public sealed record FindCaller : Deed;

/// <summary>Exactly one person has the number.</summary>
public sealed record CallerFound(Who Who) : Outcome;
