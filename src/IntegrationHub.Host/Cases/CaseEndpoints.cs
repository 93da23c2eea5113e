using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Cases;

/// <summary><c>/api/cases</c>: open a case, see it, and act on it.</summary>
public static class CaseEndpoints
{
    private const int LongestText = NewCase.LongestText;

    /// <summary>How cases are shown to those who may see them.</summary>
    public static readonly JsonSerializerOptions Shown = new(JsonSerializerDefaults.Web)
    {
        // Nulls are written: a case without a desk says so. Swedish letters stand as they are; the answer is JSON, never part of a page.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new PersonalShownJson(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Maps the endpoints. Whoever is signed in may ask; what is seen, and so acted on, depends on who that is: <see cref="CaseAccess"/>.</summary>
    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/cases").WithTags("Cases");
        group.MapPost("/", OpenAsync).WithSummary("Opens a case and routes it.").Answers<CaseView>(201, 400, 422);
        group.MapGet("/", CaseLists.ListAsync).WithSummary("Cases by desk, responsible party, status, person, supplier, service or organisation.").Answers<CaseLists.CasePage>(200, 400);
        group.MapGet("/{number}", ShowAsync).WithSummary("A case as it stands.").Answers<CaseView>(200, 404);
        group.MapGet("/{number}/timeline", TimelineAsync).WithSummary("Every event, who, when, and who had the ball.").Answers<CaseTimeline>(200, 400, 404);
        group.MapPost("/{number}/confirm", ConfirmAsync).WithSummary("The user says that it works; the case is closed.").Answers<CaseView>(200, 400, 404, 409, 412);
        group.MapPost("/{number}/reopen", ReopenAsync).WithSummary("The user says that it does not work after all.").Answers<CaseView>(200, 400, 404, 409, 412);
        group.MapPost("/{number}/answer", AnswerAsync).WithSummary("The user answers the hub's or the desk's question.").Answers<CaseView>(200, 400, 404, 409, 412);
        group.MapPost("/{number}/notes", NoteAsync).WithSummary("Adds a note.").Answers<CaseView>(200, 400, 404, 409, 412);
        group.MapPost("/{number}/priority", PriorityAsync).WithSummary("Corrects the priority, with the reason.").Answers<CaseView>(200, 400, 404, 409, 412);
        group.MapMandates();
    }

    private static async Task<IResult> OpenAsync(
        NewCase body, HttpContext http, CaseIntake intake, CaseStore cases, ServiceCatalogue catalogue, CityDirectory directory, IPersonKeys keys,
        TimeProvider clock, CancellationToken ct)
    {
        var faults = body.Faults(catalogue);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200 || key.Any(char.IsControl))
        {
            faults["Idempotency-Key"] = ["1 to 200 printable characters."];
        }

        if (faults.Count == 0 && body.Reporter!.Sponsor is { } sponsor && await directory.MeantAsync(sponsor, ct) is null)
        {
            faults["reporter.sponsor"] = [NewCase.SponsorWanted];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-case");
        }

        var now = clock.GetUtcNow();
        var contactKey = key.Length > 0 ? key : Guid.CreateVersion7(now).ToString();
        var contact = await directory.PlaceAsync(body.ToContact(contactKey, keys, Hash(body)), body.Reporter!.Sponsor, ct);
        var (number, refused) = await intake.TakeAsync(contact, now, ct);
        if (refused is not null)
        {
            return Problem(refused);
        }

