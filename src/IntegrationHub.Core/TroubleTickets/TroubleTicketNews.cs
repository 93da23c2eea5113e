using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.TroubleTickets;

/// <summary>What a listener is told of.</summary>
public enum TicketNewsKind
{
    /// <summary>The ticket is there, or is the listener's from now on.</summary>
    Create,

    /// <summary>Something else than the status changed.</summary>
    AttributeValueChange,

    /// <summary>The status changed.</summary>
    StatusChange,

    /// <summary>The desk says that it is solved.</summary>
    Resolved,

    /// <summary>The user is asked something.</summary>
    InformationRequired,
}

/// <summary>One thing that a listener is told.</summary>
/// <param name="Id">The same whenever it is told again, to whomever.</param>
/// <param name="Ticket">The ticket as it was then.</param>
public sealed record TicketNews(Guid Id, TicketNewsKind Kind, TroubleTicket Ticket, DateTimeOffset At);

/// <summary>Who sees trouble tickets.</summary>
/// <param name="Actor"><c>supplier:ID</c> or <c>staff:PSEUDONYM</c>.</param>
/// <param name="Supplier">The supplier; null for the city's own, who see all.</param>
/// <param name="Desks">The supplier's desks.</param>
public sealed record TicketViewer(string Actor, string? Supplier, IReadOnlyCollection<string> Desks)
{
    /// <summary>Whether the ticket is shown: to a supplier when one of its desks was given it, or when it opened it.</summary>
    public bool Sees(TroubleTicket ticket) => Supplier is null || ticket.OpenedBy == Actor || ticket.Desks.Any(Desks.Contains);
}

/// <summary>What one event of a case means to a listener. Pure: the same history gives the same news, whenever it is asked.</summary>
public static class TroubleTicketNews
{
    /// <summary>The stored types that may be news.</summary>
    public static readonly IReadOnlySet<string> Types = StoredTypes.Of<CaseEvent>()
        .Except([
            StoredTypes.NameOf(typeof(SupplierInformed)), StoredTypes.NameOf(typeof(SupplierRefusedMessage)),
            StoredTypes.NameOf(typeof(UserNotified)),
        ], StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);

    /// <summary>The news of an event, in the order in which they are told; none when the listener sees no difference.</summary>
    /// <param name="history">The whole case.</param>
    /// <param name="index">The event's place in it.</param>
    /// <param name="viewer">Whom the listener belongs to.</param>
    public static IReadOnlyList<TicketNews> For(IReadOnlyList<Known> history, int index, TicketViewer viewer)
    {
        var happened = history[index];
        if (happened.Fact is not CaseEvent fact || history[0].Fact is not CaseOpened)
        {
            return [];
        }

        var after = Seen(history, index, viewer);
        if (after is null)
        {
            return [];
        }

        var before = index == 0 ? null : Seen(history, index - 1, viewer);
        return [.. Kinds(before, after, fact).Select(kind => new TicketNews(
            EventId.From("trouble-ticket", happened.Recorded.Id.ToString("N"), kind.ToString()), kind, after, fact.At))];
    }

    private static IEnumerable<TicketNewsKind> Kinds(TroubleTicket? before, TroubleTicket after, CaseEvent fact)
    {
        if (before is null)
        {
            yield return TicketNewsKind.Create;
            yield break;
        }

        if (before.Statuses.Count != after.Statuses.Count)
        {
            yield return TicketNewsKind.StatusChange;
        }
        else if (before.Mark != after.Mark)
        {
            yield return TicketNewsKind.AttributeValueChange;
        }

        if (after.Status == TicketStatus.Resolved && before.Status != TicketStatus.Resolved)
        {
            yield return TicketNewsKind.Resolved;
        }

        if (fact is UserAsked or RoutingQuestionAsked)
        {
            yield return TicketNewsKind.InformationRequired;
        }
    }

    /// <summary>The ticket as the listener sees it; null before it does. A ticket is there once its opening is whole.</summary>
    private static TroubleTicket? Seen(IReadOnlyList<Known> history, int index, TicketViewer viewer) =>
        index >= LastOfOpening(history) && TroubleTicket.Of(history.Take(index + 1)) is { } ticket && viewer.Sees(ticket) ? ticket : null;

    /// <remarks>A case's first events are written as one; what its TMF621 ticket says follows in an event of its own.</remarks>
    private static int LastOfOpening(IReadOnlyList<Known> history)
    {
        var opened = (CaseOpened)history[0].Fact!;
        if (opened.Channel == TroubleTicket.Channel)
        {
            for (var index = 1; index < history.Count; index++)
            {
                if (history[index].Fact is TroubleTicketDescribed)
                {
                    return index;
                }
            }

            return int.MaxValue;
        }

        var last = 0;
        while (last + 1 < history.Count && history[last + 1].Fact is PrioritySet or RoutingQuestionAsked or CaseRouted && ((CaseEvent)history[last + 1].Fact!).At == opened.At)
        {
            last++;
        }

        return last;
    }
}
