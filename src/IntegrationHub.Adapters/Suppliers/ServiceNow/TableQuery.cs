using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>An encoded query (<c>column=value^column>value^ORDERBYcolumn</c>) into whose values nothing can be slipped.</summary>
/// <remarks>
/// A caret begins a new condition, a comma a further value, and a value that begins with <c>javascript:</c> is run by the instance. A condition that it does
/// not understand it passes over, and then answers with everything. So a value holds nothing but what <see cref="IsSafe"/> lets through.
/// Source: the encoded query guide of ServiceNow's SDK, and the Table API's reference.
/// </remarks>
internal sealed partial class TableQuery
{
    private readonly StringBuilder _text = new();

    /// <summary>Whether a value is one value and nothing else.</summary>
    public static bool IsSafe(string value) => Safe().IsMatch(value) && !value.StartsWith("javascript", StringComparison.OrdinalIgnoreCase);

    /// <summary>As the instance keeps and compares times: UTC, whole seconds.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentException">A value is not safe; a fault of the caller.</exception>
    public TableQuery Where(string column, string compare, params IEnumerable<string> values)
    {
        var all = values.ToList();
        if (all.Find(value => !IsSafe(value)) is { } unsafeValue)
        {
            throw new ArgumentException($"'{unsafeValue}' cannot be part of a query.", nameof(values));
        }

        return Add($"{column}{compare}{string.Join(',', all)}");
    }

    /// <summary>Or all that follows.</summary>
    public TableQuery Or() => Add("NQ");

    public TableQuery By(string column) => Add("ORDERBY" + column);

    public TableQuery ByNewest(string column) => Add("ORDERBYDESC" + column);

    public override string ToString() => _text.ToString();

    private TableQuery Add(string part)
    {
        _text.Append(_text.Length == 0 || _text.ToString().EndsWith("^NQ", StringComparison.Ordinal) ? "" : "^").Append(part);
        return this;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9 ._:-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Safe();
}
