using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace IntegrationHub.Core.EventLog;

/// <summary>The name and shape number under which an event is stored. Both survive renames in code.</summary>
/// <param name="name">Lower-case words joined by hyphens, past tense: <c>case-routed</c>.</param>
/// <param name="version">1 for the first shape; an optional field keeps it, any other change makes the next.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class StoredAsAttribute(string name, int version) : Attribute
{
    /// <summary>The stored name.</summary>
    public string Name { get; } = name;

    /// <summary>The shape number.</summary>
    public int Version { get; } = version;

    /// <summary>Name and number as they stand in the log: <c>case-routed.v1</c>.</summary>
    public string Type => string.Create(CultureInfo.InvariantCulture, $"{Name}.v{Version}");
}

/// <summary>Every event that this build knows, by stored type.</summary>
public static class StoredTypes
{
    private static readonly FrozenDictionary<string, Type> s_byName = typeof(StoredTypes).Assembly.GetTypes()
        .Select(type => (type, stored: type.GetCustomAttribute<StoredAsAttribute>()))
        .Where(pair => pair.stored is not null)
        .ToFrozenDictionary(pair => pair.stored!.Type, pair => pair.type, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, string> s_byType =
        s_byName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All of them, by stored type.</summary>
    public static IReadOnlyDictionary<string, Type> All => s_byName;

    /// <summary>The stored type of an event's class.</summary>
    /// <exception cref="ArgumentException">The class has no <see cref="StoredAsAttribute"/>.</exception>
    public static string NameOf(Type type) =>
        s_byType.TryGetValue(type, out var name) ? name : throw new ArgumentException($"{type.Name} lacks [StoredAs].", nameof(type));

    /// <summary>The stored types of every event of a kind, and of all old shapes, which may become one.</summary>
    /// <typeparam name="TEvent">What they have in common.</typeparam>
    public static IEnumerable<string> Of<TEvent>() =>
        s_byName.Where(pair => pair.Value.IsAssignableTo(typeof(TEvent)) || pair.Value.IsAssignableTo(typeof(IOldShape))).Select(pair => pair.Key);

    /// <summary>The class of a stored type; null when a newer hub wrote it.</summary>
    public static Type? Find(string storedType) => s_byName.GetValueOrDefault(storedType);
}
