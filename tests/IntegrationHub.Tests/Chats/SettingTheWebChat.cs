using IntegrationHub.Host.Chats.DirectLine;
using IntegrationHub.Host.Serving;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Tests.Chats;

public sealed class SettingTheWebChat
{
    [Fact]
    public void Without_settings_nobody_has_a_secret_and_no_other_page_may_talk()
    {
        var settings = Read(development: false);
        Assert.Null(settings.Secret);
        Assert.Empty(settings.Origins);
        Assert.False(settings.Loopback);
        Assert.Null(settings.ClamAv);
    }

    [Fact]
    public void Origins_are_a_list() => Assert.Equal(
        ["https://intranet.example.se", "https://skola.example.se:8443"], Read(false, ("DirectLine:Origins", "https://intranet.example.se/, https://skola.example.se:8443")).Origins);

    [Theory]
    [InlineData("DirectLine:Secret", "hemligt")]
    [InlineData("DirectLine:Secret", "a secret with blanks in it is none")]
    [InlineData("DirectLine:Origins", "intranet.example.se")]
    [InlineData("DirectLine:Origins", "https://intranet.example.se/chat")]
    [InlineData("Uploads:ClamAv", "127.0.0.1:3310")]
    [InlineData("Uploads:ClamAv", "http://127.0.0.1:3310")]
    [InlineData("Uploads:ClamAv", "tcp://127.0.0.1")]
    public void A_wrong_one_is_named_with_a_good_value(string name, string value)
    {
        var fault = Assert.Throws<SettingsException>(() => Read(development: false, (name, value)));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.True(name != "DirectLine:Secret" || !fault.Message.Contains(value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:3310")]
    [InlineData("unix:///run/clamav/clamd.ctl")]
    public void The_scanner_has_an_address(string at) => Assert.Equal(new Uri(at), Read(false, ("Uploads:ClamAv", at)).ClamAv);

    private static DirectLineSettings Read(bool development, params (string Name, string Value)[] settings) => DirectLineSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build(), development, perMinute: null);
}
