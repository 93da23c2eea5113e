using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Privacy;

/// <summary>Keys for events about nobody: there are none.</summary>
internal sealed class NoKeys : IPersonKeys
{
    public PersonId Pseudonym(string kind, string value) => PersonId.Nobody;

    public byte[]? Key(PersonId person) => null;
}
