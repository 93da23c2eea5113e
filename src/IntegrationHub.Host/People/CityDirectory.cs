using System.Text.RegularExpressions;
using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.People;

/// <summary>A person that the directory knows and that is active today.</summary>
internal sealed record KnownPerson(PersonId Person, PersonFacts Facts);

/// <summary>Asks the directory who somebody is. A number or an address that two persons have tells of neither.</summary>
internal sealed partial class CityDirectory(DirectoryStore store, PeopleIndex index, IPersonKeys keys, TimeProvider clock)
{
    private const int MostAddresses = 50;

    /// <summary>The one active person that has this number or address now; null when there is none, or more than one.</summary>
    /// <param name="way">The pseudonym of the number or address.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<KnownPerson?> WhoHasAsync(PersonId way, CancellationToken ct) =>
        index.Holders(way) is [var only] ? await ActiveAsync(only, ct) : null;

    /// <summary>The pseudonym that an external id leads to: the person's own; one that is not there yet gets the same when it comes.</summary>
    /// <param name="said">An external id, or a pseudonym of the directory.</param>
    public PersonId Find(string said) =>
        Pseudonym().IsMatch(said) ? new PersonId(said)
        : index.EverHeld(PersonWays.External(keys, said)) is [var known, ..] ? known
        : keys.Pseudonym("person", said);

    /// <summary>Who is meant by an external id, a user name, an address or a number; null when the directory has no such active person.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<KnownPerson?> MeantAsync(string said, CancellationToken ct)
    {
        if (await ActiveAsync(Find(said), ct) is { } named)
        {
            return named;
        }

        var ways = new List<PersonId> { PersonWays.UserName(keys, said), PersonWays.Mail(keys, said) };
        if (PhoneNumber.ToE164(said) is { } phone)
        {
            ways.Add(PersonWays.Phone(keys, phone));
        }

        foreach (var way in ways)
        {
            if (await WhoHasAsync(way, ct) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>A person who is there, comes later, or has left; null when the directory never knew the person.</summary>
    /// <param name="person">The pseudonym in the directory.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <returns>What is known, and whether the person is here or on the way in.</returns>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<(PersonFacts? Facts, bool IsHere)?> EverAsync(PersonId person, CancellationToken ct)
    {
        var state = (await store.LoadAsync(person, ct)).State;
        return state.Standing == Standing.Unknown ? null
            : (state.Facts, state is { Standing: Standing.Present, Facts: { } facts } && (facts.ActiveUntil is not { } until || until >= Pages.CityTime.Day(clock.GetUtcNow())));
    }

    /// <summary>The person of the directory that a pseudonym belongs to: itself, or that of an address or number of its own.</summary>
    public PersonId PersonOf(PersonId person) => index.EverHeld(person) is [var only] ? only : person;

    /// <summary>All pseudonyms that cases of the person may bear, its own first.</summary>
    public IReadOnlyList<PersonId> PseudonymsOf(PersonId person) => [person, .. index.WaysOf(person).Where(way => way != person).Take(MostAddresses)];

    /// <summary>Whether both are pseudonyms of one person, by numbers and addresses that it has now.</summary>
    public bool AreOne(PersonId one, PersonId other) => one == other || (one != PersonId.Nobody && Holder(one) == Holder(other));

    /// <summary>The contact with what the directory knows of its reporter: who it is, and where the matter belongs unless that was said.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<Contact> PlaceAsync(Contact contact, string? sponsor, CancellationToken ct)
    {
        var answers = sponsor is null ? null : await MeantAsync(sponsor, ct);
        var known = await WhoHasAsync(contact.Reporter.Person, ct);
        var placed = known?.Facts.Placed;
        return contact with
        {
            Reporter = contact.Reporter with { Directory = known?.Person, Sponsor = answers?.Person },
            Area = contact.Area ?? placed?.Area,
            Organisation = contact.Organisation ?? placed?.Organisation ?? answers?.Facts.Organisation,
            Site = contact.Site ?? placed?.Site,
        };
    }

    /// <summary>Whether the text is a pseudonym in form; others name no stream.</summary>
    public static bool IsPseudonym(string text) => Pseudonym().IsMatch(text);

    private PersonId Holder(PersonId way) => index.Holders(way) is [var only] ? only : way;

    private async Task<KnownPerson?> ActiveAsync(PersonId person, CancellationToken ct)
    {
        var today = Pages.CityTime.Day(clock.GetUtcNow());
        return await store.LoadAsync(person, ct) is { State: { Standing: Standing.Present, Facts: { ExternalId.Text: not null } facts } } && facts.IsActiveOn(today)
            ? new KnownPerson(person, facts) : null;
    }

    [GeneratedRegex("^p-[0-9a-f]{20}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pseudonym();
}
