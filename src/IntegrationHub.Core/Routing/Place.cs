namespace IntegrationHub.Core.Routing;

/// <summary>Where something holds, or where a case belongs: each part narrows it, and a part that is null says nothing.</summary>
/// <param name="Area">Delivery area: <c>office</c> or <c>education</c>.</param>
/// <param name="Organisation">An administration or company of the city, as the directory names it.</param>
/// <param name="Site">A site, as the case names it.</param>
public sealed record Place(string? Area = null, string? Organisation = null, string? Site = null)
{
    /// <summary>The whole city.</summary>
    public static readonly Place Everywhere = new();

    /// <summary>Whether what holds here holds there too. A place that is not known is covered by the whole city only.</summary>
    public bool Covers(Place other) =>
        (Area is null || Area == other.Area) && (Organisation is null || Organisation == other.Organisation) && (Site is null || Site == other.Site);

    /// <summary>The places that cover this one, the narrowest first: a site before an organisation before an area. At most 8.</summary>
    public IEnumerable<Place> FromNarrowest()
    {
        for (var parts = 7; parts >= 0; parts--)
        {
            var (site, organisation, area) = ((parts & 4) != 0, (parts & 2) != 0, (parts & 1) != 0);
            if ((!site || Site is not null) && (!organisation || Organisation is not null) && (!area || Area is not null))
            {
                yield return new Place(area ? Area : null, organisation ? Organisation : null, site ? Site : null);
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        this == Everywhere ? "the whole city" : string.Join(", ", new[] { Area, Organisation, Site }.OfType<string>());
}
