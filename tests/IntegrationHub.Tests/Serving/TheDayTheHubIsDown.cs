using System.Xml.Linq;
using IntegrationHub.Host.Commands;
using IntegrationHub.Host.Serving;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Tests.Serving;

public sealed class TheDayTheHubIsDown
{
    [Fact]
    public void The_fallback_calls_the_desk_of_persons_and_asks_nothing_of_the_hub()
    {
        var document = Document(("Desks:workplace:Phone", "+46846500400"), ("Twilio:Number", "+46846500499"));
        var dial = document.Root!.Element("Dial")!;
        Assert.Equal("+46846500400", dial.Element("Number")!.Value);
        Assert.Equal("+46846500499", (string?)dial.Attribute("callerId"));
        Assert.DoesNotContain(document.Descendants(), verb => verb.Attribute("action") is not null || verb.Attribute("url") is not null);
        Assert.Equal("Hangup", document.Root.Elements().Last().Name.LocalName);
    }

    [Fact]
    public void Without_a_desk_it_still_says_what_to_do() => Assert.Contains("Ring gärna igen", Document().Root!.Value, StringComparison.Ordinal);

    private static XDocument Document(params (string Name, string Value)[] settings) => XDocument.Parse(VoiceFallback.Document(PhoneSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build(), development: false)).Xml);
}
