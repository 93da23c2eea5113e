using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>The supplier said what became of one message: delivered is not accepted.</summary>
/// <param name="Message">The hub's id of the message.</param>
/// <param name="Accepted">Whether the supplier acts on it.</param>
/// <param name="Reason">Why not.</param>
[StoredAs("supplier-receipt-given", 1)]
public sealed record SupplierReceiptGiven(string Supplier, string Message, bool Accepted, Personal? Reason, DateTimeOffset At) : CaseEvent(At);

/// <summary>The supplier took a message and then said neither yes nor no for too long.</summary>
/// <param name="Message">The hub's id of the message.</param>
/// <param name="Type">What was told.</param>
/// <param name="Due">When an answer was due, by the supplier's clock.</param>
[StoredAs("supplier-silent", 1)]
public sealed record SupplierSilent(string Supplier, string Message, string Type, DateTimeOffset Due, DateTimeOffset At) : CaseEvent(At);

/// <summary>A supplier says what became of a message.</summary>
/// <param name="Message">The hub's id of the message.</param>
/// <param name="Accepted">Whether the supplier acts on it.</param>
/// <param name="Reason">Why not.</param>
public sealed record TakeReceipt(string Supplier, string Message, bool Accepted, string? Reason, DateTimeOffset Now) : CaseCommand(Now)
{
    /// <summary>Whether it names an event of this case: a quick supplier answers before the hub has noted that it was told.</summary>
    public bool IsOfCase { get; init; }
}

/// <summary>The time for a receipt is over.</summary>
/// <param name="Message">The hub's id of the message.</param>
public sealed record MissReceipt(string Supplier, string Message, DateTimeOffset Now) : CaseCommand(Now);

/// <summary>A message to a supplier, and what became of it.</summary>
/// <param name="Message">The hub's id of it.</param>
/// <param name="Type">What it told: <c>hub.case.note-added.v1</c>.</param>
/// <param name="Standing"><c>delivered</c>, <c>accepted</c>, <c>declined</c>, <c>silent</c>, or <c>refused</c> where the system would not even take it.</param>
/// <param name="Reason">Why it was declined or refused.</param>
/// <param name="Due">Until when a receipt is expected; null when none is.</param>
/// <param name="At">When it last changed.</param>
public sealed record SentMessage(string Supplier, string Message, string Type, string Standing, string? Reason, DateTimeOffset? Due, DateTimeOffset At);

/// <summary>The business receipts of a case: for each message, whether the supplier accepted it, declined it, or is silent.</summary>
public static class MessageReceipts
{
    private const string Delivered = "delivered";
    private const string Silent = "silent";
    private const string NotNoted = "";

    /// <summary>What the messages are that a supplier answers by taking the case, or not.</summary>
    private static readonly ImmutableHashSet<string> s_offers = ["hub.case.assigned.v1", "hub.case.handover-requested.v1"];

    /// <summary>Whether a message offers the case: whoever is told so takes it, or not.</summary>
    /// <param name="type"><c>hub.case.assigned.v1</c></param>
    public static bool IsOffer(string type) => s_offers.Contains(type);

    /// <summary>The messages that the hub has noted as told.</summary>
    public static IEnumerable<SentMessage> Told(CaseState state) => state.Sent.Values.Where(sent => sent.Type != NotNoted);

