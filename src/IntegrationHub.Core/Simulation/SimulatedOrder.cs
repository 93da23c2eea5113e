namespace IntegrationHub.Core.Simulation;

/// <summary>How a made-up order ends.</summary>
public enum OrderFate
{
    /// <summary>It is delivered.</summary>
    Delivered,

    /// <summary>It comes in two deliveries.</summary>
    InParts,

    /// <summary>It is delivered, and a unit of it goes back.</summary>
    Returned,

    /// <summary>It is cancelled before it comes.</summary>
    Cancelled,

    /// <summary>It is not approved.</summary>
    TurnedDown,
}

/// <summary>What is wanted: an article or a package, for persons of the site.</summary>
/// <param name="Article">Null for a package.</param>
/// <param name="Package">Null for an article.</param>
/// <param name="People">Who get one each, as the simulation names them.</param>
public sealed record SimulatedOrderLine(string? Article, string? Package, IReadOnlyList<string> People);

/// <summary>A made-up order and what becomes of it.</summary>
/// <param name="Id"><c>sim-SEED-order-1</c> and so on.</param>
/// <param name="Orderer">As the simulation names persons; the chief of the same site approves.</param>
/// <param name="Area"><c>office</c> or <c>education</c>.</param>
/// <param name="Reference">Whom it is booked on.</param>
/// <param name="WishedAt">When the clock starts.</param>
public sealed record SimulatedOrder(
    string Id, string Orderer, string Chief, string Organisation, string Site, string Area, string Reference, IReadOnlyList<SimulatedOrderLine> Lines, DateTimeOffset WishedAt)
{
    /// <summary>How it ends.</summary>
    public OrderFate Fate { get; init; }

    /// <summary>How long it takes to work out what exactly is wanted.</summary>
    public TimeSpan Specifying { get; init; }

    /// <summary>How long it waits for approval, when it needs one.</summary>
    public TimeSpan Approving { get; init; }

    /// <summary>How long each supplier takes to confirm.</summary>
    public TimeSpan Confirming { get; init; }

    /// <summary>How many days after the confirmation the suppliers promise to deliver.</summary>
    public int Promised { get; init; }

    /// <summary>How many days later than promised they do; negative for sooner.</summary>
    public int Late { get; init; }
}
