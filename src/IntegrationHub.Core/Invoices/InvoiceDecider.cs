using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Invoices;

/// <summary>What someone wants done with an invoice.</summary>
/// <param name="Now">The time at the edge where the wish came in, UTC.</param>
public abstract record InvoiceCommand(DateTimeOffset Now);

/// <summary>Takes one in.</summary>
public sealed record ReceiveInvoice(InvoiceReceived Received, DateTimeOffset Now) : InvoiceCommand(Now);

/// <summary>Notes that one was not taken.</summary>
public sealed record RefuseInvoice(InvoiceRefused Refused, DateTimeOffset Now) : InvoiceCommand(Now);

/// <summary>Notes what its lines were matched to; what differs is disputed.</summary>
public sealed record MatchInvoice(IReadOnlyList<InvoiceLineMatched> Lines, DateTimeOffset Now) : InvoiceCommand(Now);

/// <summary>Notes that a credit note takes it back.</summary>
/// <param name="Lines">What is given back, by order and line.</param>
public sealed record CreditInvoice(string By, string Number, IReadOnlyList<CreditedLine> Lines, DateTimeOffset Now) : InvoiceCommand(Now);

/// <summary>Ends a dispute by hand.</summary>
/// <param name="Outcome"><c>withdrawn</c> or <c>accepted</c>.</param>
public sealed record SettleInvoiceDispute(string Dispute, string Outcome, DateTimeOffset Now) : InvoiceCommand(Now);

/// <summary>Notes what the supplier says of a dispute.</summary>
public sealed record AnswerInvoiceDispute(string Dispute, string Outcome, string? Reason, DateTimeOffset Now) : InvoiceCommand(Now);

/// <summary>Notes that it was paid.</summary>
public sealed record PayInvoice(DateTimeOffset Now) : InvoiceCommand(Now);

/// <summary>What later decisions about an invoice ask for.</summary>
/// <param name="Received">Null before it was taken.</param>
public sealed record InvoiceState(InvoiceReceived? Received = null)
{
    /// <summary>Contents that were not taken.</summary>
    public ImmutableHashSet<string> Refused { get; init; } = [];

    /// <summary>The lines as they were matched last, by position.</summary>
    public ImmutableSortedDictionary<int, InvoiceLineMatched> Lines { get; init; } = ImmutableSortedDictionary<int, InvoiceLineMatched>.Empty;

    /// <summary>How the matching ended; null while it has not.</summary>
    public InvoiceMatched? Matched { get; init; }

    /// <summary>Every dispute that there was.</summary>
    public ImmutableSortedDictionary<string, InvoiceDisputed> Disputes { get; init; } = ImmutableSortedDictionary<string, InvoiceDisputed>.Empty;

    /// <summary>How disputes ended.</summary>
    public ImmutableDictionary<string, InvoiceDisputeSettled> Settled { get; init; } = ImmutableDictionary<string, InvoiceDisputeSettled>.Empty;

    /// <summary>What the supplier said of disputes, the last of each.</summary>
    public ImmutableDictionary<string, InvoiceDisputeAnswered> Answers { get; init; } = ImmutableDictionary<string, InvoiceDisputeAnswered>.Empty;

    /// <summary>Credit notes that take it back, by id.</summary>
    public ImmutableSortedDictionary<string, InvoiceCredited> Credits { get; init; } = ImmutableSortedDictionary<string, InvoiceCredited>.Empty;

    /// <summary>When it was paid.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>When it was received, matched, credited or paid last, or a dispute ended; null before it was taken.</summary>
    public DateTimeOffset? LastAt => Received is null ? null
        : new[] { Received.At, Matched?.At, PaidAt }.Concat(Settled.Values.Select(each => (DateTimeOffset?)each.At)).Concat(Credits.Values.Select(each => (DateTimeOffset?)each.At)).Max();

    /// <summary>Disputes that are open.</summary>
    public IEnumerable<InvoiceDisputed> Open => Disputes.Values.Where(dispute => !Settled.ContainsKey(dispute.Dispute));

    /// <summary>Where it stands: <c>received</c>, <c>matched</c>, <c>disputed</c>, <c>credited</c> or <c>paid</c>; <c>refused</c> when it was never taken.</summary>
    public string Status => this switch
    {
        { Received: null } => "refused",
        { PaidAt: not null } => "paid",
        _ when Open.Any() => "disputed",
        { Credits.Count: > 0 } => "credited",
        { Matched: null } => "received",
        _ => "matched",
    };

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public InvoiceState After(object? fact) => fact switch
    {
        InvoiceReceived e => this with { Received = e },
        InvoiceRefused e => this with { Refused = Refused.Add(e.Mark) },
        InvoiceLineMatched e => this with { Lines = Lines.SetItem(e.Position, e) },
        InvoiceMatched e => this with { Matched = e },
        InvoiceDisputed e => this with { Disputes = Disputes.SetItem(e.Dispute, e) },
        InvoiceDisputeAnswered e => this with { Answers = Answers.SetItem(e.Dispute, e) },
        InvoiceDisputeSettled e => this with { Settled = Settled.SetItem(e.Dispute, e) },
        InvoiceCredited e => this with { Credits = Credits.SetItem(e.By, e) },
        InvoicePaid e => this with { PaidAt = e.At },
        _ => this,
    };
}

