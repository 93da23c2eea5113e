using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.TroubleTickets;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>Trouble tickets as TMF621 writes them.</summary>
/// <remarks>Source: tmforum-apis/TMF621_TroubleTicket, v4.0.0 and v5.0.1.</remarks>
internal sealed class TicketJson(ServiceCatalogue catalogue, PhoneSettings settings, IServiceProvider services)
{
    /// <summary>Where trouble tickets are.</summary>
    public const string Base = "/tmf-api/troubleTicket/v";

    /// <summary>The address of something here, as the outside world sees the hub.</summary>
    /// <param name="version">4 or 5.</param>
    /// <param name="path">After the base, without a slash at the beginning.</param>
    public string Href(int version, string path)
    {
        var hub = string.IsNullOrEmpty(settings.Twilio.PublicUrl) ? HubAddress.OnThisMachine(services) : settings.Twilio.PublicUrl.TrimEnd('/');
        return string.Create(CultureInfo.InvariantCulture, $"{hub}{Base}{version}/{path}");
    }

    /// <summary>A ticket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="version">4 or 5.</param>
    /// <param name="viewer">Who reads it: a supplier is not shown another supplier's ids.</param>
    public JsonObject Of(TroubleTicket ticket, int version, TicketViewer viewer)
    {
        var v5 = version == 5;
        var json = new JsonObject
        {
            ["id"] = ticket.Number.Value,
            ["href"] = Href(version, "troubleTicket/" + ticket.Number.Value),
            ["description"] = ticket.Description,
            ["severity"] = ticket.Severity,
            ["ticketType"] = ticket.TicketType,
            ["priority"] = ticket.Priority.ToString(CultureInfo.InvariantCulture),
            ["status"] = TroubleTicket.Word(ticket.Status),
            ["creationDate"] = Instant(ticket.CreatedAt),
            ["lastUpdate"] = Instant(ticket.UpdatedAt),
            ["statusChangeDate"] = Instant(ticket.Statuses[^1].At),
        };
        Put(json, "name", ticket.Name);
        Put(json, "statusChangeReason", ticket.Statuses[^1].Reason);
        Put(json, "resolutionDate", ticket.ResolvedAt is { } at ? Instant(at) : null);
        var external = ticket.External.Where(id => IsShown(id, ticket, viewer)).Reverse().ToList();
        if (v5)
        {
            json["externalIdentifier"] = Array(external.Select(id => Typed(true, "ExternalIdentifier", new JsonObject
            {
                ["owner"] = id.Owner,
                ["externalIdentifierType"] = id.Type ?? "ticket",
                ["id"] = id.Id,
            })));
            json["@type"] = "TroubleTicket";
        }
        else
        {
            Put(json, "externalId", (external.Find(id => id.Owner == viewer.Actor) ?? external.Find(id => id.Type is null) ?? external.FirstOrDefault())?.Id);
        }

        json[v5 ? "statusChangeHistory" : "statusChange"] = Array(ticket.Statuses.Select(change => Status(change, v5)));
        json["note"] = Array(ticket.Notes.Select(note => Typed(v5, "Note", new JsonObject
        {
            ["id"] = note.Id,
            ["author"] = note.Author,
            ["date"] = Instant(note.At),
            ["text"] = note.Text,
        })));
        json["attachment"] = Array(ticket.Files.Select(file => Typed(v5, "AttachmentRef", new JsonObject
        {
            ["id"] = file.Id,
            ["name"] = file.Name,
            ["mimeType"] = file.MediaType,
            ["size"] = new JsonObject { ["amount"] = file.Bytes, ["units"] = "bytes" },
        })));
        json["relatedParty"] = Array(Parties(ticket).Select(party => Party(party.Id, party.Name, party.Role, v5)));
        if (catalogue.FindService(ticket.Service) is { } service)
        {
            json["relatedEntity"] = Array([Entity(service, v5)]);
        }

        return json;
    }

    /// <summary>Only the fields that were asked for; all of them when none was.</summary>
    /// <param name="ticket">As <see cref="Of"/> made it; it is changed.</param>
    /// <param name="fields">Separated by commas; what TMF630 calls first-level selection.</param>
    public static JsonObject Only(JsonObject ticket, string? fields)
    {
        if (string.IsNullOrWhiteSpace(fields) || fields == "*")
        {
            return ticket;
        }

        var wanted = fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (wanted is ["none"])
        {
            wanted = ["id", "href"];
        }

        foreach (var name in ticket.Select(pair => pair.Key).Where(name => !wanted.Contains(name, StringComparer.Ordinal)).ToList())
        {
            ticket.Remove(name);
        }

        return ticket;
    }

    /// <summary>An instant.</summary>
    public static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool IsShown(ExternalTicket id, TroubleTicket ticket, TicketViewer viewer) =>
        viewer.Supplier is null || id.Owner == viewer.Actor || (ticket.OpenedBy == viewer.Actor && id.Type != "ticket");

    private IEnumerable<(string Id, string? Name, string Role)> Parties(TroubleTicket ticket)
    {
        if (ticket.Reporter.Person.Value.Length > 0)
        {
            yield return (ticket.Reporter.Person.Value, ticket.Reporter.Name?.Text, "reporter");
        }

        yield return (ticket.Responsible, catalogue.FindDesk(new Party(ticket.Responsible).DeskId)?.Sv, "responsible");
    }

    private static JsonObject Party(string id, string? name, string role, bool v5)
    {
        var whom = new JsonObject { ["id"] = id };
        Put(whom, "name", name);
        whom["@referredType"] = role == "reporter" ? "Individual" : "Organization";
        if (!v5)
        {
            whom["role"] = role;
            return whom;
        }

        return Typed(true, "RelatedPartyRefOrPartyRoleRef", new JsonObject { ["role"] = role, ["partyOrPartyRole"] = Typed(true, "PartyRef", whom) });
    }

    private static JsonObject Entity(Service service, bool v5)
    {
        var what = new JsonObject { ["id"] = service.Id, ["name"] = service.Sv, ["@referredType"] = "Service" };
        if (!v5)
        {
            what["role"] = "service";
            return what;
        }

        return Typed(true, "RelatedEntity", new JsonObject { ["role"] = "service", ["entity"] = Typed(true, "EntityRef", what) });
    }

    private static JsonObject Status(TicketStatusChange change, bool v5)
    {
        var json = new JsonObject { ["status"] = TroubleTicket.Word(change.Status) };
        Put(json, v5 ? "statusChangeReason" : "changeReason", change.Reason);
        json[v5 ? "statusChangeDate" : "changeDate"] = Instant(change.At);
        return Typed(v5, "StatusChange", json);
    }

    private static JsonObject Typed(bool v5, string type, JsonObject json)
    {
        if (v5)
        {
            json["@type"] = type;
        }

        return json;
    }

    private static void Put(JsonObject json, string name, string? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items]);
}
