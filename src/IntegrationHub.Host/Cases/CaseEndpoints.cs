using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationHub.Adapters.Directory;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationHub.Host.Cases;

/// <summary><c>/api/cases</c>: open a case, see it, and act on it.</summary>
public static class CaseEndpoints
{
    private const int LongestText = 8_000;

    /// <summary>How cases are shown to those who may see them.</summary>
    public static readonly JsonSerializerOptions Shown = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new PersonalShownJson(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Maps the endpoints.</summary>
    public static void MapCases(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/cases").WithTags("Cases");
        group.MapPost("/", OpenAsync).WithSummary("Opens a case and routes it.");
        group.MapGet("/{number}", ShowAsync).WithSummary("A case as it stands.");
        group.MapGet("/{number}/timeline", TimelineAsync).WithSummary("Every event, who, when, and who had the ball.");
        group.MapPost("/{number}/confirm", ConfirmAsync).WithSummary("The user says that it works; the case is closed.");
        group.MapPost("/{number}/reopen", ReopenAsync).WithSummary("The user says that it does not work after all.");
        group.MapPost("/{number}/answer", AnswerAsync).WithSummary("The user answers the hub's or the desk's question.");
        group.MapPost("/{number}/notes", NoteAsync).WithSummary("Adds a note.");
        group.MapPost("/{number}/priority", PriorityAsync).WithSummary("Corrects the priority, with the reason.");
    }

    private static async Task<IResult> OpenAsync(
        NewCase body, HttpContext http, CaseIntake intake, CaseStore cases, ServiceCatalogue catalogue, IPersonKeys keys, TimeProvider clock,
        CancellationToken ct)
    {
        var faults = body.Faults(catalogue);
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > 200 || key.Any(char.IsControl))
        {
            faults["Idempotency-Key"] = ["1 to 200 printable characters."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-case");
        }

        var now = clock.GetUtcNow();
        var contactKey = key.Length > 0 ? key : Guid.CreateVersion7(now).ToString();
        var contact = body.ToContact(contactKey, keys, Hash(body));
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

    private static async Task<IResult> ShowAsync(string number, HttpContext http, CaseStore cases, CancellationToken ct)
    {
        if (!CaseNumber.TryParse(number, out var parsed))
        {
            return Unknown();
        }

        var loaded = await cases.LoadAsync(parsed, ct);
        http.Response.Headers.ETag = $"\"{loaded.Revision}\"";
        return CaseView.Of(loaded) is { } view ? Results.Json(view, Shown) : Unknown();
    }

    private static async Task<IResult> TimelineAsync(
        string number, string? asOf, CaseStore cases, TimeProvider clock, CancellationToken ct)
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

        if (!CaseNumber.TryParse(number, out var parsed) || await cases.LoadAsync(parsed, ct) is not { History.Count: > 0 } loaded)
        {
            return Unknown();
        }

        return Results.Json(CaseTimeline.Of(parsed, loaded.History, clock.GetUtcNow(), then, Shown), Shown);
    }

    private static Task<IResult> ConfirmAsync(string number, HttpContext http, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        ActAsync(number, "confirm", http, cases, clock, now => new ConfirmResolution(now), ct);

    private static Task<IResult> ReopenAsync(
        string number, TextBody body, HttpContext http, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        body.Fault is { } fault ? Task.FromResult(fault) : ActAsync(number, "reopen", http, cases, clock, now => new ReopenCase(body.Text!, now), ct);

    private static Task<IResult> NoteAsync(
        string number, TextBody body, HttpContext http, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        body.Fault is { } fault ? Task.FromResult(fault) : ActAsync(number, "note", http, cases, clock, now => new AddNote(NoteVisibility.Public, body.Text!, now), ct);

    private static async Task<IResult> AnswerAsync(
        string number, TextBody body, HttpContext http, CaseStore cases, Router router, ServiceCatalogue catalogue, TimeProvider clock,
        CancellationToken ct)
    {
        if (body.Fault is { } fault)
        {
            return fault;
        }

        if (!CaseNumber.TryParse(number, out var parsed))
        {
            return Unknown();
        }

        var state = (await cases.LoadAsync(parsed, ct)).State;
        return await ActAsync(number, "answer", http, cases, clock, now => state.RoutingAsked ? Rerouted(state, body.Text!, now) : new AnswerDesk(body.Text!, now), ct);

        AnswerRoutingQuestion Rerouted(CaseState asked, string answer, DateTimeOffset now)
        {
            var decision = router.Answer(new RoutingQuestion("", "", asked.Alternatives), answer, new Matter(asked.Description?.Text ?? ""));
            return new AnswerRoutingQuestion(
                answer, decision, catalogue.FindService(decision.Service)?.Supplier, now);
        }
    }

    private static Task<IResult> PriorityAsync(
        string number, PriorityBody body, HttpContext http, CaseStore cases, TimeProvider clock, CancellationToken ct) =>
        string.IsNullOrWhiteSpace(body.Reason)
            ? Task.FromResult<IResult>(TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["reason"] = ["Say why, in one sentence."] }, type: "invalid-priority"))
            : ActAsync(number, "priority", http, cases, clock,
                now => new SetPriority(new Severity(body.Effect, body.Urgency, body.Circumstances, body.Reason), now), ct);

    private static async Task<IResult> ActAsync(
        string number, string action, HttpContext http, CaseStore cases, TimeProvider clock, Func<DateTimeOffset, CaseCommand> command,
        CancellationToken ct)
    {
        if (!CaseNumber.TryParse(number, out var parsed))
        {
            return Unknown();
        }

        var now = clock.GetUtcNow();
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        var id = key.Length > 0 ? EventId.From("api", number, action, key) : Guid.CreateVersion7(now);
        long? ifRevision = long.TryParse(http.Request.Headers.IfMatch.ToString().Trim('"'), System.Globalization.CultureInfo.InvariantCulture, out var wanted)
            ? wanted : null;
        var decision = await cases.DecideAsync(parsed, command(now), id, new EventContext("user", "web"), ifRevision, ct);
        if (decision is Refused<CaseEvent> refused)
        {
            return Problem(refused);
        }

        var loaded = await cases.LoadAsync(parsed, ct);
        http.Response.Headers.ETag = $"\"{loaded.Revision}\"";
        return Results.Json(CaseView.Of(loaded), Shown);
    }

    private static ProblemHttpResult Problem(Refused<CaseEvent> refused) => TypedResults.Problem(
        refused.Why, type: refused.Code, statusCode: refused.Code switch
        {
            "case-unknown" => StatusCodes.Status404NotFound,
            "case-changed" => StatusCodes.Status412PreconditionFailed,
            "key-reused" => StatusCodes.Status422UnprocessableEntity,
            _ => StatusCodes.Status409Conflict,
        });

    private static ProblemHttpResult Unknown() => TypedResults.Problem(
        "There is no such case. Check the number: its last digit is a check digit.", type: "case-unknown", statusCode: StatusCodes.Status404NotFound);

    private static string Hash(NewCase body) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web)));

    /// <summary>A new case, as <c>interfaces.md</c> has it.</summary>
    internal sealed record NewCase(
        string? Description, string? Service, string? Area, string? Site, string? Organisation, string? Channel, NewReporter? Reporter)
    {
        public Dictionary<string, string[]> Faults(ServiceCatalogue catalogue)
        {
            var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
            void Fault(bool wrong, string field, string good)
            {
                if (wrong)
                {
                    faults[field] = [good];
                }
            }

            Fault(string.IsNullOrWhiteSpace(Description) || Description.Length > LongestText, "description", $"1 to {LongestText} characters that say what the matter is.");
            Fault(Channel is null or not ("web" or "phone" or "sms" or "chat" or "mail"), "channel", "One of web, phone, sms, chat, mail.");
            Fault(Area is not (null or "office" or "education"), "area", "office or education.");
            Fault(Service is not null && catalogue.FindService(Service) is null, "service", "An id from the service catalogue, or leave it out.");
            Fault(string.IsNullOrWhiteSpace(Reporter?.Name) || Reporter.Name.Length > 200, "reporter.name", "The name of who has the matter, 1 to 200 characters.");
            Fault(Reporter?.Phone is not null && PhoneNumber.ToE164(Reporter.Phone) is null, "reporter.phone", "A phone number, for example +46701234567 or 070-123 45 67.");
            Fault(Reporter?.Email is { } email && (email.Length > 254 || email.Count(c => c == '@') != 1), "reporter.email", "An e-mail address, or leave it out.");
            return faults;
        }

        public Contact ToContact(string key, IPersonKeys keys, string hash)
        {
            var phone = PhoneNumber.ToE164(Reporter!.Phone);
            var person = phone is not null ? keys.Pseudonym("phone", phone)
                : Reporter.Email is { } email ? keys.Pseudonym("email", email.ToLowerInvariant())
                : keys.Pseudonym("contact", key);
            var who = new Reporter(
                person, new Personal(person, Reporter.Name), phone is null ? null : new Personal(person, phone),
                Reporter.Email is null ? null : new Personal(person, Reporter.Email));
            return new Contact(Channel!, key, hash, Description!, who, null, Service, null, Area, Site, Organisation);
        }
    }

    internal sealed record NewReporter(string? Name, string? Phone, string? Email);

    internal sealed record PriorityBody(Effect Effect, Urgency Urgency, Circumstances Circumstances, string? Reason);

    internal sealed record TextBody(string? Text)
    {
        public IResult? Fault => string.IsNullOrWhiteSpace(Text) || Text.Length > LongestText
            ? TypedResults.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { ["text"] = [$"1 to {LongestText} characters."] }, type: "invalid-text")
            : null;
    }
}
