using System.Globalization;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Incidents;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Views;

namespace IntegrationHub.Host.Audit;

/// <summary><c>/api/audit</c>: what crossed suppliers, and who had the ball; for the city office. What people said is shown to administrators only.</summary>
internal static class AuditEndpoints
{
    private const int AtOnce = 50;
    private const int MostAtOnce = 200;

    /// <summary>Adds the read model and what reads it.</summary>
    public static void AddAudit(this IServiceCollection services)
    {
        ViewRegistration.AddView(services, AuditRow.View, _ => _ => { });
        services.AddSingleton<AuditList>();
        services.AddSingleton<AuditStories>();
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/audit").WithTags("Audit").RequireAuthorization(Access.CityOffice);
        group.MapGet("/", List).WithSummary("Incidents and cases that touched more than one supplier, the last changed first.").Answers<AuditPage>(200, 400);
        group.MapGet("/cases/{number}", CaseAsync).WithSummary("A case's events by party, its ledger, handshakes and receipts; asOf: as it was known then.").Answers<AuditAnswer>(200, 400, 404);
        group.MapGet("/incidents/{number}", IncidentAsync).WithSummary("An incident's and its cases' events by party, with ledgers, handshakes and receipts; asOf: as it was known then.")
            .Answers<AuditAnswer>(200, 400, 404);
    }

    /// <summary>Whether the reader may see what people said.</summary>
    public static bool MayReadWords(this HttpContext http) => http.User.IsInRole(Access.Administrator);

    /// <summary>An instant as <c>asOf</c> writes it; null for none, with whether it is well written.</summary>
    public static (DateTimeOffset? Then, bool IsSound) Moment(string? asOf) =>
        string.IsNullOrWhiteSpace(asOf) ? (null, true)
        : DateTimeOffset.TryParse(asOf, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? (time, true)
        : (null, false);

    private static IResult List(string? from, string? to, string? supplier, string? organisation, bool? incidentsOnly, int? size, string? after, AuditList list)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, said) in new[] { (nameof(from), from), (nameof(to), to) }.Where(day => day.Item2 is not null && AuditList.Day(day.Item2) is null))
        {
            faults[name] = ["A day, for example 2026-11-24."];
        }

        if (size is < 1 or > MostAtOnce)
        {
            faults["size"] = [$"1 to {MostAtOnce}, for example {AtOnce}."];
        }

        var begin = 0;
        if (after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out begin))
        {
            faults["after"] = ["What the page before gave as after, or leave it out."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-list");
        }

        var (lines, next) = list.Ask(new AuditQuestion(AuditList.Day(from), AuditList.Day(to), supplier, organisation, incidentsOnly == true), begin, size ?? AtOnce);
        return Results.Json(new AuditPage(lines, next?.ToString(CultureInfo.InvariantCulture)), CaseEndpoints.Shown);
    }

    private static async Task<IResult> CaseAsync(string number, string? asOf, HttpContext http, AuditStories stories, CancellationToken ct) =>
        Moment(asOf) is not { IsSound: true, Then: var then } ? WrongTime()
        : await stories.OfCaseAsync(number, then, ct) is { } story ? Answer(story, http) : CaseEndpoints.Unknown();

    private static async Task<IResult> IncidentAsync(string number, string? asOf, HttpContext http, AuditStories stories, CancellationToken ct) =>
        Moment(asOf) is not { IsSound: true, Then: var then } ? WrongTime()
        : await stories.OfIncidentAsync(number, then, ct) is { } story ? Answer(story, http) : IncidentEndpoints.Unknown();

    private static IResult Answer(AuditStory story, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(AuditAnswer.Of(story, http.MayReadWords()), CaseEndpoints.Shown);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ValidationProblem WrongTime() => TypedResults.ValidationProblem(
        new Dictionary<string, string[]>(StringComparer.Ordinal) { ["asOf"] = ["An RFC 3339 time, for example 2026-11-24T08:00:00Z."] }, type: "invalid-time");
}

/// <summary>One page of the list.</summary>
/// <param name="After">The parameter that asks for the next page; null when this is the last.</param>
internal sealed record AuditPage(IReadOnlyList<AuditLine> Found, string? After);

/// <summary>One event.</summary>
/// <param name="Of">The case's or the incident's number.</param>
/// <param name="Party"><c>user</c>, <c>city</c> or a supplier's id.</param>
/// <param name="Said">Whether somebody said something in it.</param>
/// <param name="Words">What; null for whoever may not read it.</param>
internal sealed record AuditAnswerEntry(
    string Of, string Party, DateTimeOffset At, DateTimeOffset RecordedAt, string Type, string By, string Channel, bool Said, IReadOnlyList<string>? Words);

/// <summary>A handshake.</summary>
/// <param name="Reason">Null where there is none, and for whoever may not read it.</param>
internal sealed record AuditAnswerHandshake(string? From, string To, DateTimeOffset At, DateTimeOffset? Due, string Answer, DateTimeOffset? AnsweredAt, string? Reason);

/// <summary>A message to a supplier and what became of it.</summary>
internal sealed record AuditAnswerReceipt(string Supplier, string Message, string Type, string Standing, DateTimeOffset? Due, DateTimeOffset At);

/// <summary>A case, or an incident itself.</summary>
internal sealed record AuditAnswerStrand(
    string Number, bool IsIncident, IReadOnlyList<ResponsibleSpan> Ledger, IReadOnlyList<AuditAnswerHandshake> Handshakes, IReadOnlyList<AuditAnswerReceipt> Receipts);

/// <summary>A story as the API shows it.</summary>
/// <param name="Omitted">Cases that are left out, as there are too many.</param>
internal sealed record AuditAnswer(
    IReadOnlyList<string> Parties, IReadOnlyList<AuditAnswerStrand> Strands, IReadOnlyList<AuditAnswerEntry> Entries, int Omitted)
{
    /// <summary>The story for a reader.</summary>
    /// <param name="words">Whether the reader may see what people said.</param>
    public static AuditAnswer Of(AuditStory story, bool words) => new(
        story.Parties,
        [.. story.Strands.Select(strand => new AuditAnswerStrand(
            strand.Number, strand.IsIncident, strand.Ledger,
            [.. strand.Handshakes.Select(one => new AuditAnswerHandshake(one.From, one.To, one.At, one.Due, one.Answer, one.AnsweredAt, words ? one.Reason?.Shown : null))],
            [.. strand.Receipts.Select(one => new AuditAnswerReceipt(one.Supplier, one.Message, one.Type, one.Standing, one.Due, one.At))]))],
        [.. story.Entries.Select(entry => new AuditAnswerEntry(
            entry.Of, entry.Party, entry.At, entry.Happened.Recorded.RecordedAt, entry.Happened.Recorded.Type, entry.Happened.Context.By, entry.Happened.Context.Channel,
            AuditStory.WordsOf(entry.Happened.Fact).Count > 0, words ? [.. AuditStory.WordsOf(entry.Happened.Fact).Select(said => said.Shown)] : null))],
        story.Omitted);
}
