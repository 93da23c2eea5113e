using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Orders;

/// <summary>An order as one reader may see it, and what the reader may do with it.</summary>
internal sealed class SeenOrder
{
    private readonly OrderReader _reader;
    private readonly OrderPart? _part;

    private SeenOrder(LoadedOrder loaded, OrderReader reader, OrderPart? part, PersonId approver, IReadOnlyList<string> roles) =>
        (Loaded, _reader, _part, Approver, Roles) = (loaded, reader, part, approver, roles);

    /// <summary>All of it, for decisions; not for the reader's eyes unless <see cref="IsWhole"/>.</summary>
    public LoadedOrder Loaded { get; }

    /// <summary>Its beginning.</summary>
    public OrderWished Wish => Loaded.State.Wish!;

    /// <summary>Whether the reader may see all of it, or only the part that is the reader's: own lines of a supplier, own units of a recipient.</summary>
    public bool IsWhole => _part is null;

    /// <summary>As it is shown to the reader.</summary>
    public OrderView View => _part is null ? OrderView.Of(Loaded)! : _part.Of(OrderView.Of(Loaded)!);

    /// <summary>What happened to it, as far as the reader may know.</summary>
    public OrderTimeline Timeline => OrderTimeline.Of(Loaded, _part);

    /// <summary>The reader, as one who approves.</summary>
    public PersonId Approver { get; }

    /// <summary>The roles by which the reader approves orders of this organisation.</summary>
    public IReadOnlyList<string> Roles { get; }

    /// <summary>Whether the reader may approve it by role; whether it is an own order is for the order's rules.</summary>
    public bool MayApprove => Loaded.State.Attest is { } role && Roles.Contains(role, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the reader may specify, cancel, send back: the city's people, who ordered it, who orders for its organisation, and who approves it.</summary>
    public bool MayChange => _reader.MayChange(Loaded.State) || MayApprove;

    /// <summary>The order, when the reader may see something of it: to others it is as if it did not exist, and null.</summary>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public static async Task<SeenOrder?> FindAsync(string number, HttpContext http, OrderAccess access, OrderStore orders, CancellationToken ct)
    {
        if (!OrderNumber.TryParse(number, out var parsed) || await orders.LoadAsync(parsed, ct) is not { State.Wish: not null } loaded)
        {
            return null;
        }

        var (reader, (approver, roles)) = (await access.ReaderAsync(http.User, ct), await access.ApproverAsync(http, loaded.State.Organisation, ct));
        var part = reader.MaySee(loaded.State) || roles.Count > 0 ? null : reader.PartOf(loaded.State);
        return part is { IsEmpty: true } ? null : new(loaded, reader, part, approver, roles);
    }
}
