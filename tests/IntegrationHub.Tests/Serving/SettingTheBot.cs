using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Serving;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Tests.Serving;

public sealed class SettingTheBot
{
    private const string App = "11111111-2222-3333-4444-555555555555";

    [Fact]
    public void Without_settings_there_is_no_such_channel()
    {
        Assert.Null(Read(development: true));
        Assert.Null(Read(development: true, ("Bot:AppId", "")));
    }

    [Fact]
    public void The_public_clouds_addresses_are_the_defaults()
    {
        var bot = Read(development: false, ("Bot:AppId", App), ("Bot:ClientSecret", "secret"), ("Bot:TenantId", "city.example"))!;
        Assert.Equal("https://login.botframework.com/v1/.well-known/openidconfiguration", bot.Metadata.AbsoluteUri);
        Assert.Equal("https://login.microsoftonline.com/city.example/oauth2/v2.0/token", bot.TokenUrl.AbsoluteUri);
        Assert.Equal("https://api.botframework.com/.default", bot.Scope);
        Assert.True(bot.Hosts.IsAllowed(new Uri("https://smba.trafficmanager.net/emea/")));
        Assert.DoesNotContain("secret", bot.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("smba.trafficmanager.net, other.example.se")]
    [InlineData("https://other.example.se/")]
    [InlineData("*.example.se")]
    public void Hosts_are_listed_by_name_or_address(string hosts)
    {
        var bot = Read(development: false, ("Bot:AppId", App), ("Bot:ClientSecret", "s"), ("Bot:TenantId", "t"), ("Bot:ServiceUrls", hosts))!;
        Assert.True(bot.Hosts.IsAllowed(new Uri("https://other.example.se/v3")));
        Assert.False(bot.Hosts.IsAllowed(new Uri("https://webchat.botframework.com/")));
    }

    [Fact]
    public void This_machine_is_answered_in_development_only()
    {
        (string, string)[] settings = [("Bot:AppId", App), ("Bot:ClientSecret", "s"), ("Bot:TokenUrl", "http://127.0.0.1:39901/t/oauth2/v2.0/token")];
        Assert.True(Read(development: true, settings)!.Hosts.IsAllowed(new Uri("http://127.0.0.1:39901/")));
        Assert.Contains("Bot:TokenUrl", Assert.Throws<SettingsException>(() => Read(development: false, settings)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Bot:AppId", "my bot")]
    [InlineData("Bot:ClientSecret", "")]
    [InlineData("Bot:TenantId", "")]
    [InlineData("Bot:TenantId", "../evil")]
    [InlineData("Bot:OpenIdMetadataUrl", "http://login.example.se/")]
    [InlineData("Bot:TokenUrl", "login")]
    [InlineData("Bot:Issuer", "me")]
    [InlineData("Bot:ServiceUrls", "smba trafficmanager")]
    [InlineData("Bot:ServiceUrls", "127.0.0.1:39901")]
    public void A_wrong_one_is_named_and_no_secret_is_shown(string name, string value)
    {
        var fault = Assert.Throws<SettingsException>(
            () => Read(development: false, ("Bot:AppId", App), ("Bot:ClientSecret", "hush"), ("Bot:TenantId", "city.example"), (name, value)));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault.Message, StringComparison.Ordinal);
    }

    private static Adapters.Chat.BotFramework.BotSettings? Read(bool development, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return BotConfiguration.Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build(), development);
    }
}
