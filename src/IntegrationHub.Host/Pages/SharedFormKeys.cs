using System.Text;
using System.Xml.Linq;
using IntegrationHub.Adapters.Keys;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace IntegrationHub.Host.Pages;

/// <summary>The keys that forms are signed with, wrapped in the key store that hubs share: a form that one hub showed comes back to another.</summary>
internal sealed class SharedFormKeys(PersonKeys keys) : IXmlRepository
{
    private const string Beginning = "form-key-";

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. keys.Secrets(Beginning).Select(text => XElement.Parse(Encoding.UTF8.GetString(text)))];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) =>
        keys.Secret(Beginning + friendlyName, () => Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)));
}
