namespace IntegrationHub.Core.Privacy;

/// <summary>No keys at all: for whoever reads the log and needs no personal text, which then reads as erased.</summary>
public sealed class NoPersonKeys : IPersonKeys
{
    /// <inheritdoc/>
    public PersonId Pseudonym(string kind, string value) => PersonId.Nobody;

    /// <inheritdoc/>
    public byte[]? Key(PersonId person) => null;
}
