using System.Globalization;

namespace IntegrationHub.Core.Search;

/// <summary>What a request asked for: a query, or what is wrong with it.</summary>
/// <param name="Query">Null when there is a fault.</param>
/// <param name="Faults">Empty when there is a query.</param>
public sealed record ParsedSearch(SearchQuery? Query, IReadOnlyList<SearchFault> Faults);

/// <summary>A parameter that cannot be understood.</summary>
/// <param name="Parameter">Its name, as it was given.</param>
/// <param name="Message">What is wrong, and good values.</param>
public sealed record SearchFault(string Parameter, string Message);

public sealed partial record SearchQuery
{
    private const int MaxValues = 20;

    private static readonly string[] Others = ["q", "from", "to", "sort", "after", "size"];

    private static readonly TimeZoneInfo City = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>Reads the parameters of <c>GET /api/search</c>. Never throws; empty values count as not given.</summary>
    /// <param name="parameters">
    /// Names without regard to case. A field may come up to 20 times, and any of its values then matches. <c>from</c> and
    /// <c>to</c> are instants (RFC 3339; <c>to</c> is not part of the time) or days in Stockholm (both are part of it).
    /// </param>
    /// <returns>Every fault, in the order of the parameters.</returns>
    public static ParsedSearch Parse(IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        var faults = new List<SearchFault>();
        var query = new SearchQuery();
        string? after = null;
        foreach (var given in parameters.Where(p => !string.IsNullOrWhiteSpace(p.Value)).GroupBy(p => p.Key, p => p.Value!, StringComparer.OrdinalIgnoreCase))
        {
            var name = given.Key.ToLowerInvariant();
            IReadOnlyList<string> values = [.. given];
            var field = SearchField.All.FirstOrDefault(f => f.Name == name);
            var fault = field is null ? FaultOfOther(name, values) : FaultOf(field, values);
            if (fault is not null)
            {
                faults.Add(new(given.Key, fault));
            }
            else if (name == "after")
            {
                after = values[0];
            }
            else
            {
                query = field is null ? query.WithOther(name, values[0]) : field.Asking(query, values);
            }
        }

        if (query is { From: { } from, To: { } to } && from >= to)
        {
            faults.Add(new("to", "to must be after from, for example from=2026-03-01&to=2026-03-31."));
        }

        return faults.Count > 0 ? new(null, faults) : At(query, after);
    }

    private static ParsedSearch At(SearchQuery query, string? after) =>
        after is null ? new(query, [])
        : SearchCursor.Decode(after, query) is { } place ? new(query with { After = place }, [])
        : new(null, [new("after", "after is not a place in the answer to this query. Take it from the page before, with the other parameters unchanged, or leave it out to begin at the top.")]);

    private static string? FaultOf(SearchField field, IReadOnlyList<string> values) => field switch
    {
        _ when values.Count > MaxValues => $"{field.Name} may be given at most {MaxValues} times.",
        { Name: "kind" } when values.Count > 1 => "kind may be given once: case or order. Leave it out for both.",
        { Name: "kind" } when SearchText.Kind(values[0]) is null => "kind is case or order. Leave it out for both.",
        { Name: "number" } when values.Any(value => field.Comparable(value).Length == 0) => "number has no digits; a good one is 10000017 or 1000 0017.",
        _ when values.Any(value => field.Comparable(value).Length == 0) => $"{field.Name} has no letters or digits.",
        _ when values.Any(value => value.Length > SearchText.MaxValue) => $"{field.Name} is 1 to {SearchText.MaxValue} characters.",
        _ => null,
    };

    private static string? FaultOfOther(string name, IReadOnlyList<string> values) => name switch
    {
        _ when !Others.Contains(name, StringComparer.Ordinal) =>
            $"There is no such parameter. The parameters are {string.Join(", ", Others.Concat(SearchField.All.Select(f => f.Name)))}.",
        _ when values.Count > 1 => $"{name} may be given once.",
        "from" or "to" when Instant(values[0], endOfDay: false) is null =>
            $"{name} is a day or an instant, for example 2026-03-31 or 2026-03-31T07:30:00Z.",
        "sort" when Sorting(values[0]) is null => "sort is relevance, newest or oldest.",
        "size" when Hits(values[0]) is null => $"size is 1 to {MaxSize}, for example 20.",
        _ => null,
    };

    private SearchQuery WithOther(string name, string value) => name switch
    {
        "q" => this with { Q = value },
        "from" => this with { From = Instant(value, endOfDay: false) },
        "to" => this with { To = Instant(value, endOfDay: true) },
        "sort" => this with { Sort = Sorting(value) },
        _ => this with { Size = Hits(value) ?? Size },
    };

    private static SearchSort? Sorting(string value) => value.Trim().ToLowerInvariant() switch
    {
        "relevance" => SearchSort.Relevance,
        "newest" => SearchSort.Newest,
        "oldest" => SearchSort.Oldest,
        _ => null,
    };

    private static int? Hits(string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size is >= 1 and <= MaxSize ? size : null;

    /// <summary>An instant, or the beginning of a day in Stockholm, or of the day after it.</summary>
    private static DateTimeOffset? Instant(string value, bool endOfDay)
    {
        if (DateOnly.TryParseExact(value.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            if (day.Year is < 1900 or > 9000)
            {
                return null;
            }

            var midnight = day.AddDays(endOfDay ? 1 : 0).ToDateTime(TimeOnly.MinValue);
            return new DateTimeOffset(midnight, City.GetUtcOffset(midnight)).ToUniversalTime();
        }

        string[] shapes = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK"];
        return DateTimeOffset.TryParseExact(
            value.Trim().ToUpperInvariant(), shapes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUniversalTime() : null;
    }
}
