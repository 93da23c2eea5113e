using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Incidents;

/// <summary>What is done about an incident beside the work on it: significance by law, roles, the suppliers' own tickets, the look back. As <see cref="IncidentActions"/>.</summary>
internal static class IncidentFollowUpEndpoints
{
    private static readonly int[] s_refusals = [400, 403, 404, 409, 412];

    /// <summary>Maps the actions below the group of incidents.</summary>
    public static void MapIncidentFollowUp(this RouteGroupBuilder incidents)
    {
        var group = incidents.MapGroup("/{number}").RequireAuthorization(IncidentAccess.Policy);
        group.MapPost("/significant", MarkAsync).WithSummary("Marks it significant (NIS2): reports are due in 24 h, 72 h and a month.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/significant/withdraw", WithdrawAsync).WithSummary("It was not significant after all.").Answers<IncidentView>(200, s_refusals);
        group.MapGet("/significant/{report}/draft", DraftAsync).WithSummary("A draft of a report: early-warning, notification or final.").Answers<ReportDraft>(200, 400, 404, 409);
        group.MapPost("/significant/{report}/sent", SentAsync).WithSummary("Notes that a report was given to the authority.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/roles", RoleAsync).WithSummary("Gives a role: leader, communicator or recorder.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/tickets", LinkAsync).WithSummary("Links a supplier's own ticket of the same incident.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/tickets/remove", UnlinkAsync).WithSummary("Takes such a link away.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/review", ReviewAsync).WithSummary("Looks back on it, once it is over.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/improvements", AgreeAsync).WithSummary("Agrees on an improvement, with a desk and a day.").Answers<IncidentView>(200, s_refusals);
        group.MapPost("/improvements/{id}/done", DoneAsync).WithSummary("An improvement is done.").Answers<IncidentView>(200, s_refusals);
    }

    private static Task<IResult> MarkAsync(string number, SignificantBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) => edge.ActAsync(
        http, number, "significant", IncidentFaults.OfReason(body.Reason), now => new MarkSignificant(body.Reason!, body.KnownAt ?? now, now), ct);

    private static Task<IResult> WithdrawAsync(string number, ReasonBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) => edge.ActAsync(
        http, number, "withdraw", IncidentFaults.OfReason(body.Reason), now => new WithdrawSignificance(body.Reason!, now), ct);

    private static async Task<IResult> DraftAsync(
        string number, string report, string? language, IncidentStore incidents, LiveView<IncidentRow> rows, ServiceCatalogue catalogue, CancellationToken ct)
    {
        if (ReportOf(report) is not { } wanted)
        {
            return TypedResults.ValidationProblem(UnknownReport(), type: "invalid-incident");
        }

        if (!IncidentNumber.TryParse(number, out var parsed) || IncidentView.Of(await incidents.LoadAsync(parsed, ct)) is not { } view)
        {
            return IncidentEndpoints.Unknown();
        }

        var say = language == "en" ? "en" : "sv";
        return view.Significance is { } significance
            ? TypedResults.Ok(new ReportDraft(SignificantDraft.Of(
                wanted, view, significance, rows.Find(parsed.Value)?.Affected ?? 0, service => catalogue.FindService(service) is { } found ? say == "en" ? found.En : found.Sv : service, say)))
            : IncidentEndpoints.Problem(new("not-significant", "The incident is not marked significant. Mark it first."));
    }

    private static Task<IResult> SentAsync(string number, string report, SentBody body, IncidentEdge edge, HttpContext http, CancellationToken ct)
    {
        var faults = ReportOf(report) is null ? UnknownReport() : IncidentFaults.OfTexts(("reference", body.Reference, 100));
        return edge.ActAsync(http, number, "sent " + report, faults, now => new NoteReportSent(ReportOf(report)!.Value, body.Reference!, now), ct);
    }

    private static Task<IResult> RoleAsync(string number, RoleBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) => edge.ActAsync(
        http, number, "role", IncidentFaults.OfTexts(("holder", body.Holder, 100)), now => new GiveRole(body.Role, body.Holder!.Trim(), now), ct);

