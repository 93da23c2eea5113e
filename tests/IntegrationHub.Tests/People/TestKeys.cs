using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.People;

/// <summary>Keys as the hub has them, without a file.</summary>
internal sealed class TestKeys : IPersonKeys
{
    public PersonId Pseudonym(string kind, string value) =>
        new("p-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(kind + "\n" + value)).AsSpan(0, 10)));

    public byte[]? Key(PersonId person) => SHA256.HashData(Encoding.UTF8.GetBytes(person.Value));
}