    /// <summary>What the command leads to.</summary>
    internal static Decision<CaseEvent> Decide(CaseState state, CaseCommand command) => command switch
    {
        TakeReceipt { IsOfCase: false } c when !state.Sent.ContainsKey(Key(c.Supplier, c.Message)) =>
            CaseDecider.No("message-unknown", $"The hub has sent no message {c.Message} for this case. Name the id of the event that is answered."),
        TakeReceipt c when IsOpen(state, c) => CaseDecider.Yes(
            new SupplierReceiptGiven(c.Supplier, c.Message, c.Accepted, c.Reason is null ? null : state.Text(c.Reason), c.Now)),
        MissReceipt c when state.Sent.GetValueOrDefault(Key(c.Supplier, c.Message)) is { Standing: Delivered, Due: { } due } sent && due <= c.Now =>
            CaseDecider.Yes(new SupplierSilent(c.Supplier, c.Message, sent.Type, due, c.Now)),
        AmendMessage c when state.Sent.GetValueOrDefault(Key(c.Supplier, c.Message)) is { Standing: not "refused" } =>
            CaseDecider.No("message-delivered", "The supplier's system has the message already. Add a note to the case instead."),
        AmendMessage c => CaseDecider.Yes(new SupplierMessageAmended(c.Supplier, c.Message, state.Text(c.Data), c.Reason, c.Now)),
        _ => CaseDecider.Yes(),
    };

    /// <summary>The messages after one more event.</summary>
    internal static ImmutableDictionary<string, SentMessage> After(ImmutableDictionary<string, SentMessage> sent, object? fact) => fact switch
    {
        SupplierInformed e when sent.GetValueOrDefault(Key(e.Supplier, e.Message)) is { Type: NotNoted } early => sent.SetItem(Key(e.Supplier, e.Message), early with { Type = e.Type }),
        SupplierInformed e => sent.SetItem(
            Key(e.Supplier, e.Message), new SentMessage(e.Supplier, e.Message, e.Type, e.Accepted == true ? "accepted" : Delivered, null, e.ReceiptDue, e.At)),
        SupplierRefusedMessage e => sent.SetItem(Key(e.Supplier, e.Message), new SentMessage(e.Supplier, e.Message, e.Type, "refused", e.Why, null, e.At)),
        SupplierReceiptGiven e => Change(Noted(sent, e.Supplier, e.Message, e.At), Key(e.Supplier, e.Message), e.Accepted ? "accepted" : "declined", e.Reason?.Shown, e.At),
        SupplierSilent e => Change(sent, Key(e.Supplier, e.Message), Silent, null, e.At),
        SupplierReported { Refused: null } e => Answered(sent, e),
        _ => sent,
    };

    /// <summary>A report answers the message that it names as its cause; and whoever speaks of its work has taken the offer.</summary>
    private static ImmutableDictionary<string, SentMessage> Answered(ImmutableDictionary<string, SentMessage> sent, SupplierReported said)
    {
        sent = said.Answers is { } answered ? Noted(sent, said.Supplier, answered, said.At) : sent;
        var declined = said.Type is "supplier.ticket.declined.v1" or "supplier.ticket.handover-declined.v1";
        foreach (var (key, message) in sent)
        {
            if (message.Supplier == said.Supplier && message.Standing is Delivered or Silent && (message.Message == said.Answers || IsOffer(message.Type)))
            {
                sent = Change(sent, key, declined ? "declined" : "accepted", declined ? said.Text?.Shown : null, said.At);
            }
        }

        return sent;
    }

    /// <summary>With a place for the answer to a message of which the hub has not noted yet that it was told.</summary>
    private static ImmutableDictionary<string, SentMessage> Noted(ImmutableDictionary<string, SentMessage> sent, string supplier, string message, DateTimeOffset at) =>
        sent.ContainsKey(Key(supplier, message)) ? sent : sent.SetItem(Key(supplier, message), new SentMessage(supplier, message, NotNoted, Delivered, null, null, at));

    private static ImmutableDictionary<string, SentMessage> Change(
        ImmutableDictionary<string, SentMessage> sent, string key, string standing, string? reason, DateTimeOffset at) =>
        sent.TryGetValue(key, out var message) ? sent.SetItem(key, message with { Standing = standing, Reason = reason, At = at }) : sent;

    private static bool IsOpen(CaseState state, TakeReceipt receipt) =>
        state.Sent.GetValueOrDefault(Key(receipt.Supplier, receipt.Message)) is null or { Standing: Delivered or Silent };

    private static string Key(string supplier, string message) => supplier + "/" + message;
}