    private static Task<IResult> LinkAsync(string number, TicketBody body, IncidentEdge edge, ServiceCatalogue catalogue, HttpContext http, CancellationToken ct) =>
        edge.ActAsync(http, number, "ticket", FaultsOf(body, catalogue), now => new LinkIncidentTicket(body.Supplier!, body.Ticket!.Trim(), now), ct);

    private static Task<IResult> UnlinkAsync(string number, TicketBody body, IncidentEdge edge, ServiceCatalogue catalogue, HttpContext http, CancellationToken ct) =>
        edge.ActAsync(http, number, "no ticket", FaultsOf(body, catalogue), now => new UnlinkIncidentTicket(body.Supplier!, body.Ticket!.Trim(), now), ct);

    private static Task<IResult> ReviewAsync(string number, ReviewBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) => edge.ActAsync(
        http, number, "review", IncidentFaults.OfTexts(("cause", body.Cause, 2_000), ("lessons", body.Lessons, 4_000)),
        now => new HoldReview(body.Cause!, body.Lessons!, now), ct);

    private static Task<IResult> AgreeAsync(string number, ImprovementBody body, IncidentEdge edge, ServiceCatalogue catalogue, HttpContext http, CancellationToken ct)
    {
        var faults = IncidentFaults.OfTexts(("what", body.What, 500));
        if (catalogue.FindDesk(body.Desk) is null)
        {
            faults["desk"] = ["The id of the desk that does it, from the catalogue."];
        }

        if (body.Due is null)
        {
            faults["due"] = ["Until when, for example 2026-12-24T16:00:00Z."];
        }

        return edge.ActAsync(http, number, "improvement", faults, now => new AgreeImprovement(body.What!, body.Desk!, body.Due!.Value, now), ct);
    }

    private static Task<IResult> DoneAsync(string number, string id, HowBody body, IncidentEdge edge, HttpContext http, CancellationToken ct) => edge.ActAsync(
        http, number, "done " + id, IncidentFaults.OfTexts(("how", body.How, 500)), now => new CompleteImprovement(id, body.How!, now), ct);

    private static Dictionary<string, string[]> FaultsOf(TicketBody body, ServiceCatalogue catalogue)
    {
        var faults = IncidentFaults.OfTexts(("ticket", body.Ticket, 100));
        if (!catalogue.Services.Any(service => service.Supplier == body.Supplier))
        {
            faults["supplier"] = ["The id of a supplier."];
        }

        return faults;
    }

    private static SignificantReport? ReportOf(string report) => report switch
    {
        "early-warning" => SignificantReport.EarlyWarning,
        "notification" => SignificantReport.Notification,
        "final" => SignificantReport.Final,
        _ => null,
    };

    private static Dictionary<string, string[]> UnknownReport() => new(StringComparer.Ordinal) { ["report"] = ["early-warning, notification or final."] };
}

/// <summary>Why it is significant, and since when the city knows; left out, now.</summary>
internal sealed record SignificantBody(string? Reason, DateTimeOffset? KnownAt);

/// <summary>The authority's number of a report.</summary>
internal sealed record SentBody(string? Reference);

/// <summary>A draft, as plain text.</summary>
internal sealed record ReportDraft(string Text);

/// <summary>A role and the function that has it; no name.</summary>
internal sealed record RoleBody(IncidentRole Role, string? Holder);

/// <summary>A supplier's own ticket.</summary>
internal sealed record TicketBody(string? Supplier, string? Ticket);

/// <summary>The look back, without names.</summary>
internal sealed record ReviewBody(string? Cause, string? Lessons);

/// <summary>What is to be made better, by which desk and when.</summary>
internal sealed record ImprovementBody(string? What, string? Desk, DateTimeOffset? Due);

/// <summary>How it was done.</summary>
internal sealed record HowBody(string? How);
