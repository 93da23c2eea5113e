using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>What a received event means to the hub.</summary>
public abstract record ParsedReport;

/// <summary>A report that is whole.</summary>
/// <param name="Report">What the supplier says.</param>
public sealed record Understood(SupplierReport Report) : ParsedReport;

/// <summary>A known type whose data does not fit: answer 400.</summary>
/// <param name="Faults">At least one, each named by its field: <c>data.reason</c>.</param>
public sealed record Misfit(IReadOnlyList<EventFault> Faults) : ParsedReport;

/// <summary>A type that is not known here: keep it, answer 202.</summary>
/// <param name="Type">As it came.</param>
public sealed record Unmapped(string Type) : ParsedReport;

/// <summary>What a supplier tells the hub: the event types, and how their data is read.</summary>
/// <remarks>Contract: <c>contracts/suppliers/cloudevents</c>, a schema and a sample for each type. Fields that no type knows are ignored.</remarks>
public static class SupplierMessages
{
    /// <summary><see cref="TicketAccepted"/>.</summary>
    public const string Accepted = "supplier.ticket.accepted.v1";

    /// <summary><see cref="TicketDeclined"/>.</summary>
    public const string Declined = "supplier.ticket.declined.v1";

    /// <summary><see cref="TicketProgressed"/>.</summary>
    public const string Progressed = "supplier.ticket.progressed.v1";

    /// <summary><see cref="TicketQuestionAsked"/>.</summary>
    public const string QuestionAsked = "supplier.ticket.question-asked.v1";

    /// <summary><see cref="TicketResolved"/>.</summary>
    public const string Resolved = "supplier.ticket.resolved.v1";

    /// <summary><see cref="TicketHandoverProposed"/>.</summary>
    public const string HandoverProposed = "supplier.ticket.handover-proposed.v1";

    /// <summary><see cref="TicketHandoverAccepted"/>.</summary>
    public const string HandoverAccepted = "supplier.ticket.handover-accepted.v1";

    /// <summary><see cref="TicketHandoverDeclined"/>.</summary>
    public const string HandoverDeclined = "supplier.ticket.handover-declined.v1";

    /// <summary><see cref="TicketNoteAdded"/>.</summary>
    public const string NoteAdded = "supplier.ticket.note-added.v1";

    /// <summary><see cref="TicketCallbackMade"/>.</summary>
    public const string CallbackMade = "supplier.ticket.callback-made.v1";

    /// <summary><see cref="TicketReopened"/>.</summary>
    public const string Reopened = "supplier.ticket.reopened.v1";

    /// <summary><see cref="TicketClosed"/>.</summary>
    public const string Closed = "supplier.ticket.closed.v1";

    /// <summary><see cref="TicketCancelled"/>.</summary>
    public const string Cancelled = "supplier.ticket.cancelled.v1";

    /// <summary><see cref="TicketVisitBooked"/>.</summary>
    public const string VisitBooked = "supplier.visit.booked.v1";

    /// <summary><see cref="TicketVisitMoved"/>.</summary>
    public const string VisitMoved = "supplier.visit.moved.v1";

    /// <summary><see cref="TicketVisitKept"/>.</summary>
    public const string VisitKept = "supplier.visit.kept.v1";

    /// <summary><see cref="TicketVisitMissed"/>.</summary>
    public const string VisitMissed = "supplier.visit.missed.v1";

    /// <summary><see cref="SupplierMessageAccepted"/>.</summary>
    public const string MessageAccepted = "supplier.message.accepted.v1";

    /// <summary><see cref="SupplierMessageDeclined"/>.</summary>
    public const string MessageDeclined = "supplier.message.declined.v1";

    /// <summary>The record of each type.</summary>
    public static readonly IReadOnlyDictionary<string, Type> All = new Dictionary<string, Type>(StringComparer.Ordinal)
    {
        [Accepted] = typeof(TicketAccepted),
        [Declined] = typeof(TicketDeclined),
        [Progressed] = typeof(TicketProgressed),
        [QuestionAsked] = typeof(TicketQuestionAsked),
        [Resolved] = typeof(TicketResolved),
        [HandoverProposed] = typeof(TicketHandoverProposed),
        [HandoverAccepted] = typeof(TicketHandoverAccepted),
        [HandoverDeclined] = typeof(TicketHandoverDeclined),
        [NoteAdded] = typeof(TicketNoteAdded),
        [CallbackMade] = typeof(TicketCallbackMade),
        [Reopened] = typeof(TicketReopened),
        [Closed] = typeof(TicketClosed),
        [Cancelled] = typeof(TicketCancelled),
        [VisitBooked] = typeof(TicketVisitBooked),
        [VisitMoved] = typeof(TicketVisitMoved),
        [VisitKept] = typeof(TicketVisitKept),
        [VisitMissed] = typeof(TicketVisitMissed),
        [MessageAccepted] = typeof(SupplierMessageAccepted),
        [MessageDeclined] = typeof(SupplierMessageDeclined),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> s_types = All.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>The type that a report is sent as.</summary>
    public static string TypeOf(SupplierReport report) => s_types[report.GetType()];

    /// <summary>What an event means. All faults are found at once.</summary>
    public static ParsedReport Parse(ReceivedEvent received)
    {
        if (!All.TryGetValue(received.Type, out var record))
        {
            return new Unmapped(received.Type);
        }

        if (received.Data.IsEmpty)
        {
            return Wrong("data", $"is missing; {received.Type} carries a JSON object with the case's number.");
        }

        try
        {
            using var data = JsonDocument.Parse(received.Data);
            return FieldFaults.Of(data.RootElement, record, received.Type).ToList() is { Count: > 0 } faults
                ? new Misfit(faults) : new Understood((SupplierReport)data.Deserialize(record, HubMessages.Json)!);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Wrong("data", "is not sound JSON; send a JSON object with Content-Type (or datacontenttype) application/json.");
        }
    }

    /// <summary>The event that carries a report, as a supplier's side sends it.</summary>
    /// <param name="report">What to tell.</param>
    /// <param name="id">Unique within <paramref name="source"/>; the same at each try.</param>
    /// <param name="source">URI reference of the supplier, for example <c>//supplier.example/telephony</c>.</param>
    /// <param name="at">When it happened.</param>
    public static OutgoingEvent ToEvent(SupplierReport report, string id, string source, DateTimeOffset at) => new(
        id, source, TypeOf(report), report.Ticket, at,
        JsonSerializer.SerializeToUtf8Bytes(report, report.GetType(), HubMessages.Json),
        new Dictionary<string, string>(StringComparer.Ordinal) { ["correlationid"] = report.Case, ["partitionkey"] = report.Case });

    /// <summary>An event as if it had come in: of a report that was found by asking.</summary>
    public static ReceivedEvent Received(OutgoingEvent told) => new(
        told.Id, told.Source, told.Type, told.Subject, told.Time, "application/json", told.Data,
        told.Extensions ?? FrozenDictionary<string, string>.Empty, Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(told.Type), 0, .. told.Data.Span])));

    private static Misfit Wrong(string field, string what) => new([new EventFault(field, what)]);
}
