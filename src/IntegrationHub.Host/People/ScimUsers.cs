using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHub.Adapters.People;
using IntegrationHub.Core;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.People;

/// <summary>What a SCIM client does to persons.</summary>
internal sealed partial class ScimUsers(IEventLog log, DirectoryStore store, PeopleIndex index, CityDirectory directory, IPersonKeys keys, TimeProvider clock)
{
    /// <summary>Users on a page at most.</summary>
    public const int MostAtOnce = 200;

    private static readonly EventContext s_context = new("hub", "directory");

    /// <summary>A user that is shown; 404 for one that was never there or was deleted.</summary>
    /// <exception cref="ScimFault">There is none.</exception>
    public async Task<LoadedPerson> GetAsync(string id, CancellationToken ct) =>
        CityDirectory.IsPseudonym(id) && await store.LoadAsync(new PersonId(id), ct) is { State: { Standing: Standing.Present or Standing.Left, Facts.ExternalId.Text: not null } } found
            ? found : throw new ScimFault(404, null, "There is no such user.");

    /// <summary>Persons that a filter chooses; all of them without one.</summary>
    /// <param name="filter">As in the address.</param>
    /// <param name="start">1 for the first.</param>
    /// <param name="count">At most so many; 0 only counts.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="ScimFault">The filter is not understood.</exception>
    public async Task<(int Total, IReadOnlyList<LoadedPerson> Page)> ListAsync(string? filter, int start, int count, CancellationToken ct)
    {
        await index.CatchUpAsync(log, ct); // Whoever wrote a moment ago reads it.
        if (!string.IsNullOrWhiteSpace(filter))
        {
            var chosen = await ReadAsync(Chosen(filter, out var isMeant), isMeant, ct);
            return (chosen.Count, [.. chosen.Skip(start - 1).Take(count)]);
        }

        return (index.Count(null), await ReadAsync(index.Page(null, start - 1, count), _ => true, ct));
    }

    /// <summary>Makes a user.</summary>
    /// <exception cref="ScimFault">A value is wrong, or the user is there already.</exception>
    public async Task<LoadedPerson> CreateAsync(JsonObject user, CancellationToken ct)
    {
        var (draft, active) = ScimUser.Read(user, before: null);
        await index.CatchUpAsync(log, ct);
        var person = directory.Find(draft.ExternalId);
        var there = await store.LoadAsync(person, ct);
        if (there.State.Standing is Standing.Present or Standing.Left || index.Holders(PersonWays.UserName(keys, draft.UserName!)).Count > 0)
        {
            throw new ScimFault(409, "uniqueness", "A user with this userName or externalId is there already.");
        }

        return await WriteAsync(there, draft, active, ct);
    }

    /// <summary>Gives a user other values.</summary>
    /// <param name="id">Of the user.</param>
    /// <param name="ifMatch">The version that it must have; empty for any.</param>
    /// <param name="next">The user with its new values, made of the old.</param>
    /// <param name="ct">Ends the wait; the same may be sent again.</param>
    /// <exception cref="ScimFault">A value is wrong, the name is another's, or the user has another version.</exception>
    public async Task<LoadedPerson> ChangeAsync(string id, string ifMatch, Func<LoadedPerson, JsonObject> next, CancellationToken ct)
    {
        var before = await GetAsync(id, ct);
        Match(before, ifMatch);
        var (draft, active) = ScimUser.Read(next(before), before.State.Facts!.ExternalId.Text);
        await index.CatchUpAsync(log, ct);
        if (index.Holders(PersonWays.UserName(keys, draft.UserName!)).Any(other => other != before.Person)
            || index.Holders(PersonWays.External(keys, draft.ExternalId)).Any(other => other != before.Person))
        {
            throw new ScimFault(409, "uniqueness", "Another user has this userName or externalId.");
        }

        return await WriteAsync(before, draft, active, ct);
    }

    /// <summary>Deletes a user: the person has left.</summary>
    /// <exception cref="ScimFault">There is none, or it has another version.</exception>
    public async Task DeleteAsync(string id, string ifMatch, CancellationToken ct)
    {
        var before = await GetAsync(id, ct);
        Match(before, ifMatch);
        await DecideAsync(before.Person, new LetPersonGo(Removed: true, clock.GetUtcNow()), before.Revision, ct);
    }

