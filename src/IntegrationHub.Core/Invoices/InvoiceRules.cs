using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Invoices;

/// <summary>What a supplier's contract says of its invoices.</summary>
/// <param name="LatestMonths">Months after delivery, or after the period, in which it may bill.</param>
/// <param name="MonthTolerance">Months by which the bill for a delivery may lie from its month.</param>
/// <param name="PriceTolerance">In öre a unit: less is no difference.</param>
public sealed record InvoiceTerms(int LatestMonths, int MonthTolerance, long PriceTolerance);

/// <summary>A place on an invoice's line where a supplier writes the order's number, when one invoice is about many orders.</summary>
/// <param name="From"><c>note</c> (BT-127), <c>object</c> (BT-128), <c>accounting</c> (BT-133), <c>name</c> (BT-153), <c>description</c> (BT-154) or <c>property</c> (BG-32).</param>
/// <param name="Pattern">A regular expression with a group <c>order</c>, and <c>line</c> where the line stands there too.</param>
/// <param name="Name">Of the property.</param>
/// <param name="LineFrom">Name of the property that holds the line.</param>
public sealed record OrderPlace(string From, string Pattern, string? Name = null, string? LineFrom = null)
{
    /// <summary>The places that there are.</summary>
    public static readonly IReadOnlyList<string> Known = ["note", "object", "accounting", "name", "description", "property"];

    /// <summary>Only a machine that stands still takes so long; the invoice is then matched again later.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private Regex? _compiled;

    /// <summary>The number and the line that stand there; null for none.</summary>
    public (string Order, string? Line)? FindIn(InvoiceLine line)
    {
        var text = From switch
        {
            "note" => line.Note,
            "object" => line.BilledObject?.Value,
            "accounting" => line.Accounting,
            "name" => line.Item.Name,
            "description" => line.Item.Description,
            _ => Property(line, Name),
        };
        // Without backtracking, so that no text makes it slow.
        _compiled ??= new Regex(Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, s_patience);
        return text is not null && _compiled.Match(text) is { Success: true } match && match.Groups["order"] is { Success: true } order
            ? (order.Value, match.Groups["line"] is { Success: true } number ? number.Value : Property(line, LineFrom))
            : null;
    }

    private static string? Property(InvoiceLine line, string? name) =>
        name is null ? null : line.Item.Properties.FirstOrDefault(each => string.Equals(each.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>The rules of invoices that are data: <c>invoice-rules.json</c>.</summary>
/// <param name="Terms">By supplier; <c>*</c> for every other.</param>
/// <param name="Places">By supplier; <c>*</c> for every other.</param>
public sealed record InvoiceRules(IReadOnlyDictionary<string, InvoiceTerms> Terms, IReadOnlyDictionary<string, IReadOnlyList<OrderPlace>> Places)
{
    private const string Every = "*";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The rules that the hub comes with.</summary>
    public static InvoiceRules Default { get; } = Read(typeof(InvoiceRules).Assembly.GetManifestResourceStream("invoice-rules.json")!);

    /// <summary>Reads rules.</summary>
    /// <exception cref="JsonException">The text names what is wrong.</exception>
    public static InvoiceRules Read(Stream json)
    {
        var rules = JsonSerializer.Deserialize<InvoiceRules>(json, s_json) ?? throw new JsonException("The rules are empty.");
        if (!rules.Terms.ContainsKey(Every) || !rules.Places.ContainsKey(Every))
        {
            throw new JsonException("terms and places each need an entry * for every other supplier.");
        }

        foreach (var place in rules.Places.Values.SelectMany(places => places))
        {
            try
            {
                _ = place.FindIn(new InvoiceLine(1, "1", 1, null, 0, new(0), new("", null, null, null, null, [], null, []), null) { Note = "" });
                _ = new Regex(place.Pattern, RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            }
            catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
            {
                throw new JsonException($"The pattern {place.Pattern} is no regular expression without lookaround: {fault.Message}", fault);
            }

            if (!OrderPlace.Known.Contains(place.From, StringComparer.Ordinal))
            {
                throw new JsonException($"from is one of {string.Join(", ", OrderPlace.Known)}; {place.From} is not.");
            }
        }

        return rules;
    }

    /// <summary>A supplier's terms.</summary>
    public InvoiceTerms TermsOf(string? supplier) => Terms.GetValueOrDefault(supplier ?? Every) ?? Terms[Every];

    /// <summary>Where a supplier writes the order's number.</summary>
    public IReadOnlyList<OrderPlace> PlacesOf(string? supplier) => Places.GetValueOrDefault(supplier ?? Every) ?? Places[Every];
}
