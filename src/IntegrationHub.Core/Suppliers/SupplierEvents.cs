using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Suppliers;

/// <summary>Something that was decided about the suppliers, while the hub runs. All of it stands in one stream, <see cref="Stream"/>.</summary>
/// <param name="Supplier">The supplier's id.</param>
/// <param name="At">When it was decided, UTC. Who did is in the event's context.</param>
public abstract record SupplierEvent(string Supplier, DateTimeOffset At)
{
    /// <summary>The stream.</summary>
    public const string Stream = "suppliers";
}

/// <summary>A supplier was added, with the desks that it runs and the services that they answer for.</summary>
/// <param name="Protocol">What it speaks: <c>cloudevents</c>.</param>
/// <param name="Url">Where the hub sends to; null where the protocol has addresses of its own.</param>
/// <param name="Secrets">Token, signing key and the protocol's further settings, as JSON, kept like personal data: under a key of the supplier's own.</param>
[StoredAs("supplier-added", 1)]
public sealed record SupplierAdded(
    string Supplier, string Protocol, string? Url, Personal Secrets,
    IReadOnlyList<AddedDesk> Desks, IReadOnlyList<AddedService> Services, DateTimeOffset At) : SupplierEvent(Supplier, At);

/// <summary>A desk that came with a supplier.</summary>
/// <param name="Id">Lower-case words joined by hyphens.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Phone">E.164; null: its callers are called back.</param>
/// <param name="Hours">When it answers, as <c>Desks:ID:Hours</c> is written; null for always.</param>
/// <param name="CallbackSlots">As <c>Desks:ID:CallbackSlots</c> is written; null for none.</param>
public sealed record AddedDesk(string Id, string Sv, string En, string? Phone = null, string? Hours = null, string? CallbackSlots = null);

/// <summary>A service that came with a supplier.</summary>
/// <param name="Id">Lower-case words joined by hyphens.</param>
/// <param name="Desk">Id of the desk that answers for it.</param>
/// <param name="Sv">The name on Swedish pages.</param>
/// <param name="En">The name on English pages.</param>
/// <param name="Area">The delivery areas that may use it: <c>office</c>, <c>education</c> or both.</param>
/// <param name="Words">What people say who mean it, besides its names.</param>
public sealed record AddedService(string Id, string Desk, string Sv, string En, IReadOnlyList<string> Area, IReadOnlyList<string> Words);

/// <summary>Nothing is sent to the supplier until it is resumed; what is to be sent waits in order.</summary>
/// <param name="Reason">Why, in a person's words about the system, not about people.</param>
[StoredAs("supplier-paused", 1)]
public sealed record SupplierPaused(string Supplier, string Reason, DateTimeOffset At) : SupplierEvent(Supplier, At);

/// <summary>What waited is sent again.</summary>
[StoredAs("supplier-resumed", 1)]
public sealed record SupplierResumed(string Supplier, DateTimeOffset At) : SupplierEvent(Supplier, At);
