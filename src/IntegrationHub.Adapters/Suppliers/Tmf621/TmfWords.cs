using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Tmf621;

/// <summary>What a message does to a supplier's ticket.</summary>
/// <param name="Move">Where it is moved; null leaves its status alone.</param>
/// <param name="Note">What is written; null for nothing.</param>
/// <param name="Public">Whether the person may read that.</param>
/// <param name="Priority">1 to 4; null leaves it alone.</param>
/// <param name="File">What is attached, together with the note; null for nothing.</param>
internal sealed record TmfChange(TicketMove? Move, string? Note, bool Public = false, string? Priority = null, CaseFileAdded? File = null);

/// <summary>The hub's messages in the words of TMF621.</summary>
internal static class TmfWords
{
    /// <summary>Whether the message gives the supplier the case, so that a ticket is made when there is none.</summary>
    public static bool Gives(HubMessage news) => news is CaseAssigned or CaseHandoverRequested or CaseJointResolution;

    /// <summary>A new ticket.</summary>
    public static JsonObject NewTicket(SupplierTelling telling, TmfSupplier supplier)
    {
        var (description, reporter, priority, service, reason) = telling.News switch
        {
            CaseAssigned e => (e.Description, e.Reporter, e.Priority ?? "4", e.Service, null),
            CaseHandoverRequested e => (e.Description, e.Reporter, "4", e.Service, e.Reason),
            CaseJointResolution e => (e.Description, e.Reporter, "4", e.Service, e.Reason),
            var other => throw new ArgumentException($"{other} gives no case.", nameof(telling)),
        };
        var ticket = new JsonObject
        {
            ["name"] = service is null ? $"Ärende {telling.News.Case}" : $"Ärende {telling.News.Case}: {service}",
            ["description"] = reason is null ? description : $"{description}\n\n{reason}",
            ["severity"] = Severity(priority),
            ["priority"] = priority,
            ["ticketType"] = supplier.TicketType,
            ["relatedParty"] = new JsonArray(Party(reporter, supplier.Version)),
        };
        if (supplier.Version == 5)
        {
            ticket["@type"] = "TroubleTicket";
            ticket["externalIdentifier"] = new JsonArray(new JsonObject
            {
                ["owner"] = supplier.Owner,
                ["externalIdentifierType"] = "case",
                ["id"] = telling.News.Case,
                ["@type"] = "ExternalIdentifier",
            });
        }
        else
        {
            ticket["externalId"] = telling.News.Case;
        }

        return ticket;
    }

    /// <summary>What a message does to a ticket that is there.</summary>
    /// <param name="news">The message.</param>
    /// <param name="meaning">Of the ticket's status; what is resolved can still be closed, and what is closed, cancelled or rejected is final.</param>
    public static TmfChange Change(HubMessage news, TicketMeaning? meaning)
    {
        var over = meaning is TicketMeaning.Closed or TicketMeaning.Cancelled or TicketMeaning.Declined;
        return news is CaseAssigned or CaseHandoverRequested or CaseJointResolution
            ? TicketStates.IsOver(meaning) ? new TmfChange(TicketMove.Offered, "Ärendet erbjuds er igen.") : new TmfChange(null, null)
            : Change(news, over);
    }

    private static TmfChange Change(HubMessage news, bool over) => news switch
    {
        CaseNoteAdded e => new TmfChange(null, e.Text, Public: true),
        CaseFileAdded e => new TmfChange(null, FileWords.Of(e), Public: true, File: e),
        CaseQuestionAnswered e => new TmfChange(TicketMove.Answered, e.Text, Public: true),
        CaseReopened e => new TmfChange(TicketMove.Reopened, e.Reason, Public: true),
        CaseResolutionConfirmed or CaseClosed => new TmfChange(over ? null : TicketMove.Closed, null),
        CaseWithdrawn e => new TmfChange(over ? null : TicketMove.Withdrawn, e.Reason),
        CaseHandoverAnswered { Accepted: true } e => new TmfChange(over ? null : TicketMove.HandedOver, $"{e.ToDesk} har tagit över ärendet."),
        CaseHandoverAnswered e => new TmfChange(null, $"{e.ToDesk} tar inte över ärendet. {e.Reason}"),
        CasePriorityChanged e => new TmfChange(null, $"Prioritet {e.Priority}: {e.Reason}", Priority: e.Priority),
        CaseCallbackBooked e => new TmfChange(null, Callback(e)),
        CaseFaultSuspected e => new TmfChange(null, $"{(e.Overdue ? "Påminnelse: ett" : "Ett")} gemensamt fel misstänks, att bedöma senast {Time(e.JudgeDue)}. {e.Reason}"),
        _ => new TmfChange(null, null),
    };

    /// <summary>A file as a ticket holds it.</summary>
    /// <param name="file">With its content.</param>
    /// <param name="mark">By which it is known again.</param>
    public static JsonObject Attachment(CaseFileAdded file, string mark) => new()
    {
        ["@type"] = "Attachment",
        ["attachmentType"] = file.MediaType.Split('/')[0],
        ["name"] = file.Name,
        ["description"] = mark,
        ["mimeType"] = file.MediaType,
        ["content"] = file.Content,
        ["size"] = new JsonObject { ["amount"] = file.Bytes, ["units"] = "byte" },
    };

    /// <summary>A severity in words for a priority.</summary>
    public static string Severity(string priority) => priority switch { "1" => "Critical", "2" => "High", "3" => "Medium", _ => "Low" };

    private static string Callback(CaseCallbackBooked e) =>
        $"Återuppringning {Time(e.Start)} till {Time(e.End)}, {e.Phone} {e.Name}. {(e.CalledBy == SupplierNews.CalledByHub ? "It-stödet ringer och kopplar er." : "Ni ringer.")}";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static JsonObject Party(Reporter who, int version)
    {
        var party = new JsonObject { ["id"] = who.Phone ?? who.Email ?? who.Name, ["name"] = who.Name, ["@referredType"] = "Individual" };
        if (version == 5)
        {
            party["@type"] = "PartyRef";
            return new JsonObject { ["role"] = "reporter", ["partyOrPartyRole"] = party, ["@type"] = "RelatedPartyRefOrPartyRoleRef" };
        }

        party["role"] = "reporter";
        return party;
    }
}
