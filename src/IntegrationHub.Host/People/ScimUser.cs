using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Directory;

namespace IntegrationHub.Host.People;

/// <summary>A person as a SCIM user and back; RFC 7643 sections 4.1 and 4.3, and an extension of the hub's own for site, roles and time.</summary>
internal static class ScimUser
{
    private const int LongestText = 200;
    private const int MostWays = 20;

    /// <summary>The user that shows a person.</summary>
    public static JsonObject Of(LoadedPerson loaded, string location)
    {
        var draft = PersonDraft.Of(loaded.State.Facts!);
        var user = new JsonObject
        {
            ["schemas"] = new JsonArray([ScimSchemas.User, .. ScimSchemas.Extensions.Select(urn => JsonValue.Create(urn))]),
            ["id"] = loaded.Person.Value,
            ["externalId"] = draft.ExternalId,
            ["userName"] = draft.UserName ?? draft.ExternalId,
            ["name"] = Object(("givenName", draft.GivenName), ("familyName", draft.FamilyName), ("formatted", loaded.State.Facts!.FullName)),
            ["displayName"] = loaded.State.Facts.FullName,
            ["active"] = loaded.State.Standing == Standing.Present,
            ["preferredLanguage"] = draft.Language,
            ["phoneNumbers"] = new JsonArray([.. draft.Phones.Select(way => Object(("value", way.Value), ("type", way.Type)))]),
            ["emails"] = new JsonArray([.. draft.Mails.Select(way => Object(("value", way.Value), ("type", way.Type)))]),
            [ScimSchemas.Enterprise] = Object(("organization", draft.Organisation), ("department", draft.Unit)),
            [ScimSchemas.Hub] = Object(("site", draft.Site), ("sponsor", draft.Sponsor), ("activeFrom", Day(draft.ActiveFrom)), ("activeUntil", Day(draft.ActiveUntil))),
            ["meta"] = new JsonObject
            {
                ["resourceType"] = "User",
                ["created"] = Pages.CityTime.Machine(loaded.Since),
                ["lastModified"] = Pages.CityTime.Machine(loaded.Changed),
                ["location"] = location,
                ["version"] = Version(loaded),
            },
        };
        if (draft.Manager is not null)
        {
            user[ScimSchemas.Enterprise]!["manager"] = new JsonObject { ["value"] = draft.Manager };
        }

        user[ScimSchemas.Hub]!["roles"] = new JsonArray([.. draft.Roles.Select(role =>
            Object(("area", role.Area), ("name", role.Name), ("unit", role.Unit), ("organisation", role.Organisation), ("site", role.Site)))]);
        return user;
    }

    /// <summary>The person's version, as <c>ETag</c> has it.</summary>
    public static string Version(LoadedPerson loaded) => string.Create(CultureInfo.InvariantCulture, $"W/\"{loaded.Revision}\"");

    /// <summary>What a user says of a person, and whether it is active.</summary>
    /// <param name="user">As sent, or as changed by a PATCH.</param>
    /// <param name="before">The external id that stands when none is said; null for a new person.</param>
    /// <exception cref="ScimFault">A value is missing or wrong.</exception>
    public static (PersonDraft Draft, bool Active) Read(JsonObject user, string? before)
    {
        var userName = Text(user, "userName") ?? throw new ScimFault(400, "invalidValue", "userName is required.");
        var name = ScimPatch.Find(user, "name") as JsonObject ?? [];
        var enterprise = ScimPatch.Find(user, ScimSchemas.Enterprise) as JsonObject ?? [];
        var hub = ScimPatch.Find(user, ScimSchemas.Hub) as JsonObject ?? [];
        var draft = new PersonDraft(Text(user, "externalId") ?? before ?? userName)
        {
            UserName = userName,
            GivenName = Text(name, "givenName"),
            FamilyName = Text(name, "familyName"),
            Phones = Ways(user, "phoneNumbers", PhoneNumber.ToE164, "phone number, for example +46701234567"),
            Mails = Ways(user, "emails", text => text.Contains('@') ? text : null, "mail address"),
            Organisation = Text(enterprise, "organization"),
            Unit = Text(enterprise, "department"),
            Site = Text(hub, "site"),
            Sponsor = Text(hub, "sponsor"),
            Manager = ScimPatch.Find(enterprise, "manager") is JsonObject manager ? Text(manager, "value") : Text(enterprise, "manager"),
            Roles = Roles(hub),
            ActiveFrom = DayOf(hub, "activeFrom"),
            ActiveUntil = DayOf(hub, "activeUntil"),
            Language = Text(user, "preferredLanguage"),
        };
        return (draft, Text(user, "active") switch
        {
            null => true,
            var said when bool.TryParse(said, out var active) => active, // Entra ID may send "False".
            _ => throw new ScimFault(400, "invalidValue", "active is true or false."),
        });
    }

    private static IReadOnlyList<DraftWay> Ways(JsonObject user, string attribute, Func<string, string?> normal, string wanted)
    {
        var ways = new List<DraftWay>();
        foreach (var member in List(user, attribute))
        {
            var (value, type) = (Text(member, "value"), Text(member, "type"));
            if (value is null)
            {
                continue;
            }

            var way = normal(value) ?? throw new ScimFault(400, "invalidValue", $"A value of {attribute} is no {wanted}.");
            ways.Add(new DraftWay(way, type));
        }

        return [.. ways.DistinctBy(way => way.Value, StringComparer.OrdinalIgnoreCase)];
    }

    private static IReadOnlyList<DraftRole> Roles(JsonObject hub) =>
    [
        .. List(hub, "roles").Select(role => new DraftRole(
            Text(role, "area") is "office" or "education" ? Text(role, "area")! : throw new ScimFault(400, "invalidValue", "A role's area is office or education."),
            Text(role, "name"), Text(role, "unit"), Text(role, "organisation"), Text(role, "site"))),
    ];

    private static IEnumerable<JsonObject> List(JsonObject of, string attribute) => ScimPatch.Find(of, attribute) switch
    {
        null => [],
        JsonArray { Count: <= MostWays } list => list.OfType<JsonObject>(),
        _ => throw new ScimFault(400, "invalidValue", $"{attribute} is a list of at most {MostWays} objects."),
    };

    private static string? Text(JsonObject of, string attribute) => ScimPatch.Find(of, attribute) switch
    {
        null => null,
        JsonValue value when value.ToString() is { Length: <= LongestText } text => string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
        _ => throw new ScimFault(400, "invalidValue", $"{attribute} is a text of at most {LongestText} characters."),
    };

    private static DateOnly? DayOf(JsonObject of, string attribute) => Text(of, attribute) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => throw new ScimFault(400, "invalidValue", $"{attribute} is a day, for example 2026-11-24."),
    };

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonObject Object(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var made = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                made[name] = value;
            }
        }

        return made;
    }
}
