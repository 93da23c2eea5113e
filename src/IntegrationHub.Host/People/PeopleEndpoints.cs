using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.People;

/// <summary><c>/api/people</c>: a person's cases, and what a manager has to settle for those who left.</summary>
internal static class PeopleEndpoints
{
    /// <summary>The cases of a person, whichever number or address they came by.</summary>
    /// <param name="Person">The pseudonym in the directory, when the one asked for leads to it.</param>
    internal sealed record PersonCases(PersonId Person, IReadOnlyList<CaseRow> Cases);

    /// <summary>The open cases of somebody who left or moved.</summary>
    internal sealed record ToSettle(PersonId Of, DateTimeOffset Since, IReadOnlyList<CaseRow> Cases);

    /// <summary>Maps the endpoints.</summary>
    public static void MapDirectory(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/people").WithTags("People")
            .RequireAuthorization(who => who.RequireRole("administrator", "privacy-officer", "agent")); // Whose cases they are is not for everybody.
        group.MapGet("/{person}/cases", Cases).WithSummary("The person's cases, by whichever number or address; open=true for those that are not closed.").Answers<PersonCases>(200);
        group.MapGet("/{person}/to-settle", ToSettleAsync).WithSummary("What this manager has to settle: open cases of people who left or moved.").Answers<IReadOnlyList<ToSettle>>(200);
        routes.MapScim();
        routes.MapPins();
    }

    private static IResult Cases(string person, bool? open, CityDirectory directory, LiveView<CaseRow> rows)
    {
        var of = directory.PersonOf(new PersonId(person));
        return Results.Json(new PersonCases(of, open == true ? OpenCases.Of(of, directory, rows) : OpenCases.All(of, directory, rows)), CaseEndpoints.Shown);
    }

    private static async Task<IResult> ToSettleAsync(string person, CityDirectory directory, DirectoryStore store, LiveView<CaseRow> rows, CancellationToken ct)
    {
        if (!CityDirectory.IsPseudonym(person))
        {
            return Results.Json(Array.Empty<ToSettle>(), CaseEndpoints.Shown);
        }

        var lists = await store.ToSettleAsync(directory.PersonOf(new PersonId(person)), ct);
        IEnumerable<ToSettle> open = lists
            .Select(list => new ToSettle(list.Of, list.At, [.. list.Cases.Select(number => rows.Find(number.Value)).OfType<CaseRow>().Where(row => row.ClosedAt is null)]))
            .Where(list => list.Cases.Count > 0);
        return Results.Json(open.ToList(), CaseEndpoints.Shown);
    }
}
