using System.Globalization;

namespace IntegrationHub.Adapters.Views;

/// <summary>How a column is compared; as text, by code unit.</summary>
public enum Comparison
{
    /// <summary>The same text.</summary>
    Is,

    /// <summary>The text stands somewhere in the column.</summary>
    Holds,

    /// <summary>Greater.</summary>
    Above,

    /// <summary>Greater, or the same.</summary>
    AtLeast,

    /// <summary>Less.</summary>
    Below,

    /// <summary>Less, or the same.</summary>
    AtMost,
}

/// <summary>What a row must fulfil.</summary>
/// <param name="Column">One of the view's columns.</param>
/// <param name="Value">What it is compared with.</param>
public sealed record Condition(string Column, Comparison Comparison, string Value);

/// <summary>Rows by conditions, in order of a column, a page of them.</summary>
/// <param name="All">Each of these must hold one of its conditions; none asks for every row.</param>
/// <param name="Order">The column that orders, then the key; null for the last changed first.</param>
/// <param name="Descending">Greatest first.</param>
/// <param name="Offset">Rows passed over, 0 or more.</param>
/// <param name="Most">At most so many rows.</param>
public sealed record ViewQuery(IReadOnlyList<IReadOnlyList<Condition>> All, string? Order, bool Descending, int Offset, int Most)
{
    /// <summary>As a condition of SQL; values are parameters, and names stand there only when they are columns.</summary>
    /// <exception cref="ArgumentException">A column is none of the view's.</exception>
    internal string Where(Func<string, bool> isColumn, Action<string, string> parameter)
    {
        var count = 0;
        var all = All.Select(any => any.Count == 0 ? "0" : "(" + string.Join(" OR ", any.Select(condition =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"$c{count++}");
            parameter(name, condition.Value);
            var column = Column(condition.Column, isColumn);
            return condition.Comparison switch
            {
                Comparison.Holds => $"instr({column}, {name}) > 0",
                Comparison.Above => $"{column} > {name}",
                Comparison.AtLeast => $"{column} >= {name}",
                Comparison.Below => $"{column} < {name}",
                Comparison.AtMost => $"{column} <= {name}",
                _ => $"{column} = {name}",
            };
        })) + ")");
        return string.Join(" AND ", all.Append("1"));
    }

    /// <summary>The order in SQL.</summary>
    internal string OrderBy(Func<string, bool> isColumn) =>
        Order is null ? "place DESC" : $"{Column(Order, isColumn)} {(Descending ? "DESC" : "ASC")}, key {(Descending ? "DESC" : "ASC")}";

    private static string Column(string name, Func<string, bool> isColumn) =>
        isColumn(name) ? name : throw new ArgumentException($"The view has no column {name}.", nameof(name));
}
