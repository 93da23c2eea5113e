using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Hours;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Holdings;

/// <summary><c>POST /suppliers/{id}/holdings/used</c>: a supplier tells when what it delivered was last used, so that a review finds what nobody uses.</summary>
internal static class HoldingUse
{
    private const int MostAtOnce = 1_000;

    private static readonly JsonSerializerOptions s_json = JsonSerializerOptions.Web;

    /// <summary>Maps the endpoint. The supplier's token is checked here, not by the hub's sign-in.</summary>
    public static void MapHoldingUse(this IEndpointRouteBuilder routes) => routes.MapGroup("/suppliers").WithTags("Suppliers").AllowAnonymous()
        .MapPost("/{id}/holdings/used", TakeAsync).Accepts<UsedBody>("application/json")
        .WithSummary("Takes the days on which things that the supplier delivered were last used; at most 1,000 at once. The same again changes nothing.").Answers<UseNoted>(200, 400, 401, 403, 413);

    /// <summary>What was used.</summary>
    internal sealed record UsedBody(IReadOnlyList<UsedHolding?>? Used);

    /// <summary>One of them.</summary>
    /// <param name="Holding">Its id: the number of its order, its line and its unit, <c>500000013-2-17</c>.</param>
    /// <param name="On">The last day.</param>
    internal sealed record UsedHolding(string? Holding, DateOnly On);

    /// <summary>What came of it.</summary>
    /// <param name="Noted">How many are known.</param>
    /// <param name="Unknown">Ids that are nothing that the supplier delivered, or that runs no more.</param>
    internal sealed record UseNoted(int Noted, IReadOnlyList<string> Unknown);

    private static async Task<IResult> TakeAsync(string id, HttpContext http, IReadOnlyList<SupplierSettings> suppliers, HoldingStore holdings, TimeProvider clock, CancellationToken ct)
    {
        var who = SupplierAuthentication.CheckToken(id, http.Request.Headers.Authorization, suppliers);
        if (who is not Recognised sender)
        {
            return SupplierRefusal.Of(http, (Unrecognised)who);
        }

        if (await CloudEventReader.BodyAsync(http.Request, EventLimits.Default, ct) is not { } body)
        {
            http.Response.Headers.Connection = "close"; // The rest is not read.
            return TypedResults.Problem("The body is too large; send it in parts.", type: "body-too-large", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        var now = clock.GetUtcNow();
        if (SupplierAuthentication.CheckSignature(sender.Supplier, http.Request.Headers, body.Span, now) is { } unsigned)
        {
            return SupplierRefusal.Of(http, unsigned);
        }

        var used = Read(body.Span);
        return Fault(used, CityDay.Of(now)) is { } fault
            ? TypedResults.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["used"] = [fault] }, type: "invalid-use")
            : Results.Json(await NoteAsync(id, used!, holdings, now, ct), CaseEndpoints.Shown);
    }

    private static async Task<UseNoted> NoteAsync(string supplier, IReadOnlyList<UsedHolding?> used, HoldingStore holdings, DateTimeOffset now, CancellationToken ct)
    {
        var (noted, unknown) = (0, new List<string>());
        foreach (var one in used.OfType<UsedHolding>())
        {
            var holding = one.Holding!;
            // What another supplier delivered is as unknown to this one as what nobody did.
            if (Holding.IsId(holding) && (await holdings.LoadAsync(holding, ct)).Started?.Supplier == supplier
                && await holdings.DecideAsync(
                    holding, new NoteUse(one.On, now), EventId.From("holding-used", holding, one.On.ToString("O", CultureInfo.InvariantCulture)), new EventContext("supplier:" + supplier, "supplier"), ct) is Core.Accepted<HoldingEvent>)
            {
                noted++;
            }
            else
            {
                unknown.Add(holding);
            }
        }

        return new(noted, unknown);
    }

    private static IReadOnlyList<UsedHolding?>? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<UsedBody>(body, s_json)?.Used;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Fault(IReadOnlyList<UsedHolding?>? used, DateOnly today) =>
        used is null ? "A list of holding and on: {\"used\":[{\"holding\":\"500000013-2-17\",\"on\":\"2026-11-01\"}]}."
        : used.Count is 0 or > MostAtOnce ? $"1 to {MostAtOnce} at a time."
        : used.Any(one => one?.Holding is not { Length: > 0 and <= 40 }) ? "Each names its holding, for example 500000013-2-17."
        : used.Any(one => one!.On > today.AddDays(1) || one.On < today.AddYears(-20)) ? "Each says on which day, not in the future: \"on\":\"2026-11-01\"."
        : null;
}
