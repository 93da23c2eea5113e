using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Voice;

/// <summary>Whom the directory has a caller's number for, and who then stands on the case.</summary>
internal sealed class CallerLookup(CityDirectory directory, IPersonKeys keys)
{
    /// <summary>The one person that has the number; not done when there is none, or several, or no first name to ask by.</summary>
    public async Task<Outcome> FindAsync(CallState call, CancellationToken ct)
    {
        if (await directory.WhoHasAsync(call.Person, ct) is not { Facts: { GivenName: { Text: not null } first } facts } known)
        {
            return new NotDone("caller-unknown");
        }

        return new CallerFound(new Who(known.Person, first, [.. facts.Roles.Take(Who.MostRoles).Select(role => Role(facts, role))]));
    }

    /// <summary>The roles of the one person that has the number; none when there is no such person, or several.</summary>
    public async Task<Outcome> RolesAsync(CallState call, CancellationToken ct) => new RolesFound(
        call.Phone is not null && await directory.WhoHasAsync(call.Person, ct) is { Facts: var facts } ? [.. facts.Roles.Select(role => Role(facts, role))] : []);

    /// <summary>Who has the matter: the caller, by name once the caller has said who it is; nobody's acquaintance when it is somebody else.</summary>
    public async Task<Reporter> ReporterAsync(string sid, CallState call, Who? who, CancellationToken ct)
    {
        if (who is { Said: WhoSaid.SomebodyElse })
        {
            var stranger = keys.Pseudonym("contact", sid);
            return new Reporter(stranger, null, call.Phone?.Text is { } phone ? new Personal(stranger, phone) : null);
        }

        var reporter = new Reporter(call.Person, null, call.Phone);
        if (who is not { IsKnown: true })
        {
            return reporter;
        }

        var name = (await directory.WhoHasAsync(call.Person, ct))?.Facts.FullName ?? who.FirstName.Text;
        return reporter with
        {
            Name = name is null ? null : new Personal(call.Person, name),
            Directory = who.Person,
            OnBehalfOf = who.Said == WhoSaid.ForAnother ? new OnBehalfOf() : null,
        };
    }

    /// <summary>Whether the case is the caller's own: by this number, or by another number or address of the same person.</summary>
    public bool IsOf(CaseState state, CallState call) => call.Phone is null ? state.Person == call.Person : directory.AreOne(state.Person, call.Person);

    private static CallerRole Role(PersonFacts facts, PersonRole role)
    {
        var place = facts.Of(role);
        return new CallerRole(place.Area!, role.Name, place.Organisation, place.Site);
    }
}
