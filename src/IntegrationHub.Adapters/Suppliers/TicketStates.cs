namespace IntegrationHub.Adapters.Suppliers;

/// <summary>What a state of a supplier's ticket means to the hub.</summary>
public enum TicketMeaning
{
    /// <summary>Nobody has taken it yet.</summary>
    New,

    /// <summary>Somebody works on it.</summary>
    Working,

    /// <summary>It waits for the user's answer.</summary>
    Waiting,

    /// <summary>It works again, the supplier says.</summary>
    Resolved,

    /// <summary>The supplier does not take it.</summary>
    Declined,

    /// <summary>The supplier has stopped without resolving.</summary>
    Cancelled,

    /// <summary>Done for good.</summary>
    Closed,
}

/// <summary>Why the hub moves a supplier's ticket to another state.</summary>
public enum TicketMove
{
    /// <summary>It is offered again to a supplier that had it before.</summary>
    Offered,

    /// <summary>The user answered the question it waits for.</summary>
    Answered,

    /// <summary>It does not work after all.</summary>
    Reopened,

    /// <summary>The case is closed.</summary>
    Closed,

    /// <summary>It is no longer the supplier's.</summary>
    Withdrawn,

    /// <summary>Another desk took it over.</summary>
    HandedOver,
}

/// <summary>The states of one supplier's system, as data: <c>Suppliers:ID:States:STATE</c> says what a state means, <c>Suppliers:ID:Moves:MOVE</c> where the hub moves a ticket.</summary>
/// <param name="Meanings">By state as the system names it; case does not count.</param>
/// <param name="Moves">The state for each move; a move that is not there changes no state.</param>
public sealed record TicketStates(IReadOnlyDictionary<string, TicketMeaning> Meanings, IReadOnlyDictionary<TicketMove, string> Moves)
{
    private const string StatesKey = "States:";
    private const string MovesKey = "Moves:";

    /// <summary>The usual ones of a kind of system, with what the supplier's settings say instead.</summary>
    /// <param name="supplier">Its <see cref="SupplierSettings.Options"/> are read.</param>
    /// <param name="usual">Of the kind of system.</param>
    public static TicketStates Of(SupplierSettings supplier, TicketStates usual)
    {
        var meanings = new Dictionary<string, TicketMeaning>(usual.Meanings, StringComparer.OrdinalIgnoreCase);
        var moves = new Dictionary<TicketMove, string>(usual.Moves);
        foreach (var (name, value) in supplier.Options)
        {
            if (Name(name, StatesKey) is { } state && TryWord<TicketMeaning>(value, out var meaning))
            {
                meanings[state] = meaning;
            }
            else if (Name(name, MovesKey) is { } act && TryWord<TicketMove>(act, out var move))
            {
                moves[move] = value;
            }
        }

        return new TicketStates(meanings, moves);
    }

    /// <summary>What is wrong with the settings; each text names the setting and a good value.</summary>
    /// <param name="supplier">Whose settings.</param>
    public static IEnumerable<string> Faults(SupplierSettings supplier)
    {
        foreach (var (name, value) in supplier.Options)
        {
            if (Name(name, StatesKey) is not null && !TryWord<TicketMeaning>(value, out _))
            {
                yield return $"Suppliers:{supplier.Id}:{name} is '{value}'; use one of {Words<TicketMeaning>()}.";
            }
            else if (Name(name, MovesKey) is { } act && (!TryWord<TicketMove>(act, out _) || string.IsNullOrWhiteSpace(value)))
            {
                yield return $"Suppliers:{supplier.Id}:{name} is no move to a state; use Moves:reopened=open, and one of {Words<TicketMove>()}.";
            }
        }
    }

    /// <summary>What a state means; null when nothing says so.</summary>
    public TicketMeaning? MeaningOf(string? state) => state is not null && Meanings.TryGetValue(state, out var meaning) ? meaning : null;

    /// <summary>Whether nobody works on a ticket any more that means so.</summary>
    public static bool IsOver(TicketMeaning? meaning) =>
        meaning is TicketMeaning.Resolved or TicketMeaning.Declined or TicketMeaning.Cancelled or TicketMeaning.Closed;

    private static string? Name(string option, string key) =>
        option.StartsWith(key, StringComparison.OrdinalIgnoreCase) && option.Length > key.Length ? option[key.Length..] : null;

    private static bool TryWord<T>(string word, out T value)
        where T : struct, Enum =>
        Enum.TryParse(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(word[0]);

    private static string Words<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(name => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name)));
}
