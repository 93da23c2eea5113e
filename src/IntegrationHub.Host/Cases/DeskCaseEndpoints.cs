using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Cases;

/// <summary><c>/api/desks/{desk}/cases/{number}</c>: what a party without a system of its own does with a case, by the same rules as a supplier's desk.</summary>
internal static class DeskCaseEndpoints
{
    /// <summary>Maps the endpoints: for the desk's staff, by the role <c>desk:ID</c>, and administrators.</summary>
    public static void MapDeskCases(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/desks/{desk}/cases/{number}").WithTags("Desks");
        static void Says(RouteHandlerBuilder endpoint, string summary) => endpoint.WithSummary(summary).Answers<CaseView>(200, 400, 403, 404, 409);
        Says(group.MapPost("/accept", AcceptAsync), "The desk takes the case, or takes it over where it was asked to.");
        Says(group.MapPost("/decline", DeclineAsync), "The desk says why the case is not its own, or why it does not take over.");
        Says(group.MapPost("/ask", AskAsync), "The desk asks the user.");
        Says(group.MapPost("/progress", ProgressAsync), "The desk tells how it goes.");
        Says(group.MapPost("/resolve", ResolveAsync), "The desk says that it works again.");
        Says(group.MapPost("/hand-over", HandOverAsync), "The desk asks another to take over.");
        Says(group.MapPost("/visits", BookAsync), "The desk books a technician's visit.");
        Says(group.MapPost("/visits/{visit}/move", MoveAsync), "The visit is moved.");
        Says(group.MapPost("/visits/{visit}/kept", KeptAsync), "The technician came.");
        Says(group.MapPost("/visits/{visit}/missed", MissedAsync), "The technician did not come, or could not do anything there.");
        Says(group.MapPost("/questions", AskExpertAsync), "The desk asks the technical account manager of a supplier or a system; ball and clock stay where they are.");
        Says(group.MapPost("/answers", AnswerExpertAsync), "The technical account manager answers.");
    }