        var loaded = await cases.LoadAsync(number, ct);
        http.Response.Headers.ETag = $"\"{loaded.Revision}\"";
        http.Response.Headers.Location = $"/api/cases/{number}";
        return Results.Json(CaseView.Of(loaded), Shown, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ShowAsync(string number, HttpContext http, CaseAccess access, CancellationToken ct)
    {
        if (await access.FindAsync(number, http.User, ct) is not { } loaded || CaseView.Of(loaded) is not { } view)
        {
            return Unknown();
        }

        http.Response.Headers.ETag = $"\"{loaded.Revision}\"";
        return Results.Json(view, Shown);
    }

    private static async Task<IResult> TimelineAsync(
        string number, string? asOf, HttpContext http, CaseAccess access, TimeProvider clock, CancellationToken ct)
    {
        DateTimeOffset? then = null;
        if (asOf is not null)
        {
            if (!DateTimeOffset.TryParse(asOf, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var time))
            {
                return TypedResults.ValidationProblem(
                    new Dictionary<string, string[]>(StringComparer.Ordinal) { ["asOf"] = ["An RFC 3339 time, for example 2026-11-24T08:00:00Z."] }, type: "invalid-time");
            }

            then = time;
        }

        return await access.FindAsync(number, http.User, ct) is { } loaded
            ? Results.Json(CaseTimeline.Of(loaded.State.Number, CaseAccess.Readable(loaded.History, http.User), clock.GetUtcNow(), then, Shown), Shown) : Unknown();
    }

    private static Task<IResult> ConfirmAsync(string number, HttpContext http, CaseAccess access, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        ActAsync(number, "confirm", http, access, cases, clock, now => new ConfirmResolution(now), ct);

    private static Task<IResult> ReopenAsync(
        string number, TextBody body, HttpContext http, CaseAccess access, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        body.Fault is { } fault ? Task.FromResult(fault) : ActAsync(number, "reopen", http, access, cases, clock, now => new ReopenCase(body.Text!, now), ct);

    private static Task<IResult> NoteAsync(
        string number, TextBody body, HttpContext http, CaseAccess access, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        body.Fault is { } fault ? Task.FromResult(fault) : ActAsync(number, "note", http, access, cases, clock, now => new AddNote(NoteVisibility.Public, body.Text!, now), ct);

    private static async Task<IResult> AnswerAsync(
        string number, TextBody body, HttpContext http, CaseAccess access, CaseStore cases, UserAnswers answers, TimeProvider clock, CancellationToken ct)
    {
        if (body.Fault is { } fault)
        {
            return fault;
        }

        return await access.FindAsync(number, http.User, ct) is { State: var state }
            ? await ActAsync(number, "answer", http, access, cases, clock, now => answers.Command(state, body.Text!, now), ct) : Unknown();
    }

    private static Task<IResult> PriorityAsync(
        string number, PriorityBody body, HttpContext http, CaseAccess access, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(body.Reason)
            ? Task.FromResult<IResult>(TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = ["Say why, in one sentence."] }, type: "invalid-priority"))
            : ActAsync(number, "priority", http, access, cases, clock,
                now => new SetPriority(new Severity(body.Effect, body.Urgency, body.Circumstances, body.Reason), now), ct);

    private static async Task<IResult> ActAsync(
        string number, string action, HttpContext http, CaseAccess access, CaseStore cases, TimeProvider clock, Func<DateTimeOffset, CaseCommand> command,
        CancellationToken ct)
    {
        if (await access.FindAsync(number, http.User, ct) is not { State.Number: var parsed })
        {
            return Unknown();
        }

        var now = clock.GetUtcNow();
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var id = key.Length > 0 ? EventId.From("api", number, action, key) : Guid.CreateVersion7(now);
        var decision = await cases.DecideAsync(
            parsed, command(now), id, new EventContext("user", "web"), IfMatch.Revision(http.Request), ct);
        if (decision is Refused<CaseEvent> refused)
        {
            return Problem(refused);
        }

        var loaded = await cases.LoadAsync(parsed, ct);
        http.Response.Headers.ETag = $"\"{loaded.Revision}\"";
        return Results.Json(CaseView.Of(loaded), Shown);
    }

    /// <summary>A refusal as problem details.</summary>
    internal static ProblemHttpResult Problem(Refused<CaseEvent> refused) => TypedResults.Problem(
        refused.Why, type: refused.Code, statusCode: refused.Code switch
        {
            "case-unknown" => StatusCodes.Status404NotFound,
            "case-changed" => StatusCodes.Status412PreconditionFailed,
            "key-reused" => StatusCodes.Status422UnprocessableEntity,
            "other-organisation" => StatusCodes.Status403Forbidden,
            _ => StatusCodes.Status409Conflict,
        });

    /// <summary>There is none with this number.</summary>
    internal static ProblemHttpResult Unknown() => TypedResults.Problem(
        "There is no such case. Check the number: its last digit is a check digit.", type: "case-unknown", statusCode: StatusCodes.Status404NotFound);

    private static string Hash(NewCase body) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web)));

    internal sealed record PriorityBody(Effect Effect, Urgency Urgency, Circumstances Circumstances, string? Reason);

    internal sealed record TextBody(string? Text)
    {
        public IResult? Fault => string.IsNullOrWhiteSpace(Text) || Text.Length > LongestText
            ? TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["text"] = [$"1 to {LongestText} characters."] }, type: "invalid-text")
            : null;
    }
}
