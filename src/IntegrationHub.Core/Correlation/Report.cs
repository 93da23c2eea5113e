namespace IntegrationHub.Core.Correlation;

/// <summary>Something that somebody, or a supplier's own monitoring, says does not work: what correlation knows of it. Every part may be missing.</summary>
/// <param name="Id">A case's number, or the id of a supplier's alert.</param>
/// <param name="At">When it was reported, UTC.</param>
public sealed record Report(string Id, DateTimeOffset At)
{
    /// <summary>Id of the service it was routed to; people often name another than the one that failed.</summary>
    public string? Service { get; init; }

    /// <summary>The site.</summary>
    public string? Site { get; init; }

    /// <summary>The administration or company of the city.</summary>
    public string? Organisation { get; init; }

    /// <summary>As the person said it.</summary>
    public string? Words { get; init; }

    /// <summary>Who says it, as an opaque key: whoever says it ten times is one voice. Null counts as somebody new.</summary>
    public string? Person { get; init; }

    /// <summary>The supplier's own ticket that it was given, as <c>supplier/ticket</c>.</summary>
    public string? Ticket { get; init; }
}
