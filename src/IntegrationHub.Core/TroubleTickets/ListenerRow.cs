using System.Collections.Frozen;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.TroubleTickets;

/// <summary>A listener that is registered now.</summary>
/// <param name="Since">The place in the log of its registration: it hears of what happens after it.</param>
public sealed record ListenerRow(
    string Listener, string Owner, string? Supplier, int Version, string Callback, string? Query, DateTimeOffset At, long Since)
{
    /// <summary>The stream that holds every registration and its end.</summary>
    public const string Stream = "trouble-ticket-listeners";

    /// <summary>The stored types that change which listeners there are.</summary>
    public static readonly IReadOnlySet<string> Types = new[] { StoredTypes.NameOf(typeof(ListenerRegistered)), StoredTypes.NameOf(typeof(ListenerRemoved)) }
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All of them, sought by who registered.</summary>
    public static readonly View<ListenerRow> View = new("ticket-listeners", 1, KeyOf, Apply, new Dictionary<string, Func<ListenerRow, string?>>(StringComparer.Ordinal)
    {
        ["owner"] = row => row.Owner,
    }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = Types,
    };

    private static string? KeyOf(Known known) => known.Fact switch
    {
        ListenerRegistered e => e.Listener,
        ListenerRemoved e => e.Listener,
        _ => null,
    };

    private static ListenerRow? Apply(ListenerRow? row, Known known) => known.Fact switch
    {
        ListenerRegistered e => row ?? new ListenerRow(e.Listener, e.Owner, e.Supplier, e.Version, e.Callback, e.Query, e.At, known.Recorded.Position.Value),
        ListenerRemoved => null,
        _ => row,
    };
}
