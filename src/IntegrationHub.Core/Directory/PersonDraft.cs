using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Directory;

/// <summary>A number or an address as a source gives it, already in its normal form.</summary>
public sealed record DraftWay(string Value, string? Type = null);

/// <summary>A role as a source gives it; see <see cref="PersonRole"/>.</summary>
public sealed record DraftRole(string Area, string? Name = null, string? Unit = null, string? Organisation = null, string? Site = null);

/// <summary>A person as a source (a CSV file, SCIM) gives it: checked, in the clear, never stored like this.</summary>
/// <param name="ExternalId">The stable id in the source.</param>
public sealed record PersonDraft(string ExternalId)
{
    /// <summary>What the person signs in with; null when it is the external id.</summary>
    public string? UserName { get; init; }

    /// <summary>First name.</summary>
    public string? GivenName { get; init; }

    /// <summary>Family name.</summary>
    public string? FamilyName { get; init; }

    /// <summary>E.164.</summary>
    public IReadOnlyList<DraftWay> Phones { get; init; } = [];

    /// <summary>Addresses as written.</summary>
    public IReadOnlyList<DraftWay> Mails { get; init; } = [];

    /// <summary>Id of the organisation.</summary>
    public string? Organisation { get; init; }

    /// <summary>Id of the site.</summary>
    public string? Site { get; init; }

    /// <summary>The department.</summary>
    public string? Unit { get; init; }

    /// <summary>What the person is.</summary>
    public IReadOnlyList<DraftRole> Roles { get; init; } = [];

    /// <summary>The manager: external id, or pseudonym.</summary>
    public string? Manager { get; init; }

    /// <summary>The sponsor: external id, or pseudonym.</summary>
    public string? Sponsor { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? ActiveUntil { get; init; }

    /// <summary>The language.</summary>
    public string? Language { get; init; }

    /// <summary>The facts, each under the person's key.</summary>
    /// <param name="person">Who it is.</param>
    /// <param name="find">The pseudonym that an external id leads to.</param>
    public PersonFacts Seal(PersonId person, Func<string, PersonId> find)
    {
        Personal? Own(string? text) => string.IsNullOrWhiteSpace(text) ? null : new Personal(person, text);
        IReadOnlyList<ContactWay> Ways(IReadOnlyList<DraftWay> ways) => [.. ways.Select(way => new ContactWay(new Personal(person, way.Value), way.Type))];
        return new PersonFacts(
            new Personal(person, ExternalId), Own(UserName), Own(GivenName), Own(FamilyName), Ways(Phones), Ways(Mails), Organisation, Site, Own(Unit),
            [.. Roles.Select(role => new PersonRole(role.Area, Own(role.Name), Own(role.Unit), role.Organisation, role.Site))],
            Manager is null ? null : find(Manager), Sponsor is null ? null : find(Sponsor), ActiveFrom, ActiveUntil, Language);
    }

    /// <summary>The draft that would lead to these facts; what cannot be read any more is left out.</summary>
    public static PersonDraft Of(PersonFacts facts) => new(facts.ExternalId.Text ?? "")
    {
        UserName = facts.UserName?.Text,
        GivenName = facts.GivenName?.Text,
        FamilyName = facts.FamilyName?.Text,
        Phones = Readable(facts.Phones),
        Mails = Readable(facts.Mails),
        Organisation = facts.Organisation,
        Site = facts.Site,
        Unit = facts.Unit?.Text,
        Roles = [.. facts.Roles.Select(role => new DraftRole(role.Area, role.Name?.Text, role.Unit?.Text, role.Organisation, role.Site))],
        Manager = facts.Manager?.Value,
        Sponsor = facts.Sponsor?.Value,
        ActiveFrom = facts.ActiveFrom,
        ActiveUntil = facts.ActiveUntil,
        Language = facts.Language,
    };

    private static IReadOnlyList<DraftWay> Readable(IReadOnlyList<ContactWay> ways) =>
        [.. ways.Where(way => way.Value.Text is not null).Select(way => new DraftWay(way.Value.Text!, way.Type))];
}
