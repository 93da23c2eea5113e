using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.TroubleTickets;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>What a list of trouble tickets is asked for, as TMF630 has it: <c>?severity=High,Low&amp;creationDate.gt=…&amp;sort=-lastUpdate&amp;limit=20</c>.</summary>
internal static class TicketQuery
{
    private const int AtOnce = 100;
    private const int MostAtOnce = 500;
    private const int MostValues = 50;

    private static readonly Dictionary<string, string> s_columns = new(StringComparer.Ordinal)
    {
        ["id"] = "number",
        ["status"] = "status",
        ["severity"] = "severity",
        ["ticketType"] = "ticket_type",
        ["priority"] = "priority",
        ["externalId"] = "external",
        ["externalIdentifier.id"] = "external",
        ["creationDate"] = "created",
        ["lastUpdate"] = "updated",
    };

    private static readonly Dictionary<string, Comparison> s_comparisons = new(StringComparer.Ordinal)
    {
        ["gt"] = Comparison.Above,
        ["gte"] = Comparison.AtLeast,
        ["lt"] = Comparison.Below,
        ["lte"] = Comparison.AtMost,
    };

    /// <summary>The attributes that a list, and a listener, may ask for.</summary>
    public static IReadOnlyCollection<string> Attributes => s_columns.Keys;

    /// <summary>Reads the query of a request.</summary>
    /// <param name="query">The parameters.</param>
    /// <param name="viewer">Who asks; a supplier finds only what it may see.</param>
    /// <exception cref="TicketFault">400: a parameter is wrong; it is named, with what is good.</exception>
    public static ViewQuery Read(IQueryCollection query, TicketViewer viewer)
    {
        var all = new List<IReadOnlyList<Condition>>();
        foreach (var (name, values) in query.Where(pair => pair.Key is not ("fields" or "offset" or "limit" or "sort")))
        {
            all.AddRange(values.Select(value => Conditions(name, value ?? "")));
        }

        if (viewer.Supplier is not null)
        {
            all.Add([
                new Condition("opened_by", Comparison.Is, viewer.Actor),
                .. viewer.Desks.Select(desk => new Condition("desks", Comparison.Holds, TroubleTicketRow.InList(desk)))]);
        }

        var sort = query["sort"].ToString();
        var by = sort.TrimStart('-', '+', ' ');
        if (by.Length > 0 && (!s_columns.ContainsKey(by) || by.StartsWith("external", StringComparison.Ordinal)))
        {
            throw Wrong("sort", "creationDate, -creationDate, lastUpdate, -lastUpdate, id, status, severity, ticketType or priority");
        }

        return new ViewQuery(
            all, by.Length == 0 ? null : s_columns[by], sort.StartsWith('-'), Whole(query, "offset", 0, int.MaxValue, 0), Whole(query, "limit", 1, MostAtOnce, AtOnce));
    }

    private static List<Condition> Conditions(string name, string value)
    {
        var (attribute, comparison) = (name, Comparison.Is);
        if (!s_columns.ContainsKey(name) && name.LastIndexOf('.') is > 0 and var dot && s_comparisons.TryGetValue(name[(dot + 1)..], out var said))
        {
            (attribute, comparison) = (name[..dot], said);
        }

        if (!s_columns.TryGetValue(attribute, out var column) || (comparison != Comparison.Is && !IsDate(attribute)))
        {
            throw Wrong(name, "fields, offset, limit, sort, " + string.Join(", ", s_columns.Keys) + ", or a date with .gt, .gte, .lt or .lte");
        }

        if (IsDate(attribute))
        {
            return [new Condition(column, comparison, TroubleTicketRow.Instant(Date(name, value)))];
        }

        var values = value.Split(',', StringSplitOptions.TrimEntries);
        return values.Length > MostValues
            ? throw Wrong(name, $"at most {MostValues} values")
            : [.. values.Select(one => column == "external"
                ? new Condition(column, Comparison.Holds, TroubleTicketRow.InList(one)) : new Condition(column, Comparison.Is, one))];
    }

    private static bool IsDate(string attribute) => attribute is "creationDate" or "lastUpdate";

    private static DateTimeOffset Date(string name, string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw Wrong(name, "an RFC 3339 time, for example 2026-11-24T08:00:00Z (a + in it is written %2B)");

    private static int Whole(IQueryCollection query, string name, int least, int most, int otherwise) => query[name].ToString() switch
    {
        "" => otherwise,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most => value,
        _ => throw Wrong(name, string.Create(CultureInfo.InvariantCulture, $"a whole number, {least} to {most}")),
    };

    private static TicketFault Wrong(string name, string good) =>
        new(StatusCodes.Status400BadRequest, "invalid-query", $"The parameter {name} cannot be used so; good is: {good}.");
}
