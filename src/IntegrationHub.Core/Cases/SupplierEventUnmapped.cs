using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Cases;

/// <summary>A supplier sent something that no rule understands yet. It is kept, one stream each, for when there is one.</summary>
/// <param name="Content">As sent; sealed, as nobody knows what it holds.</param>
[StoredAs("supplier-event-unmapped", 1)]
public sealed record SupplierEventUnmapped(
    string Supplier, string Source, string Message, string Type, Personal Content, string ContentHash, DateTimeOffset At);
