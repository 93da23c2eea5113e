using System.Globalization;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>How a desk takes a message.</summary>
/// <param name="Delays">How long it takes for things.</param>
/// <param name="Auto">Off: it only files the message.</param>
/// <param name="Declines">It takes nothing on.</param>
/// <param name="Asks">It asks the user before it resolves.</param>
/// <param name="Swaps">Its reports arrive in the wrong order.</param>
/// <param name="Late">How much later than due its reports go out.</param>
internal sealed record DeskHabits(SimulatorDelays Delays, bool Auto, bool Declines, bool Asks, bool Swaps, TimeSpan Late);

/// <summary>What a desk does about a message. Pure.</summary>
internal static class DeskPlan
{
    private sealed record Step(TimeSpan After, SupplierReport Report);

    /// <summary>The ticket as the message leaves it.</summary>
    public static SimulatedTicket Take(SimulatedTicket ticket, HubMessage message, string type) => (message switch
    {
        CaseAssigned assigned => ticket with { Phase = Begun(ticket), Stopped = false, Description = assigned.Description },
        CaseHandoverRequested offered => ticket with { Phase = Begun(ticket), Stopped = false, Description = offered.Description },
        CaseReopened => ticket with { Phase = TicketPhase.Working, Stopped = false },
        CaseQuestionAnswered => ticket with { Phase = TicketPhase.Working },
        CaseHandoverAnswered { Accepted: true } => ticket with { Phase = TicketPhase.HandedOver, Stopped = true },
        CaseHandoverAnswered => ticket with { Phase = TicketPhase.Working },
        CaseClosed => ticket with { Phase = TicketPhase.Closed, Stopped = true },
        CaseWithdrawn => ticket with { Phase = TicketPhase.Cancelled, Stopped = true },
        _ => ticket,
    }) with
    { History = [.. ticket.History, type] };

    /// <summary>The ticket once a report has been sent off.</summary>
    public static SimulatedTicket Report(SimulatedTicket ticket, string type) => ticket with
    {
        History = [.. ticket.History, type],
        Phase = type switch
        {
            SupplierMessages.Accepted or SupplierMessages.Progressed or SupplierMessages.HandoverAccepted or SupplierMessages.Reopened => TicketPhase.Working,
            SupplierMessages.Declined or SupplierMessages.HandoverDeclined => TicketPhase.Declined,
            SupplierMessages.QuestionAsked => TicketPhase.Waiting,
            SupplierMessages.Resolved => TicketPhase.Resolved,
            SupplierMessages.Closed => TicketPhase.Closed,
            SupplierMessages.Cancelled => TicketPhase.Cancelled,
            _ => ticket.Phase,
        },
    };

    /// <summary>The reports that follow, in the order they are to be sent.</summary>
    /// <param name="before">The ticket before the message.</param>
    /// <param name="message">What the hub said.</param>
    /// <param name="cause">Names the message; the reports' ids follow from it.</param>
    /// <param name="habits">How the desk takes it.</param>
    /// <param name="now">When the message was taken.</param>
    public static IReadOnlyList<PlannedReport> Reports(
        SimulatedTicket before, HubMessage message, string cause, DeskHabits habits, DateTimeOffset now)
    {
        var steps = habits.Auto ? Steps(before, message, habits, now) : [];
        if (habits.Auto && steps.Count == 0 && message is not (CaseClosed or CaseWithdrawn or CaseHandoverAnswered))
        {
            steps = [new(habits.Delays.Accept, new SupplierMessageAccepted(before.Case, cause, before.Ticket))];
        }

        var reports = steps
            .Select((step, index) => PlannedReport.Of(
                string.Create(CultureInfo.InvariantCulture, $"{cause}/{index + 1}"), cause, before.Supplier, step.Report, now + step.After))
            .ToList();
        for (var i = 0; habits.Swaps && i + 1 < reports.Count; i += 2)
        {
            (reports[i], reports[i + 1]) = (reports[i + 1] with { Due = reports[i].Due }, reports[i] with { Due = reports[i + 1].Due });
        }

        return [.. reports.Select(report => report with { Due = report.Due + habits.Late })];
    }

    private static IReadOnlyList<Step> Steps(SimulatedTicket ticket, HubMessage message, DeskHabits habits, DateTimeOffset now)
    {
        var (number, id, wait) = (ticket.Case, ticket.Ticket, habits.Delays);
        var busy = ticket.History.Any(type => type is HubMessages.Assigned or HubMessages.HandoverRequested)
            && ticket.Phase is (TicketPhase.New or TicketPhase.Working or TicketPhase.Waiting);
        return message switch
        {
            CaseAssigned or CaseHandoverRequested when busy => [],
            CaseAssigned when habits.Declines => [new(wait.Accept, new TicketDeclined(number, "Ärendet hör inte till oss."))],
            CaseHandoverRequested when habits.Declines => [new(wait.Accept, new TicketHandoverDeclined(number, "Ärendet hör inte till oss."))],
            CaseAssigned =>
            [
                new(wait.Accept, new TicketAccepted(number, id, Team: "Servicedesk", Text: "Vi har tagit emot ärendet.")),
                .. Work(number, id, habits, wait.Accept),
            ],
            CaseHandoverRequested =>
            [
                new(wait.Accept, new TicketHandoverAccepted(number, id, Team: "Servicedesk", Text: "Vi tar över ärendet.")),
                .. Work(number, id, habits, wait.Accept),
            ],
            CaseReopened or CaseQuestionAnswered or CaseHandoverAnswered { Accepted: false } =>
                Work(number, id, habits with { Asks = false }, TimeSpan.Zero),
            CaseNoteAdded when ticket.Phase is TicketPhase.New or TicketPhase.Working =>
                [new(wait.Progress, new TicketProgressed(number, id, "In progress", "Information received", Text: "Vi har läst det nya."))],
            CaseCallbackBooked { CalledBy: null } booked =>
                [new(booked.Start > now ? booked.Start - now : TimeSpan.Zero, new TicketCallbackMade(number, "reached", id, "Vi har ringt upp."))],
            CaseResolutionConfirmed => [new(wait.Progress, new TicketClosed(number, id, Outcome: "Confirmed"))],
            _ => [],
        };
    }

    private static IReadOnlyList<Step> Work(string number, string ticket, DeskHabits habits, TimeSpan from)
    {
        var (looking, done) = (from + habits.Delays.Progress, from + habits.Delays.Progress + habits.Delays.Resolve);
        return
        [
            new(looking, new TicketProgressed(number, ticket, "In progress", "Investigating", "Second line", Text: "Vi felsöker.")),
            habits.Asks
                ? new(looking + habits.Delays.Progress, new TicketQuestionAsked(number, ticket, "Vilket rum eller vilken enhet gäller det?"))
                : new(done, new TicketResolved(number, ticket, "Felet är åtgärdat. Fungerar det hos dig?", Outcome: "Solved")),
        ];
    }

    private static TicketPhase Begun(SimulatedTicket ticket) =>
        ticket.Phase is TicketPhase.Working or TicketPhase.Waiting ? ticket.Phase : TicketPhase.New;
}