    private static Task<IResult> AcceptAsync(string desk, string number, AcceptBody body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.ActAsync(http, desk, number, "accept", (state, now) => state.HandoverTo == desk ? new AcceptHandover(desk, now) : new AcceptCase(desk, body.Ticket, now), ct);

    private static Task<IResult> DeclineAsync(string desk, string number, DeskWords body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.SayAsync(http, desk, number, "decline", body, (state, now) => state.HandoverTo == desk ? new DeclineHandover(desk, body.Text!, now) : new DeclineCase(desk, body.Text!, now), ct);

    private static Task<IResult> AskAsync(string desk, string number, DeskWords body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.SayAsync(http, desk, number, "ask", body, (_, now) => new AskUser(desk, body.Text!, now), ct);

    private static Task<IResult> ProgressAsync(string desk, string number, DeskWords body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.SayAsync(http, desk, number, "progress", body, (_, now) => new TellProgress(desk, body.Text!, now), ct);

    private static Task<IResult> ResolveAsync(string desk, string number, DeskWords body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.SayAsync(http, desk, number, "resolve", body, (_, now) => new ResolveCase(desk, body.Text!, now), ct);

    private static Task<IResult> HandOverAsync(
        string desk, string number, HandOverBody body, HttpContext http, DeskEdge edge, ServiceCatalogue catalogue, CancellationToken ct) =>
        body.Tried?.Length > NewCase.LongestText ? Task.FromResult(DeskEdge.Fault("tried", $"At most {NewCase.LongestText} characters."))
        : catalogue.FindDesk(body.To) is null
            ? Task.FromResult(DeskEdge.Fault("to", $"The id of a desk: {string.Join(", ", catalogue.Desks.Select(one => one.Id))}."))
            : edge.SayAsync(http, desk, number, "hand-over", new DeskWords(body.Text), (_, now) => new ProposeHandover(desk, body.To!, body.Text!, now) { Tried = string.IsNullOrWhiteSpace(body.Tried) ? null : body.Tried }, ct);

    private static Task<IResult> BookAsync(string desk, string number, VisitBody body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        body.Fault(needsVisit: true) is { } fault ? Task.FromResult(fault)
            : edge.ActAsync(http, desk, number, "visit", (_, now) => new BookVisit(desk, body.Visit!, body.From!.Value.ToUniversalTime(), body.Until!.Value.ToUniversalTime(), now), ct);

    private static Task<IResult> MoveAsync(string desk, string number, string visit, VisitBody body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        body.Fault(needsVisit: false) is { } fault ? Task.FromResult(fault)
            : edge.ActAsync(http, desk, number, "visit-moved", (_, now) => new MoveVisit(desk, visit, body.From!.Value.ToUniversalTime(), body.Until!.Value.ToUniversalTime(), now), ct);

    private static Task<IResult> KeptAsync(string desk, string number, string visit, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.ActAsync(http, desk, number, "visit-kept", (_, now) => new KeepVisit(desk, visit, now), ct);

    private static Task<IResult> MissedAsync(string desk, string number, string visit, DeskWords body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.SayAsync(http, desk, number, "visit-missed", body, (_, now) => new MissVisit(desk, visit, body.Text!, now), ct);

    private static Task<IResult> AskExpertAsync(
        string desk, string number, QuestionBody body, HttpContext http, DeskEdge edge, ServiceCatalogue catalogue, CancellationToken ct) =>
        catalogue.Parties.ManagerOf(body.About) is not { } expert
            ? Task.FromResult(DeskEdge.Fault("about", "The id of a supplier or a local system that has a technical account manager."))
            : edge.SayAsync(http, desk, number, "question", new DeskWords(body.Text), (_, now) => new AskExpert(desk, expert, body.About!, body.Text!, now), ct);

    private static Task<IResult> AnswerExpertAsync(string desk, string number, DeskWords body, HttpContext http, DeskEdge edge, CancellationToken ct) =>
        edge.SayAsync(http, desk, number, "answer", body, (_, now) => new AnswerExpert(desk, body.Text!, now), ct);
}

/// <summary>The desk's own id of the case; null for none.</summary>
internal sealed record AcceptBody(string? Ticket);

/// <summary>What the desk says.</summary>
/// <param name="Text">1 to 8,000 characters.</param>
internal sealed record DeskWords(string? Text);

/// <summary>Who is asked to take over, and why.</summary>
/// <param name="To">Id of a desk.</param>
/// <param name="Tried">What the desk has tried; null when it does not say.</param>
internal sealed record HandOverBody(string? To, string? Text, string? Tried = null);

/// <summary>What a technical account manager is asked.</summary>
/// <param name="About">Id of a supplier or a local system.</param>
internal sealed record QuestionBody(string? About, string? Text);

/// <summary>When a technician comes.</summary>
/// <param name="Visit">The desk's id of the visit, 1 to 100 characters.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">Not after.</param>
internal sealed record VisitBody(string? Visit, DateTimeOffset? From, DateTimeOffset? Until)
{
    private const int LongestId = 100;

    /// <summary>The first fault; null for none.</summary>
    public IResult? Fault(bool needsVisit) =>
        needsVisit && Visit is not { Length: > 0 and <= LongestId } ? DeskEdge.Fault("visit", "The desk's own id of the visit, 1 to 100 characters.")
        : From is null || Until is null || Until <= From ? DeskEdge.Fault("until", "\"from\" and \"until\": two times, the second after the first.")
        : null;
}

/// <summary>The edge between a desk's request and the rules of the case.</summary>
internal sealed class DeskEdge(CaseStore cases, ServiceCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Acts with words; see <see cref="ActAsync"/>.</summary>
    public Task<IResult> SayAsync(
        HttpContext http, string desk, string number, string action, DeskWords body, Func<CaseState, DateTimeOffset, CaseCommand> command, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(body.Text) || body.Text.Length > NewCase.LongestText
            ? Task.FromResult(Fault("text", $"1 to {NewCase.LongestText} characters."))
            : ActAsync(http, desk, number, action, command, ct);

    /// <summary>Checks, decides and answers; the same <c>Idempotency-Key</c> again has one effect. A case that the desk was never given is unknown to it.</summary>
    public async Task<IResult> ActAsync(
        HttpContext http, string desk, string number, string action, Func<CaseState, DateTimeOffset, CaseCommand> command, CancellationToken ct)
    {
        if (!ChatAccess.MayAnswer(http.User, desk))
        {
            return TypedResults.Forbid();
        }

        if (catalogue.FindDesk(desk) is null || !CaseNumber.TryParse(number, out var parsed)
            || (await cases.LoadAsync(parsed, ct)).State is not { } state || !(state.Desks.Contains(desk) || state.Experts.Contains(desk)))
        {
            return CaseEndpoints.Unknown();
        }

        var (now, key) = (clock.GetUtcNow(), http.Request.Headers["Idempotency-Key"].ToString());
        var id = key.Length > 0 ? EventId.From("desk", desk, number, action, key) : Guid.CreateVersion7(now);
        var decision = await cases.DecideAsync(parsed, command(state, now), id, new EventContext(ChatAccess.Actor(http, desk), "web"), ifRevision: null, ct);
        return decision is Refused<CaseEvent> refused
            ? CaseEndpoints.Problem(refused)
            : Results.Json(CaseView.Of(await cases.LoadAsync(parsed, ct)), CaseEndpoints.Shown);
    }

    /// <summary>One field is wrong.</summary>
    public static IResult Fault(string field, string wanted) => TypedResults.ValidationProblem(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [wanted] }, type: "invalid-desk-work");
}
