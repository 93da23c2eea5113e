using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Directory;

/// <summary>The pseudonyms that lead to a person: of the external id, the user name, every number and every address.</summary>
/// <remarks>A case that was opened by phone bears the number's pseudonym, so that it stays findable when the person is registered later.</remarks>
public static class PersonWays
{
    /// <summary>The pseudonym of an external id.</summary>
    public static PersonId External(IPersonKeys keys, string id) => keys.Pseudonym("external", id);

    /// <summary>The pseudonym of a user name, in whatever case it is written.</summary>
    public static PersonId UserName(IPersonKeys keys, string name) => keys.Pseudonym("user-name", name.ToLowerInvariant());

    /// <summary>The pseudonym of a number.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="e164">E.164.</param>
    public static PersonId Phone(IPersonKeys keys, string e164) => keys.Pseudonym("phone", e164);

    /// <summary>The pseudonym of an address, in whatever case it is written.</summary>
    public static PersonId Mail(IPersonKeys keys, string address) => keys.Pseudonym("email", address.ToLowerInvariant());

    /// <summary>All that lead to the person; none once the texts are erased.</summary>
    public static IReadOnlyList<PersonId> Of(IPersonKeys keys, PersonFacts facts) =>
    [
        .. facts.ExternalId.Text is { } id ? [External(keys, id)] : Array.Empty<PersonId>(),
        .. (facts.UserName?.Text ?? facts.ExternalId.Text) is { } name ? [UserName(keys, name)] : Array.Empty<PersonId>(),
        .. facts.Phones.Select(way => way.Value.Text).OfType<string>().Select(phone => Phone(keys, phone)),
        .. facts.Mails.Select(way => way.Value.Text).OfType<string>().Select(mail => Mail(keys, mail)),
    ];
}
