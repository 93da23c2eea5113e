namespace IntegrationHub.Core.Incidents;

/// <summary>A text for everybody, in plain words; about nobody, and so stored in the clear.</summary>
/// <param name="Sv">In Swedish.</param>
/// <param name="En">In English.</param>
public sealed record IncidentText(string Sv, string En)
{
    /// <summary>The text in a language.</summary>
    /// <param name="language"><c>en</c>; Swedish for everything else.</param>
    public string In(string language) => language == "en" ? En : Sv;
}

/// <summary>How much an incident weighs.</summary>
public enum IncidentLevel
{
    /// <summary>Driftstörning.</summary>
    Ordinary,

    /// <summary>Större driftstörning: led by the city, told to everybody.</summary>
    Major,
}

/// <summary>Where somebody is, as far as it is known.</summary>
/// <param name="Area"><c>office</c> or <c>education</c>.</param>
public sealed record Place(string? Area = null, string? Organisation = null, string? Site = null)
{
    /// <summary>Nothing is known.</summary>
    public static readonly Place Unknown = new();
}

/// <summary>Whom an incident touches. An empty list sets no limit: no service named is every service, no place named is the whole city.</summary>
/// <param name="Services">Ids from the service catalogue.</param>
/// <param name="Areas"><c>office</c>, <c>education</c>.</param>
/// <param name="Organisations">Any of these, or any of the sites.</param>
/// <param name="Sites">Any of these, or any of the organisations.</param>
public sealed record IncidentScope(
    IReadOnlyList<string> Services, IReadOnlyList<string> Areas, IReadOnlyList<string> Organisations, IReadOnlyList<string> Sites)
{
    /// <summary>Whether no place is named.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsCityWide => Organisations.Count == 0 && Sites.Count == 0;

    /// <summary>Whether somebody at this place is to hear of it before anything is known of the matter. Nowhere known hears only of the city-wide.</summary>
    public bool Touches(Place place) => IsOf(place.Area) && (IsCityWide || IsAt(place));

    /// <summary>Whether a matter of this service may be the incident: also at an unknown place, as the person can tell.</summary>
    public bool Concerns(string service, Place place) =>
        (Services.Count == 0 || Services.Contains(service, StringComparer.Ordinal))
        && (place is { Organisation: null, Site: null } ? IsOf(place.Area) : Touches(place));

    /// <summary>Whether two say the same.</summary>
    public bool Equals(IncidentScope? other) =>
        other is not null && Services.SequenceEqual(other.Services, StringComparer.Ordinal) && Areas.SequenceEqual(other.Areas, StringComparer.Ordinal)
        && Organisations.SequenceEqual(other.Organisations, StringComparer.Ordinal) && Sites.SequenceEqual(other.Sites, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Services.Count, Areas.Count, Organisations.Count, Sites.Count);

    private bool IsOf(string? area) => Areas.Count == 0 || area is null || Areas.Contains(area, StringComparer.Ordinal);

    private bool IsAt(Place place) =>
        (place.Site is { } site && Sites.Contains(site, StringComparer.OrdinalIgnoreCase))
        || (place.Organisation is { } organisation && Organisations.Contains(organisation, StringComparer.OrdinalIgnoreCase));
}
