using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Catalogue;

/// <summary>Who is to answer for a service.</summary>
/// <param name="Desk">Id of a desk.</param>
/// <param name="Supplier">Id of the supplier that delivers it; the one that runs the desk when left out.</param>
/// <param name="Area">Only there: <c>office</c> or <c>education</c>.</param>
/// <param name="Organisation">Only there, as the directory names it.</param>
/// <param name="Site">Only there, as cases name it.</param>
/// <param name="From">From then on; now when left out.</param>
/// <param name="Until">To then, exclusive; until further notice when left out.</param>
/// <param name="OpenCases">What becomes of the open cases.</param>
/// <param name="Reason">Why; 1 to 500 characters about the service, not about people.</param>
internal sealed record NewOwner(
    string? Desk, string? Supplier, string? Area, string? Organisation, string? Site, DateTimeOffset? From, DateTimeOffset? Until, OpenCases? OpenCases, string? Reason)
{
    private const int LongestReason = 500;
    private const int LongestName = 200;

    /// <summary>Every fault, by field, with what is wanted; empty when there is none.</summary>
    /// <param name="catalogue">The desks.</param>
    /// <param name="suppliers">Ids of the suppliers.</param>
    public Dictionary<string, string[]> Faults(ServiceCatalogue catalogue, IEnumerable<string> suppliers)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Fault(bool wrong, string field, string good)
        {
            if (wrong)
            {
                faults[field] = [good];
            }
        }

        var known = suppliers.Concat(catalogue.Desks.Select(desk => desk.Supplier)).ToHashSet(StringComparer.Ordinal);
        Fault(catalogue.FindDesk(Desk) is null, "desk", $"The id of a desk: {string.Join(", ", catalogue.Desks.Select(desk => desk.Id))}.");
        Fault(Supplier is not null && !known.Contains(Supplier), "supplier", $"The id of a supplier: {string.Join(", ", known)}; or leave it out.");
        Fault(Area is not (null or "office" or "education"), "area", "office or education, or leave it out for both.");
        Fault(Organisation is { Length: 0 or > LongestName }, "organisation", $"At most {LongestName} characters, or leave it out for all.");
        Fault(Site is { Length: 0 or > LongestName }, "site", $"At most {LongestName} characters, or leave it out for all.");
        Fault(OpenCases is null, "openCases", "finish or hand-over: what becomes of the cases that the owner before has.");
        Fault(string.IsNullOrWhiteSpace(Reason) || Reason.Length > LongestReason, "reason", $"Say why, in 1 to {LongestReason} characters.");
        return faults;
    }

    /// <summary>The decision that it asks for. Checked for faults.</summary>
    /// <param name="decision">Its id.</param>
    /// <param name="service">The service.</param>
    /// <param name="catalogue">The desks.</param>
    /// <param name="now">When it is.</param>
    public ServiceOwnerDecided ToDecision(string decision, string service, ServiceCatalogue catalogue, DateTimeOffset now) => new(
        decision, service, Desk!, Supplier ?? catalogue.FindDesk(Desk)!.Supplier, new Place(Area, Organisation, Site), From?.ToUniversalTime() ?? now, Until?.ToUniversalTime(),
        OpenCases!.Value, Reason!, now);
}
