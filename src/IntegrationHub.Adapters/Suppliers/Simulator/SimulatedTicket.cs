using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>Where a desk is with its ticket.</summary>
public enum TicketPhase
{
    /// <summary>Nobody has looked at it.</summary>
    New,

    /// <summary>Somebody works on it.</summary>
    Working,

    /// <summary>The user was asked something.</summary>
    Waiting,

    /// <summary>The desk says that it is mended.</summary>
    Resolved,

    /// <summary>Over.</summary>
    Closed,

    /// <summary>Stopped without being mended.</summary>
    Cancelled,

    /// <summary>The desk did not take it.</summary>
    Declined,

    /// <summary>It is another desk's now.</summary>
    HandedOver,
}

/// <summary>A simulated desk's own ticket.</summary>
/// <param name="Ticket">Two letters of the desk and six digits: <c>WP-000123</c>.</param>
/// <param name="Supplier">Whose it is.</param>
/// <param name="Case">The hub's number.</param>
/// <param name="Phase">Where the desk is with it.</param>
/// <param name="Description">What the hub said the matter is.</param>
/// <param name="Stopped">The hub said that nothing more is expected; what was planned is dropped.</param>
/// <param name="History">Types of what came from the hub and went to it, oldest first.</param>
public sealed record SimulatedTicket(
    string Ticket, string Supplier, string Case, TicketPhase Phase, string? Description, bool Stopped, IReadOnlyList<string> History);

/// <summary>How often a message came, and how often it did something.</summary>
/// <param name="Supplier">Who got it.</param>
/// <param name="Source">With <paramref name="Id"/> the message's identity.</param>
/// <param name="Id">The message's id.</param>
/// <param name="Type">The message's type.</param>
/// <param name="Received">How often it came, answered or not.</param>
/// <param name="Effects">0 or 1; anything else is a fault of the simulator.</param>
public sealed record MessageEffect(string Supplier, string Source, string Id, string Type, int Received, int Effects);

/// <summary>A report to the hub: planned, or on its way, or over.</summary>
/// <param name="Id">The event's id; follows from what led to it.</param>
/// <param name="Cause">The message that led to it, or <see cref="ByHand"/>.</param>
/// <param name="Supplier">Who reports.</param>
/// <param name="Case">The hub's number of the case or the order.</param>
/// <param name="Ticket">The desk's ticket, or the supplier's order; null when it declined and made none.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Data">The event's data.</param>
/// <param name="Due">When to send it.</param>
/// <param name="Time">When it happened; differs from <paramref name="Due"/> when the order is swapped.</param>
public sealed record PlannedReport(
    string Id, string Cause, string Supplier, string Case, string? Ticket, string Type, JsonElement Data, DateTimeOffset Due, DateTimeOffset Time)
{
    /// <summary>The cause of what a person did.</summary>
    public const string ByHand = "by-hand";

    private static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["ticket"] = "ticketId",
        ["text"] = "message",
        ["reason"] = "cause",
    };

    internal OutgoingEvent ToEvent()
    {
        var extensions = new Dictionary<string, string>(StringComparer.Ordinal) { ["correlationid"] = Case, ["partitionkey"] = Case };
        if (Cause != ByHand)
        {
            extensions["causationid"] = Cause;
        }

        return new OutgoingEvent(Id, $"//simulator.invalid/{Supplier}", Type, Ticket, Time, Encoding.UTF8.GetBytes(Data.GetRawText()), extensions);
    }

    /// <summary>The type of an invoice that is sent as a document.</summary>
    public const string Invoice = "invoice";

    /// <summary>What is sent as a document: the member <c>xml</c> of the data.</summary>
    internal string? Document => Type == Invoice ? Data.GetProperty("xml").GetString() : null;

    internal static PlannedReport Of(string id, string cause, string supplier, string? supplierOrder, SupplierOrderReport report, DateTimeOffset due) => new(
        id, cause, supplier, report.Order, supplierOrder, SupplierOrderMessages.TypeOf(report),
        JsonSerializer.SerializeToElement(report, report.GetType(), HubOrderMessages.Json), due, due);

    /// <summary>The report as a system sends it whose fields were given other names.</summary>
    internal PlannedReport Drifted() => this with
    {
        Data = JsonSerializer.SerializeToElement(
            Data.EnumerateObject().Select(field => (Name: s_otherNames.GetValueOrDefault(field.Name, field.Name), field.Value))
                .Append((Name: "schema", Value: JsonSerializer.SerializeToElement(2)))
                .ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal)),
    };

    internal static PlannedReport Of(string id, string cause, string supplier, SupplierReport report, DateTimeOffset due) => new(
        id, cause, supplier, report.Case, report.Ticket, SupplierMessages.TypeOf(report),
        JsonSerializer.SerializeToElement(report, report.GetType(), HubMessages.Json), due, due);
}

/// <summary>What became of a report.</summary>
/// <param name="Report">The report.</param>
/// <param name="Tries">How often it was posted.</param>
/// <param name="Outcome"><c>planned</c>, <c>sending</c>, <c>delivered</c>, <c>refused</c>, <c>retired</c> or <c>dropped</c>.</param>
/// <param name="Why">What the hub said at the last try that failed.</param>
public sealed record ReportProgress(PlannedReport Report, int Tries, string Outcome, string? Why);
