namespace IntegrationHub.Core.Calls;

/// <summary>Which desks can be called.</summary>
/// <param name="WithPhone">Ids of the desks that have a telephone.</param>
/// <param name="Person">The desk that answers when a person is asked for and nothing is known of the matter.</param>
public sealed record DeskLines(IReadOnlySet<string> WithPhone, string Person)
{
    /// <summary>Whether the desk has a telephone.</summary>
    public bool Has(string? desk) => desk is not null && WithPhone.Contains(desk);
}
