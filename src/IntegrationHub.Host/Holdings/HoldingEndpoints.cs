using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Orders;
using IntegrationHub.Host.Pages;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Serving;
using ProblemHttpResult = Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult;

namespace IntegrationHub.Host.Holdings;

/// <summary><c>/api/holdings</c>: what runs now, by person, site, reference and end date; moved without fee or form, and ended.</summary>
internal static class HoldingEndpoints
{
    private const int MostAtOnce = 200;
    private const int MostMoved = 200;
    private const int DaysOffered = 14;
    private static readonly int[] s_refusals = [400, 403, 404, 409];

    /// <summary>Maps the endpoints.</summary>
    public static void MapHoldings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/holdings").WithTags("Holdings");
        group.MapGet("/", ListAsync).WithSummary("Equipment and subscriptions that run, by person, organisation, site, reference, article, order, serial number, status or the month in which they end.").Answers<HoldingPage>(200, 400);
        group.MapGet("/{holding}", ShowAsync).WithSummary("One of them, with what would remain to be paid if it ended today.").Answers<HoldingAnswer>(200, 404);
        group.MapPost("/move", MoveAsync).WithSummary("Gives them to somebody else, or lets another reference pay: free, and without a form.").Answers<HoldingsDone>(200, s_refusals);
        group.MapPost("/{holding}/end", EndAsync).WithSummary("Ends it. Before its term, other units may take it over first; what remains to be paid is told.").Answers<HoldingAnswer>(200, s_refusals);
        group.MapPost("/{holding}/keep", KeepAsync).WithSummary("Keeps it after all.").Answers<HoldingAnswer>(200, s_refusals);
    }

    /// <summary>One page, the last changed first.</summary>
    internal sealed record HoldingPage(IReadOnlyList<HoldingRow> Holdings, string? After);

    /// <summary>One of them.</summary>
    /// <param name="RemainingToday">What would remain to be paid if it ended today.</param>
    internal sealed record HoldingAnswer(HoldingRow Holding, Money RemainingToday);

    /// <summary>What was moved.</summary>
    internal sealed record HoldingsDone(IReadOnlyList<string> Moved);

    private static async Task<IResult> ListAsync(
        string? person, string? organisation, string? site, string? reference, string? article, string? order, string? serial, string? status, string? standing, string? ends, int? size, string? after,
        HttpContext http, OrderAccess access, CityDirectory directory, LiveView<HoldingRow> rows, CancellationToken ct)
    {
        long? before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
        if (size is < 1 or > MostAtOnce || (after is not null && before is null))
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["size"] = [$"size is 1 to {MostAtOnce}; after is what the page before gave."] }, type: "invalid-list");
        }

        var sought = new (string Name, string? Value)[]
        {
            ("person", person is null ? null : directory.Find(person).Value), ("organisation", organisation), ("site", site), ("reference", reference), ("article", article), ("order_number", order),
            ("serial", serial), ("status", status), ("standing", standing ?? (status is null ? "held" : null)), ("ends", ends),
        }.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Name, pair => pair.Value!, StringComparer.Ordinal);
        var reader = await access.ReaderAsync(http.User, ct);
        var found = rows.Seek(Narrowed(sought, reader), before, (size ?? 50) + 1);
        var page = found.Take(size ?? 50).ToList();
        return Results.Json(new HoldingPage(
            [.. page.Select(one => one.Row).Where(row => reader.MaySee(row) || reader.MayTake(row))],
            found.Count > page.Count ? page[^1].Place.ToString(CultureInfo.InvariantCulture) : null), CaseEndpoints.Shown);
    }

    private static async Task<IResult> ShowAsync(string holding, HttpContext http, OrderAccess access, LiveView<HoldingRow> rows, HoldingStore store, TimeProvider clock, CancellationToken ct) =>
        rows.Find(holding) is { } row && (await access.ReaderAsync(http.User, ct)).MaySee(row) ? await AnswerAsync(row, store, clock, ct) : Unknown();

    private static async Task<IResult> MoveAsync(
        MoveBody body, HttpContext http, OrderAccess access, OrderRules rules, CityDirectory directory, LiveView<HoldingRow> rows, HoldingStore store, TimeProvider clock, CancellationToken ct)
    {
        var (now, reader) = (clock.GetUtcNow(), await access.ReaderAsync(http.User, ct));
        var known = body.Person is { } said ? await directory.MeantAsync(said, ct) : null;
        var faults = FaultsOf(body, known);
        var found = faults.ContainsKey("holdings") ? [] : body.Holdings!.Distinct(StringComparer.Ordinal).Select(id => rows.Find(id)).OfType<HoldingRow>().Where(row => reader.MayChange(row) || reader.MayTake(row)).ToList();
        if (!faults.ContainsKey("holdings") && body.Holdings!.FirstOrDefault(id => !found.Exists(row => row.Holding == id)) is { } stranger)
        {
            faults["holdings"] = [$"There is no {stranger} that you may move."];
        }

        var whose = body.Organisation ?? known?.Facts.Placed.Organisation;
        if (body.Reference is { } reference && found.Select(row => rules.Reference(whose ?? row.Organisation)).FirstOrDefault(rule => !rule.Fits(reference)) is { } broken)
        {
            faults["reference"] = [$"{broken.En}, for example {broken.Example}."];
        }

        if (faults.Count > 0)
        {
            return TypedResults.ValidationProblem(faults, type: "invalid-move");
        }

        var (key, moved) = (KeyOf(http, clock), new List<string>());
        foreach (var row in found)
        {
            var (id, to) = (row.Holding, new Holder(
                body.Nobody == true ? null : known?.Person ?? (row.Person is { } person ? new Core.Privacy.PersonId(person) : null), whose ?? row.Organisation,
                body.Site ?? known?.Facts.Placed.Site ?? row.Site, body.Reference ?? row.Reference, body.Project ?? row.Project));
            var command = new MoveHolding(to, body.On ?? CityTime.Day(now), now, TakesOffer: !reader.MayChange(row));
            var decision = await store.DecideAsync(id, command, EventId.From("holding-move", id, key), new EventContext(OrderAccess.Actor(http), "web"), ct);
            if (decision is Refused<HoldingEvent> no)
            {
                return Problem(no);
            }

            moved.Add(id);
        }

        return Results.Json(new HoldingsDone(moved), CaseEndpoints.Shown);
    }

    /// <summary>What is sought, narrowed to what the reader may see where one column can say it: whoever sees one organisation, or only what is held, is looked up by that.</summary>
    /// <remarks>What is offered may be taken by every unit, so that all who order see it.</remarks>
    internal static Dictionary<string, string> Narrowed(Dictionary<string, string> sought, OrderReader reader) => reader switch
    {
        { Supplier: { } supplier } => new(sought, StringComparer.Ordinal) { ["supplier"] = supplier },
        { All: false, Organisations.Count: 0, Persons: [var own, ..] } when !sought.ContainsKey("person") => new(sought, StringComparer.Ordinal) { ["person"] = own.Value },
        { All: false, Organisations: [var only] } when !sought.ContainsKey("organisation") && !sought.ContainsKey("person") && sought.GetValueOrDefault("status") != "offered" =>
            new(sought, StringComparer.Ordinal) { ["organisation"] = only },
        _ => sought,
    };

    private static Dictionary<string, string[]> FaultsOf(MoveBody body, KnownPerson? known)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (body.Holdings is not { Count: > 0 and <= MostMoved } ids || ids.Any(id => id is null || !Holding.IsId(id)))
        {
            faults["holdings"] = [$"1 to {MostMoved} ids, for example {Holding.IdOf(OrderNumber.FromSequence(1), 1, 1)}."];
        }

        if (body.Person is not null && known is null)
        {
            faults["person"] = ["Nobody active in the directory is meant by it: give an external id, a user name, an address or a number."];
        }

        if ((body.Organisation ?? known?.Facts.Placed.Organisation) is not null && body.Reference is null)
        {
            faults["reference"] = ["Say what it is booked on from now on, as the organisation may be another."];
        }

        if (body.Site?.Length > 200 || body.Project?.Length > 50)
        {
            faults["site"] = ["A site has at most 200 characters, a project 50."];
        }

        return faults;
    }

    private static async Task<IResult> EndAsync(string holding, EndBody body, HttpContext http, OrderAccess access, LiveView<HoldingRow> rows, HoldingStore store, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var offer = TimeSpan.FromDays(body.OfferDays ?? DaysOffered);
        return body.OfferDays is < 0 or > 365 || body.On is not { } on || on < CityTime.Day(now) || on > CityTime.Day(now).AddYears(10)
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["on"] = ["A day, today or later; offerDays is 0 to 365."] }, type: "invalid-end")
            : await ActAsync(holding, "end", new EndHolding(on, offer, now), http, access, rows, store, clock, ct);
    }

    private static Task<IResult> KeepAsync(string holding, HttpContext http, OrderAccess access, LiveView<HoldingRow> rows, HoldingStore store, TimeProvider clock, CancellationToken ct) =>
        ActAsync(holding, "keep", new KeepHolding(clock.GetUtcNow()), http, access, rows, store, clock, ct);

    private static async Task<IResult> ActAsync(
        string holding, string action, HoldingCommand command, HttpContext http, OrderAccess access, LiveView<HoldingRow> rows, HoldingStore store, TimeProvider clock, CancellationToken ct)
    {
        if (!Holding.IsId(holding) || rows.Find(holding) is not { } row || !(await access.ReaderAsync(http.User, ct)).MayChange(row))
        {
            return Unknown();
        }

        var decision = await store.DecideAsync(holding, command, EventId.From("holding-act", holding, action, KeyOf(http, clock)), new EventContext(OrderAccess.Actor(http), "web"), ct);
        return decision switch
        {
            Refused<HoldingEvent> no => Problem(no),
            Accepted<HoldingEvent> yes => await AnswerAsync(row.After(yes.Events), store, clock, ct),
            _ => await AnswerAsync(row, store, clock, ct),
        };
    }

    private static async Task<IResult> AnswerAsync(HoldingRow row, HoldingStore store, TimeProvider clock, CancellationToken ct)
    {
        var started = (await store.LoadAsync(row.Holding, ct)).Started;
        return Results.Json(new HoldingAnswer(row, started is null ? Money.Zero : Holding.Remaining(started, CityTime.Day(clock.GetUtcNow()))), CaseEndpoints.Shown);
    }

    private static string KeyOf(HttpContext http, TimeProvider clock) =>
        http.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 200 } said ? said : Guid.CreateVersion7(clock.GetUtcNow()).ToString();

    private static ProblemHttpResult Unknown() => Problem(new("holding-unknown", "There is no such equipment or subscription."));

    private static ProblemHttpResult Problem(Refused<HoldingEvent> refused) => TypedResults.Problem(
        refused.Why, type: refused.Code, statusCode: refused.Code == "holding-unknown" ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict);
}
