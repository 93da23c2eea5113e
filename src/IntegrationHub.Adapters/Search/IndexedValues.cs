using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search;

/// <summary>The forms in which a field's values are indexed, the same for every index.</summary>
internal static class IndexedValues
{
    /// <summary>As they are sought.</summary>
    public static IEnumerable<string> Sought(SearchField field, IReadOnlyList<string> values) =>
        values.Select(value => Sought(field, value)).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>As it is sought; empty when it cannot be.</summary>
    public static string Sought(SearchField field, string value) => field.Comparable(value);

    /// <summary>As they are counted and shown: not so long that they could not be a term.</summary>
    public static IEnumerable<string> Counted(IReadOnlyList<string> values) =>
        values.Select(Counted).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal);

    /// <summary>As it is counted and shown; empty when it cannot be.</summary>
    public static string Counted(string value) =>
        SearchText.Clean(value.Length <= SearchText.MaxValue ? value : value[..SearchText.MaxValue]).Trim();
}
