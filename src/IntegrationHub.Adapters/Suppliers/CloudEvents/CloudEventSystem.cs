namespace IntegrationHub.Adapters.Suppliers.CloudEvents;

/// <summary>A supplier that takes CloudEvents over HTTP.</summary>
public sealed class CloudEventSystem(CloudEventSender sender, SupplierSettings supplier) : ISupplierSystem, IOrderSystem
{
    /// <inheritdoc/>
    public Task<Delivery> TellAsync(SupplierTelling telling, CancellationToken ct) =>
        sender.SendAsync(HubMessages.ToEvent(telling.News, telling.Id, telling.Source, telling.At, telling.Cause), supplier, ct);

    /// <inheritdoc/>
    public Task<Delivery> TellAsync(OrderTelling telling, CancellationToken ct) => sender.SendAsync(HubOrderMessages.ToEvent(telling), supplier, ct);
}
