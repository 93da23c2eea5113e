using IntegrationHub.Host.Mail;
using IntegrationHub.Host.Serving;
using MailKit.Security;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Tests.Mail;

public sealed class SettingTheMail
{
    private const string From = "Stadens it-stöd <it-stod@example.se>";

    [Fact]
    public void Without_settings_mails_are_kept_and_no_box_is_read()
    {
        var mail = Read();
        Assert.Null(mail.Smtp);
        Assert.Null(mail.Imap);
    }

    [Theory]
    [InlineData("smtps://hub:p%40ss@mail.example.se", 465, SecureSocketOptions.SslOnConnect, "p@ss")]
    [InlineData("smtp://hub:p%40ss@mail.example.se", 587, SecureSocketOptions.StartTls, "p@ss")]
    [InlineData("smtp://mail.example.se:25?starttls=required", 25, SecureSocketOptions.StartTls, null)]
    [InlineData("smtp://10.0.0.5?starttls=none", 25, SecureSocketOptions.None, null)]
    public void An_address_says_where_and_how_safely(string smtp, int port, SecureSocketOptions tls, string? password)
    {
        var server = Read(("Mail:From", From), ("Mail:Smtp", smtp)).Smtp!;
        Assert.Equal((port, tls, password), (server.Port, server.Tls, server.Password));
    }

    [Fact]
    public void A_box_has_a_folder() =>
        Assert.Equal(("INBOX/Stöd", 993), (Read(("Mail:From", From), ("Mail:Imap", "imaps://hub:secret@mail.example.se/INBOX/St%C3%B6d")).Imap is { } box ? (box.Path, box.Port) : default));

    [Theory]
    [InlineData("Mail:Smtp", "http://mail.example.se")]
    [InlineData("Mail:Smtp", "mail.example.se")]
    [InlineData("Mail:Smtp", "smtp://hub:hemligt@mail.example.se?starttls=none")]
    [InlineData("Mail:Smtp", "smtp://hub:hemligt@mail.example.se?starttls=perhaps")]
    [InlineData("Mail:Smtp", "smtps://hemligt@mail.example.se")]
    [InlineData("Mail:Smtp", "smtp://hub:hem#ligt@mail.example.se:x")]
    [InlineData("Mail:Imap", "imaps://mail.example.se")]
    [InlineData("Mail:From", "the support")]
    [InlineData("Mail:From", "a@example.se, b@example.se")]
    public void A_wrong_one_is_named_with_a_good_value_and_without_its_secret(string name, string value)
    {
        var fault = Assert.Throws<SettingsException>(() => name == "Mail:From" ? Read((name, value)) : Read(("Mail:From", From), (name, value)));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains("example", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hemligt", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_without_an_address_of_the_hubs_own_stops_the_start() =>
        Assert.Contains("Mail:From", Assert.Throws<SettingsException>(() => Read(("Mail:Smtp", "smtp://mail.example.se"))).Message, StringComparison.Ordinal);

    private static MailSettings Read(params (string Name, string Value)[] settings) => MailSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create(pair.Name, (string?)pair.Value))).Build());
}
