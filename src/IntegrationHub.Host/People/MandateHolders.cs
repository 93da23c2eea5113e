using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.People;

/// <summary>What a local IT manager's role is called in the directory.</summary>
/// <param name="Roles">Names of roles; <c>Directory:LocalItManagerRoles</c>, a comma list.</param>
public sealed record MandateSettings(FrozenSet<string> Roles)
{
    private const string Default = "lokal it-chef, lokal it-ansvarig, local IT manager";

    /// <summary>Reads the settings.</summary>
    public static MandateSettings Read(IConfiguration configuration) => new(
        (configuration["Directory:LocalItManagerRoles"] is { Length: > 0 } said ? said : Default)
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase));
}

/// <summary>Who has a local IT manager's mandate, and where: by the directory alone, which is asked each time.</summary>
internal sealed class MandateHolders(CityDirectory directory, MandateSettings settings)
{
    /// <summary>The mandate of the one active person that has the number; null when there is none.</summary>
    /// <param name="way">The number's pseudonym.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<Mandate?> WithNumberAsync(PersonId way, CancellationToken ct) => Of(await directory.WhoHasAsync(way, ct));

    /// <summary>The mandate of whoever is signed in; null when there is none.</summary>
    /// <param name="subject">An external id, a user name or an address.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<Mandate?> SignedInAsync(string subject, CancellationToken ct) => Of(await directory.MeantAsync(subject, ct));

    /// <summary>The mandate of somebody; null when there is none.</summary>
    public Mandate? Of(KnownPerson? known)
    {
        string[] organisations = known is null ? [] :
        [
            .. known.Facts.Roles.Where(role => role.Name?.Text is { } name && settings.Roles.Contains(name.Trim()))
                .Select(role => known.Facts.Of(role).Organisation).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        return organisations.Length == 0 ? null : new Mandate(known!.Person, organisations);
    }
}