/// <summary>The rules of an invoice's life. Sent twice, a command changes nothing the second time.</summary>
public static partial class InvoiceDecider
{
    private static readonly string[] s_byHand = ["withdrawn", "accepted"];

    /// <summary>What the command leads to.</summary>
    public static Decision<InvoiceEvent> Decide(InvoiceState state, InvoiceCommand command) => (state, command) switch
    {
        ({ Received: null }, ReceiveInvoice c) => Yes(c.Received),
        (_, ReceiveInvoice c) => c.Received.Original.Mark == state.Received!.Original.Mark ? Yes()
            : No("invoice-differs", "An invoice of this seller with this number was received before, with another content. Send a credit note and an invoice with a number of its own."),
        (_, RefuseInvoice c) => state.Refused.Contains(c.Refused.Mark) ? Yes() : Yes(c.Refused),
        ({ Received: null }, _) => No("invoice-unknown", "There is no such invoice."),
        (_, MatchInvoice c) => Match(state, c),
        (_, CreditInvoice c) => Credit(state, c),
        (_, SettleInvoiceDispute c) => Settle(state, c),
        (_, AnswerInvoiceDispute c) => !state.Disputes.ContainsKey(c.Dispute) ? No("dispute-unknown", "The invoice has no such dispute.")
            : state.Answers.GetValueOrDefault(c.Dispute)?.Outcome == c.Outcome ? Yes()
            : Yes(new InvoiceDisputeAnswered(c.Dispute, c.Outcome, c.Reason is { } why ? new Personal(state.Received!.Texts, why) : null, c.Now)),
        (_, PayInvoice c) => state.PaidAt is not null ? Yes()
            : state.Matched is null ? No("invoice-not-matched", "The invoice is not matched with what was ordered and delivered yet. Wait a moment, or have it matched, before it is paid.")
            : state.Open.Any() ? No("invoice-disputed", "The invoice is disputed. Wait for the credit, or accept it as it is, before it is paid.")
            : Yes(new InvoicePaid(c.Now)),
        _ => No("not-possible", "This cannot be done with the invoice as it stands."),
    };

    /// <summary>The id of a dispute: eight hexadecimal digits.</summary>
    public static string DisputeOf(string texts, string code, string? order) => EventId.From("invoice-dispute", texts, code, order ?? "").ToString("N")[..8];

    private static Decision<InvoiceEvent> Match(InvoiceState state, MatchInvoice command)
    {
        List<InvoiceEvent> events = [.. command.Lines.Where(line => !state.Lines.TryGetValue(line.Position, out var before) || !line.SameAs(before))];
        var disputes = command.Lines.SelectMany(line => line.Differences.Select(difference => (Line: line, Difference: difference)))
            .GroupBy(each => (each.Difference.Code, Order: each.Line.Ordered?.Order)).Select(group => new InvoiceDisputed(
                DisputeOf(state.Received!.Texts.Value, group.Key.Code, group.Key.Order), group.Key.Code, group.Key.Order, [.. group.Select(each => each.Line.Position).Distinct()],
                Money.Sum(group.Select(each => each.Difference.Amount with { Minor = Math.Abs(each.Difference.Amount.Minor) })), command.Now)).ToList();
        var found = new InvoiceMatched(command.Lines.Count, command.Lines.Count(line => line.Ordered is not null), command.Lines.Count(line => line.Differences.Count > 0), command.Now);
        if (state.Matched is null || (found with { At = state.Matched.At }) != state.Matched)
        {
            events.Add(found);
        }

        var raised = disputes.Where(dispute => !state.Disputes.TryGetValue(dispute.Dispute, out var before) || IsOtherwise(state, before, dispute)).ToList();
        events.AddRange(raised);
        events.AddRange(Covered(events.Aggregate(state, (so, fact) => so.After(fact)), raised, by: null, command.Now));
        events.AddRange(state.Open.Where(open => disputes.TrueForAll(dispute => dispute.Dispute != open.Dispute))
            .Select(gone => new InvoiceDisputeSettled(gone.Dispute, "withdrawn", null, command.Now)));
        return Yes([.. events]);
    }

    /// <summary>Whether an open dispute is about more or less than before. One that has ended stays ended.</summary>
    private static bool IsOtherwise(InvoiceState state, InvoiceDisputed before, InvoiceDisputed now) =>
        !state.Settled.ContainsKey(now.Dispute) && (before.Amount != now.Amount || !before.Positions.SequenceEqual(now.Positions));

    private static Decision<InvoiceEvent> Settle(InvoiceState state, SettleInvoiceDispute command) =>
        !s_byHand.Contains(command.Outcome, StringComparer.Ordinal) ? No("outcome-unknown", "A dispute is ended by hand as withdrawn or accepted.")
        : !state.Disputes.ContainsKey(command.Dispute) ? No("dispute-unknown", "The invoice has no such dispute.")
        : state.Settled.ContainsKey(command.Dispute) ? Yes()
        : Yes(new InvoiceDisputeSettled(command.Dispute, command.Outcome, null, command.Now));

    private static Accepted<InvoiceEvent> Yes(params IReadOnlyList<InvoiceEvent> events) => new(events);

    private static Refused<InvoiceEvent> No(string code, string why) => new(code, why);
}
