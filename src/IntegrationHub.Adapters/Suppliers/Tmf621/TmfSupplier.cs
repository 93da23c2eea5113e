namespace IntegrationHub.Adapters.Suppliers.Tmf621;

/// <summary>How one supplier's TMF621 is spoken to: the settings under <c>Suppliers:ID</c>.</summary>
/// <param name="Version">4 or 5; <c>Version</c>, 5 when not set.</param>
/// <param name="Owner">How the hub names itself; <c>Owner</c>, <c>it-support</c> when not set.</param>
/// <param name="TicketType">Of new tickets; <c>TicketType</c>, <c>incident</c> when not set.</param>
/// <param name="InternalNote">The <c>@type</c> of notes that the person may not read, as TMF621 has no visibility; <c>InternalNote</c>.</param>
/// <param name="Listens">Whether the hub registers at the supplier's <c>/hub</c>; <c>Listen</c> is true.</param>
/// <param name="States">What its statuses mean.</param>
public sealed record TmfSupplier(int Version, string Owner, string TicketType, string InternalNote, bool Listens, TicketStates States)
{
    /// <summary>The statuses of TMF621, and the moves that its diagram allows.</summary>
    public static readonly TicketStates Usual = new(
        new Dictionary<string, TicketMeaning>(StringComparer.OrdinalIgnoreCase)
        {
            ["acknowledged"] = TicketMeaning.New,
            ["inProgress"] = TicketMeaning.Working,
            ["held"] = TicketMeaning.Working,
            ["pending"] = TicketMeaning.Waiting,
            ["resolved"] = TicketMeaning.Resolved,
            ["rejected"] = TicketMeaning.Declined,
            ["cancelled"] = TicketMeaning.Cancelled,
            ["closed"] = TicketMeaning.Closed,
        },
        new Dictionary<TicketMove, string>
        {
            [TicketMove.Offered] = "acknowledged",
            [TicketMove.Answered] = "inProgress",
            [TicketMove.Reopened] = "inProgress",
            [TicketMove.Closed] = "closed",
            [TicketMove.Withdrawn] = "cancelled",
            [TicketMove.HandedOver] = "cancelled",
        });

    /// <summary>What the settings say.</summary>
    public static TmfSupplier Of(SupplierSettings supplier) => new(
        supplier.Options.GetValueOrDefault("Version") == "4" ? 4 : 5, supplier.Options.GetValueOrDefault("Owner") ?? "it-support",
        supplier.Options.GetValueOrDefault("TicketType") ?? "incident", supplier.Options.GetValueOrDefault("InternalNote") ?? "InternalNote",
        bool.TryParse(supplier.Options.GetValueOrDefault("Listen"), out var listens) && listens, TicketStates.Of(supplier, Usual));

    /// <summary>What is wrong with the settings; each text names the setting and a good value.</summary>
    public static IEnumerable<string> Faults(SupplierSettings supplier)
    {
        if (supplier.Options.GetValueOrDefault("Version") is not (null or "4" or "5"))
        {
            yield return $"Suppliers:{supplier.Id}:Version is 4 or 5.";
        }

        if (supplier.Options.GetValueOrDefault("Listen") is { } listen && !bool.TryParse(listen, out _))
        {
            yield return $"Suppliers:{supplier.Id}:Listen is true or false.";
        }

        foreach (var fault in TicketStates.Faults(supplier))
        {
            yield return fault;
        }
    }

    /// <summary>A note of the hub's own is known by its author: servers give notes ids of their own.</summary>
    internal string Author(string message) => $"{Owner} {message}";

    /// <summary>Whether a note is the hub's own.</summary>
    internal bool IsOwn(TmfNote note) => note.Author.StartsWith(Owner + " ", StringComparison.Ordinal);

    /// <summary>The reason of a change of the hub's own bears its mark.</summary>
    internal string Reason(string? text, string message) => text is null ? $"[{Owner} {message}]" : $"{text} [{Owner} {message}]";

    /// <summary>Whether a change of status is the hub's own.</summary>
    internal bool IsOwn(TmfStatus change) => change.Reason is { } why && why.EndsWith(']') && why.Contains($"[{Owner} ", StringComparison.Ordinal);
}
