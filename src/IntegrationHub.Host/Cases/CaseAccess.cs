using System.Security.Claims;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Search;

namespace IntegrationHub.Host.Cases;

/// <summary>Which cases somebody may see and act on: those that searches show.</summary>
internal sealed class CaseAccess(SearchAccess access, CaseStore cases)
{
    /// <summary>The case; null when there is none, or none that the user may see: nobody learns which.</summary>
    /// <param name="number">In any form that people write.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<LoadedCase?> FindAsync(string number, ClaimsPrincipal user, CancellationToken ct)
    {
        if (!CaseNumber.TryParse(number, out var parsed) || await cases.LoadAsync(parsed, ct) is not { History.Count: > 0 } loaded)
        {
            return null;
        }

        var sight = await access.OfAsync(user, ct);
        return sight.All || (CaseDocument.Of(loaded) is { } document && sight.Reader.Sees(document)) ? loaded : null;
    }

    /// <summary>What the user may read of a case's history: an internal note is for the city's own people and desks.</summary>
    public static IReadOnlyList<Known> Readable(IReadOnlyList<Known> history, ClaimsPrincipal user) =>
        OrderAccess.IsStaff(user) || IncidentAccess.MayTell(user) ? history : [.. history.Where(known => known.Fact is not NoteAdded { Visibility: NoteVisibility.Internal })];
}
