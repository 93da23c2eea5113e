using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.TroubleTickets;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>A trouble ticket that another system opens.</summary>
/// <param name="Reporter">The name of who has the matter; null when it was not said.</param>
internal sealed record NewTicket(
    string Description, string Severity, string TicketType, string? Name, string? Reporter, string? Service, string? Area, string? Site,
    string? Organisation, IReadOnlyList<ExternalTicket> External, IReadOnlyList<SentNote> Notes)
{
    private static readonly string[] s_reporters = ["reporter", "customer", "requester", "requestor", "originator", "user", "contact"];

    /// <summary>Reads a body.</summary>
    /// <param name="sent">The body.</param>
    /// <param name="version">4 or 5: 5 wants <c>@type</c>.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="catalogue">The services that a related entity may name.</param>
    /// <exception cref="TicketFault">400, with every fault.</exception>
    /// <remarks>A status is the server's to give: whatever stands there is passed over, as the conformance kit wants it.</remarks>
    public static NewTicket Read(TicketBody sent, int version, string actor, ServiceCatalogue catalogue)
    {
        var said = sent.Characteristics();
        var ticket = new NewTicket(
            sent.Text("description", required: true) ?? "", sent.Word("severity", required: true) ?? "", sent.Word("ticketType", required: true) ?? "",
            sent.Word("name"),
            sent.Related("relatedParty").Where(party => party.Role is { } role && s_reporters.Contains(role, StringComparer.OrdinalIgnoreCase))
                .Select(party => party.Name).FirstOrDefault(name => name is { Length: > 0 and <= 200 }),
            sent.Related("relatedEntity").Select(entity => entity.Id).FirstOrDefault(id => catalogue.FindService(id) is not null),
            said.GetValueOrDefault("area") is "office" or "education" ? said["area"] : null, said.GetValueOrDefault("site"), said.GetValueOrDefault("organisation"),
            sent.External(actor), sent.Notes() ?? []);
        if (version == 5 && sent.Word("@type", required: true) is { } type && type != "TroubleTicket")
        {
            sent.Faults.Add("@type must be TroubleTicket.");
        }

        return sent.Faults.Count == 0 ? ticket : throw new TicketFault(StatusCodes.Status400BadRequest, "invalid-ticket", string.Join(' ', sent.Faults));
    }

    /// <summary>The contact that it stands for. A repeat is known by the sender's own key, else by its own id of the ticket.</summary>
    /// <param name="actor">Who sends it.</param>
    /// <param name="key">The <c>Idempotency-Key</c>; empty for none.</param>
    /// <param name="now">The time.</param>
    /// <param name="keys">Who somebody is.</param>
    public Contact ToContact(string actor, string key, DateTimeOffset now, IPersonKeys keys)
    {
        var identity = key.Length > 0 ? $"{actor}|key|{key}"
            : External.Count > 0 ? $"{actor}|external|{External[0].Owner}|{External[0].Id}"
            : Guid.CreateVersion7(now).ToString();
        var person = keys.Pseudonym("contact", $"{TroubleTicket.Channel}|{identity}");
        var who = new Reporter(person, Reporter is null ? null : new Personal(person, Reporter));
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web)));
        return new Contact(TroubleTicket.Channel, identity, hash, Description, who, null, Service, null, Area, Site, Organisation);
    }
}
