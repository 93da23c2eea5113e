namespace IntegrationHub.Core.Calls;

/// <summary>Which desks can be called now.</summary>
/// <param name="HasPhone">Whether a desk has a telephone, by its id.</param>
/// <param name="Person">The desk that answers when a person is asked for and nothing is known of the matter.</param>
/// <param name="IsOpen">Whether a desk answers now; null when all always do.</param>
public sealed record DeskLines(Func<string, bool> HasPhone, string Person, Func<string, bool>? IsOpen = null)
{
    /// <summary>Whether calls under an <see cref="AreaRule"/> are answered now; null when all always are.</summary>
    public Func<string?, bool>? IsOpenFor { get; init; }

    /// <summary>Whether the desk has a telephone, and answers it now.</summary>
    public bool Has(string? desk) => desk is not null && HasPhone(desk) && (IsOpen is null || IsOpen(desk));
}
