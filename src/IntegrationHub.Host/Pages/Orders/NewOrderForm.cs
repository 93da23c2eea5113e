using System.Globalization;
using IntegrationHub.Host.Orders;

namespace IntegrationHub.Host.Pages.Orders;

/// <summary>What the form of a new order holds: some things, all of them for all who are named.</summary>
internal sealed record NewOrderForm
{
    /// <summary>Things that can be chosen at once.</summary>
    public const int Rows = 6;

    /// <summary><c>p:ID</c> for a package, <c>a:ID</c> for an article, empty for none; row by row.</summary>
    public IReadOnlyList<string?> What { get; init; } = [];

    /// <summary>How many each, row by row.</summary>
    public IReadOnlyList<string?> Many { get; init; } = [];

    /// <summary>One a line.</summary>
    public string? For { get; init; }

    /// <inheritdoc cref="NewOrder.Organisation"/>
    public string? Organisation { get; init; }

    /// <inheritdoc cref="NewOrder.Site"/>
    public string? Site { get; init; }

    /// <inheritdoc cref="NewOrder.Reference"/>
    public string? Reference { get; init; }

    /// <inheritdoc cref="NewOrder.Project"/>
    public string? Project { get; init; }

    /// <inheritdoc cref="NewOrder.Grouping"/>
    public string? Grouping { get; init; }

    /// <summary>A day in the city.</summary>
    public string? Day { get; init; }

    /// <inheritdoc cref="NewOrder.Together"/>
    public bool Together { get; init; }

    /// <inheritdoc cref="NewOrder.Wish"/>
    public string? Wish { get; init; }

    /// <inheritdoc cref="NewOrder.Mail"/>
    public string? Mail { get; init; }

    /// <summary>What was chosen in a row.</summary>
    public string? Chosen(int at) => at < What.Count ? What[at] : null;

    /// <summary>How many were chosen in a row.</summary>
    public string Quantity(int at) => at < Many.Count && int.TryParse(Many[at], NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? many.ToString(CultureInfo.InvariantCulture) : "1";

    /// <summary>The order that it asks for.</summary>
    /// <param name="language">The page's.</param>
    /// <param name="isKnown">Whether a text names somebody in the directory. Of others, what is written as a name is the name of somebody new; the rest is told as a fault.</param>
    public NewOrder ToOrder(string language, Func<string, bool> isKnown)
    {
        var whom = (For ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => !isKnown(text) && IsName(text) ? new NewRecipient(null, text, null) : new NewRecipient(text, null, null)).ToList();
        var lines = Enumerable.Range(0, Rows).Select(at => (What: Chosen(at), Many: int.Parse(Quantity(at), CultureInfo.InvariantCulture))).Where(row => row.What is { Length: > 2 })
            .Select(row => new NewLine(
                row.What![0] == 'a' ? row.What[2..] : null, row.What[0] == 'p' ? row.What[2..] : null, row.Many, null, null, null, null, null, null, null, null, null, null, null, null, null, null, whom))
            .ToList();
        var wanted = DateOnly.TryParseExact(Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new NewTime(CityTime.EndOf(day.AddDays(-1)).AddHours(7), CityTime.EndOf(day.AddDays(-1)).AddHours(17)) : null;
        return new(
            Said(Organisation), Said(Site), null, Said(Reference), Said(Project), Said(Grouping), Together, wanted, null, Said(Wish), Said(Mail), language, "web", null, lines.Count == 0 ? null : lines);
    }

    /// <summary>Letters and blanks, as in <c>Nils-Erik O'Hara Ny</c>. A user name or an address that is written wrong is not somebody new.</summary>
    private static bool IsName(string text) => text.Contains(' ', StringComparison.Ordinal) && text.All(c => char.IsLetter(c) || c is ' ' or '-' or '\'' or '’' or '.');

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
