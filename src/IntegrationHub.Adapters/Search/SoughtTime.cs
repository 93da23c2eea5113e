using System.Runtime.InteropServices;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Adapters.Search;

/// <summary>The time of a query in whole milliseconds, as documents are kept.</summary>
/// <param name="From">The first millisecond that is part of it.</param>
/// <param name="To">The first one after it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SoughtTime(long From, long To)
{
    /// <summary>The time that a query asks for; all of it when it asks for none.</summary>
    public static SoughtTime Of(SearchQuery query) => new(NotBefore(query.From) ?? long.MinValue, NotBefore(query.To) ?? long.MaxValue);

    /// <summary>Whether an instant lies in it.</summary>
    public bool Holds(long at) => at >= From && at < To;

    private static long? NotBefore(DateTimeOffset? instant) =>
        instant is not { } at ? null
        : at.ToUnixTimeMilliseconds() + (at.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
}
