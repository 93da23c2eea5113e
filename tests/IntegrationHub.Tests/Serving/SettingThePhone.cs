using IntegrationHub.Host.Serving;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Tests.Serving;

public sealed class SettingThePhone
{
    [Fact]
    public void Without_settings_the_first_desk_of_the_catalogue_answers_for_persons() => Assert.Equal("workplace", Read().PersonDesk);

    [Fact]
    public void Another_desk_may() => Assert.Equal("mobile", Read(("Voice:PersonDesk", "mobile")).PersonDesk);

    [Theory]
    [InlineData("Voice:PersonDesk", "nobody")]
    [InlineData("Desks:mobile:Phone", "call us")]
    [InlineData("Desks:mobile:Hours", "whenever")]
    [InlineData("Twilio:Number", "08-123")]
    public void A_wrong_one_is_named_with_a_good_value(string name, string value)
    {
        var fault = Assert.Throws<SettingsException>(() => Read((name, value)));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    private static PhoneSettings Read(params (string Name, string Value)[] settings) => PhoneSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build(), development: true);
}
