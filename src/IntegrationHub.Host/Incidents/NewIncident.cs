using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Incidents;

/// <summary>An incident to be declared.</summary>
/// <param name="What">What does not work, in one plain sentence of at most 200 characters.</param>
/// <param name="Known">What is known of it so far.</param>
/// <param name="Services">Ids from the catalogue; none means every service.</param>
/// <param name="Areas"><c>office</c>, <c>education</c>; none means both.</param>
/// <param name="Sites">With <paramref name="Organisations"/>: none of either means the whole city.</param>
/// <param name="Desk">The responsible desk; left out, it is the one that owns the first service.</param>
/// <param name="With">Further desks that work on it.</param>
/// <param name="NextNews">When the next news is promised; left out, an hour from now, or half an hour when it is a major one.</param>
internal sealed record NewIncident(
    IncidentText? What, IncidentText? Known, IReadOnlyList<string>? Services, IReadOnlyList<string>? Areas, IReadOnlyList<string>? Organisations,
    IReadOnlyList<string>? Sites, bool Major, string? Desk, IReadOnlyList<string>? With, DateTimeOffset? NextNews)
{
    /// <summary>Every fault, by field, with what is wanted; empty when there is none.</summary>
    public Dictionary<string, string[]> Faults(ServiceCatalogue catalogue, DateTimeOffset now)
    {
        var faults = IncidentFaults.Of(("what", What, 200), ("known", Known ?? new IncidentText("-", "-"), 1_000));
        IncidentFaults.Promise(faults, NextNews, now);
        foreach (var (field, wanted) in IncidentFaults.OfScope(Services, Areas, Organisations, Sites, catalogue))
        {
            faults[field] = wanted;
        }

        if (catalogue.FindDesk(ResponsibleDesk(catalogue)) is null)
        {
            faults["desk"] = ["A desk's id from the catalogue; it can be left out when a service is given."];
        }

        if (With?.Any(desk => catalogue.FindDesk(desk) is null) == true)
        {
            faults["with"] = ["Ids of desks from the catalogue."];
        }

        return faults;
    }

    /// <summary>The declaration that it stands for.</summary>
    public Declaration ToDeclaration(string key, ServiceCatalogue catalogue) => new(
        key, Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web))), What!, Known,
        new NewScope(Services, Areas, Organisations, Sites, null).ToScope(), Major ? IncidentLevel.Major : IncidentLevel.Ordinary,
        ResponsibleDesk(catalogue)!, [.. With ?? []], NextNews);

    private string? ResponsibleDesk(ServiceCatalogue catalogue) =>
        Desk ?? (Services is [var first, ..] ? catalogue.FindService(first)?.Desk : null);
}

/// <summary>Whom an incident touches, corrected.</summary>
internal sealed record NewScope(
    IReadOnlyList<string>? Services, IReadOnlyList<string>? Areas, IReadOnlyList<string>? Organisations, IReadOnlyList<string>? Sites, string? Reason)
{
    /// <summary>In one order, without repeats, so that the same scope is the same.</summary>
    public IncidentScope ToScope() => new(Tidy(Services), Tidy(Areas), Tidy(Organisations), Tidy(Sites));

    private static string[] Tidy(IReadOnlyList<string>? names) =>
        [.. (names ?? []).Select(name => name.Trim()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}

/// <summary>News, a solution or why it is opened again.</summary>
internal sealed record NewsBody(string? Sv, string? En, DateTimeOffset? NextNews)
{
    /// <summary>The text, once it is checked.</summary>
    public IncidentText Text => new(Sv!, En!);
}

/// <summary>How much it weighs, corrected.</summary>
internal sealed record LevelBody(IncidentLevel Level, string? Reason);

/// <summary>Which desks work on it.</summary>
internal sealed record DesksBody(string? Desk, IReadOnlyList<string>? With, string? Reason);

/// <summary>A case that joins.</summary>
internal sealed record JoinBody(string? Case, string? Reason);

/// <summary>Why.</summary>
internal sealed record ReasonBody(string? Reason);
