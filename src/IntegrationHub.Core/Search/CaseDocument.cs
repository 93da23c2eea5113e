using System.Text.Json;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Search;

/// <summary>A case as searches see it: a fold over its history, so that the index can be made again from the log.</summary>
public static class CaseDocument
{
    /// <summary>The key of a case's document; the same as its stream.</summary>
    public static string KeyOf(CaseNumber number) => number.Stream;

    /// <summary>The document; null when there is no such case.</summary>
    public static SearchDocument? Of(LoadedCase loaded)
    {
        if (CaseView.Of(loaded) is not { } view)
        {
            return null;
        }

        var facts = loaded.History.Select(known => known.Fact).OfType<CaseEvent>().ToList();
        return new SearchDocument(KeyOf(view.Number), SearchKind.Case, view.Number.Value, view.OpenedAt, SearchText.Title(view.Description.Shown))
        {
            // The name comes last: a snippet begins with the matter.
            Texts = [.. facts.SelectMany(Said).Append(view.Reporter.Name).Select(text => text?.Text).OfType<string>().Where(NotBlank).Distinct(StringComparer.Ordinal)],
            Supplier = Values(facts.Select(fact => fact switch
            {
                CaseRouted e => e.Supplier,
                HandoverAccepted { TakeOver: { } takeOver } => takeOver.Supplier,
                SupplierReported e => e.Supplier,
                _ => null,
            })),
            Desk = Values(loaded.State.Joint.Order(StringComparer.Ordinal).Prepend(view.Desk)),
            HadBy = Values(facts.Select(fact => fact switch
            {
                CaseRouted e => e.Desk,
                HandoverProposed e => e.To,
                JointResolutionOpened e => e.With,
                ExpertAsked e => e.Expert,
                _ => null,
            })),
            Service = Values([view.Service]),
            Area = Values([view.Area]),
            Organisation = Values([view.Organisation]),
            Site = Values([view.Site]),
            Person = Values([view.Reporter.Person.Value, view.Reporter.Directory?.Value]),
            Ticket = Values(facts.Select(fact => fact switch
            {
                CaseAccepted e => e.Ticket,
                SupplierTicketLinked e => e.Ticket,
                SupplierReported e => e.Ticket,
                _ => null,
            })),
            Status = [StatusOf(view.Status)],
        };
    }

    /// <summary>What a phase is called in the API and in searches: <c>in-progress</c>.</summary>
    public static string StatusOf(CasePhase phase) => JsonNamingPolicy.KebabCaseLower.ConvertName(phase.ToString());

    /// <summary>What people said and wrote, event by event; a supplier's own words too, which the hub's events may repeat.</summary>
    private static IEnumerable<Personal?> Said(CaseEvent fact) => fact switch
    {
        CaseOpened e => [e.Description],
        RoutingQuestionAnswered e => [e.Answer],
        CaseDeclined e => [e.Reason],
        UserAsked e => [e.Question],
        UserAnswered e => [e.Answer],
        ProgressTold e => [e.Text],
        HandoverProposed e => [e.Reason, e.Tried],
        HandoverDeclined e => [e.Reason],
        JointResolutionOpened e => [e.Reason, e.Tried],
        CaseResolved e => [e.Solution],
        CaseReopened e => [e.Reason],
        NoteAdded { Visibility: NoteVisibility.Public } e => [e.Text], // An internal one is the desks': whoever reported the case finds this document, too.
        CaseEscalated e => [e.Reason],
        CommonFaultSuspected e => [e.Reason],
        SuspicionJudged e => [e.Reason],
        AttachmentAdded e => [e.Name],
        SupplierReported e => [e.Text],
        _ => [],
    };

    private static IReadOnlyList<string> Values(IEnumerable<string?> values) =>
        [.. values.OfType<string>().Where(NotBlank).Distinct(StringComparer.Ordinal)];

    private static bool NotBlank(string text) => !string.IsNullOrWhiteSpace(text);
}
