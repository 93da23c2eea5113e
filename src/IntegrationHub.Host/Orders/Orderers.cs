using IntegrationHub.Core;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Orders;

/// <summary>Who orders.</summary>
/// <param name="Person">The pseudonym in the directory; of the role in Development.</param>
/// <param name="Organisation">The own one.</param>
/// <param name="Site">The own one.</param>
/// <param name="Mail">Where a confirmation goes; null when the directory knows none.</param>
/// <param name="For">The organisations that it may order for.</param>
internal sealed record Orderer(PersonId Person, string? Organisation, string? Site, string? Mail, string Language, IReadOnlyList<string> For)
{
    /// <summary>Whether it may order for this organisation.</summary>
    public bool MayOrderFor(string? organisation) => organisation is not null && For.Contains(organisation, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whose order it is: the organisation that is said, or the orderer's own.</summary>
    public string? OrganisationOf(NewOrder body) => body.Organisation ?? Organisation;

    /// <summary>Where to: the site that is said, or the orderer's own where the order is of the own organisation.</summary>
    public string? SiteOf(NewOrder body) => body.Site ?? (string.Equals(OrganisationOf(body), Organisation, StringComparison.OrdinalIgnoreCase) ? Site : null);
}

/// <summary>Finds who orders: whoever is signed in, or whom the city's own people order for.</summary>
internal static class Orderers
{
    private static readonly Dictionary<string, string[]> s_none = new(StringComparer.Ordinal);

    /// <summary>The orderer; or what is wrong with whom the request names, or why whoever asks does not order.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public static async Task<(Orderer? Orderer, Dictionary<string, string[]> Faults, Refused<OrderEvent>? Refused)> FindAsync(NewOrder body, HttpContext http, OrderAccess access, CancellationToken ct)
    {
        var staff = OrderAccess.IsStaff(http.User); // A supplier's desk is not: it would order from itself in somebody's name.
        if (body.Orderer is not null && !staff)
        {
            return (null, Fault("Only the city's own people order for somebody else; leave it out."), null);
        }

        var who = body.Orderer is { } said ? await access.MeantAsync(said, ct) : await access.WhoAsync(http.User, ct);
        if (who is not null)
        {
            var placed = who.Facts.Placed;
            var language = who.Facts.Language?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? "en" : "sv";
            return (new(who.Person, placed.Organisation, placed.Site, who.Facts.Mails is [var first, ..] ? first.Value.Text : null, language, access.OrganisationsOf(who)), s_none, null);
        }

        if (body.Orderer is not null)
        {
            return (null, Fault("Somebody in the directory: external id, user name, e-mail address or phone number."), null);
        }

        // The city's own people may order in their role; the directory need not know them.
        return staff ? (new(access.InRole(http), null, null, null, "sv", []), s_none, null)
            : (null, s_none, new("not-orderer", "The directory does not know who you are, so that nothing can be ordered in your name."));
    }

    private static Dictionary<string, string[]> Fault(string what) => new(StringComparer.Ordinal) { ["orderer"] = [what] };
}