    /// <remarks>Facts first, so that whoever leaves leaves with what was said last, the manager included.</remarks>
    private async Task<LoadedPerson> WriteAsync(LoadedPerson before, PersonDraft draft, bool active, CancellationToken ct)
    {
        var facts = draft.Seal(before.Person, directory.Find);
        var stays = before.State.Standing == Standing.Left && !active && before.State.Facts!.SameAs(facts);
        if (!stays)
        {
            await DecideAsync(before.Person, new KeepPerson(facts, clock.GetUtcNow()), before.Revision, ct);
        }

        if (!active)
        {
            await DecideAsync(before.Person, new LetPersonGo(Removed: false, clock.GetUtcNow()), null, ct);
        }

        return await store.LoadAsync(before.Person, ct);
    }

    private async Task DecideAsync(PersonId person, DirectoryCommand command, long? revision, CancellationToken ct)
    {
        if (await store.DecideAsync(person, command, s_context, revision, ct) is Refused<DirectoryEvent> no)
        {
            throw no.Code == "person-changed" ? new ScimFault(412, null, no.Why) : new ScimFault(404, null, no.Why);
        }
    }

    private static void Match(LoadedPerson before, string ifMatch)
    {
        if (ifMatch.Length > 0 && ifMatch != "*" && ifMatch != ScimUser.Version(before) && "W/" + ifMatch != ScimUser.Version(before))
        {
            throw new ScimFault(412, null, "The user has another version. Read it again, then decide again.");
        }
    }

    private async Task<List<LoadedPerson>> ReadAsync(IReadOnlyList<PersonId> ids, Func<PersonFacts, bool> isMeant, CancellationToken ct)
    {
        var found = new List<LoadedPerson>();
        foreach (var id in ids)
        {
            var loaded = await store.LoadAsync(id, ct);
            if (loaded.State is { Standing: Standing.Present or Standing.Left, Facts: { ExternalId.Text: not null } facts } && isMeant(facts))
            {
                found.Add(loaded);
            }
        }

        return found;
    }

    /// <param name="filter">As in the address.</param>
    /// <param name="isMeant">The index keeps names that were given up, for the cases; a filter means those of today, of inactive users too.</param>
    private IReadOnlyList<PersonId> Chosen(string filter, out Func<PersonFacts, bool> isMeant)
    {
        if (filter.Length > 500 || Filter().Match(filter) is not { Success: true } match)
        {
            throw new ScimFault(400, "invalidFilter", "The filter is not understood. For example: userName eq \"name\", or externalId eq \"id\".");
        }

        var value = Escape().Replace(match.Groups["value"].Value, "${it}");
        var attribute = match.Groups["attr"].Value.ToLowerInvariant();
        isMeant = attribute switch
        {
            "username" => facts => string.Equals(facts.UserName?.Text ?? facts.ExternalId.Text, value, StringComparison.OrdinalIgnoreCase),
            "externalid" => facts => facts.ExternalId.Text == value,
            _ => _ => true,
        };
        return attribute switch
        {
            "id" => CityDirectory.IsPseudonym(value) ? [new PersonId(value)] : [],
            "username" => index.EverHeld(PersonWays.UserName(keys, value)),
            "externalid" => index.EverHeld(PersonWays.External(keys, value)),
            "phonenumbers" => PhoneNumber.ToE164(value) is { } phone ? index.Holders(PersonWays.Phone(keys, phone)) : [],
            "emails" => index.Holders(PersonWays.Mail(keys, value)),
            _ => throw new ScimFault(400, "invalidFilter", "Users are sought by id, userName, externalId, emails.value or phoneNumbers.value."),
        };
    }

    [GeneratedRegex("""^\s*(urn:ietf:params:scim:schemas:core:2\.0:User:)?(?<attr>[A-Za-z]+)(\[[^\]]*\])?(\.value)?\s+eq\s+"(?<value>([^"\\]|\\.)*)"\s*$""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Filter();

    [GeneratedRegex(@"\\(?<it>.)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Escape();
}
