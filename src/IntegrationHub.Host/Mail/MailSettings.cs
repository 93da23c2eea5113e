using IntegrationHub.Adapters.Mail;
using IntegrationHub.Host.Serving;
using MimeKit;

namespace IntegrationHub.Host.Mail;

/// <summary>The mail servers and the hub's own address.</summary>
/// <param name="From">Whom the hub's mails are from, and whom people write to; <c>Mail:From</c>.</param>
/// <param name="Smtp">Where mails are sent; <c>Mail:Smtp</c>. Null: they are kept in the data directory.</param>
/// <param name="Imap">The box that is read; <c>Mail:Imap</c>. Null: none is.</param>
public sealed record MailSettings(MailboxAddress From, MailServer? Smtp, MailServer? Imap)
{
    /// <summary>The city's service integrator, told by mail of joint resolutions; <c>Mail:Integrator</c>. Null: they stand at <c>/audit</c> only.</summary>
    public string? Integrator { get; init; }

    /// <summary>The hub's own domain, by which its Message-IDs are known.</summary>
    public string Domain => MailComposer.DomainOf(From);

    /// <summary>Nothing is set: mails are kept.</summary>
    public static MailSettings None => new(new MailboxAddress("Stadens it-stöd", "it-stod@localhost"), null, null);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">One of them is missing or wrong; the message shows no secret.</exception>
    public static MailSettings Read(IConfiguration configuration) => Servers(configuration) with
    {
        Integrator = configuration["Mail:Integrator"] switch
        {
            null or "" => null,
            var text when MailboxAddress.TryParse(text, out var address) && address.Address.IndexOf('@', StringComparison.Ordinal) > 0 && text.All(c => char.IsAscii(c) && !char.IsControl(c)) =>
                address.Address,
            _ => throw new SettingsException("Mail:Integrator is no mail address; write for example: integrator@example.se"),
        },
    };

    private static MailSettings Servers(IConfiguration configuration)
    {
        var (smtp, imap) = (Server(configuration, "Mail:Smtp", "smtp"), Server(configuration, "Mail:Imap", "imap"));
        return configuration["Mail:From"] switch
        {
            null or "" when smtp is null && imap is null => None,
            null or "" => throw new SettingsException(
                "Mail:From is not set, and a mail server is. Set it to the support's address, for example: Stadens it-stöd <it-stod@example.se>"),
            var text when MailboxAddress.TryParse(text, out var from) && from.Address.IndexOf('@', StringComparison.Ordinal) > 0
                && from.Address.All(char.IsAscii) && !text.Any(char.IsControl) => new MailSettings(from, smtp, imap),
            _ => throw new SettingsException("Mail:From is no mail address; write for example: Stadens it-stöd <it-stod@example.se>"),
        };
    }

    private static MailServer? Server(IConfiguration configuration, string name, string scheme)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return null;
        }

        return MailServer.TryParse(text, scheme, out var server) is { } fault
            ? throw new SettingsException($"{name} {fault}; a good value is {scheme}s://hub:PASSWORD@mail.example.se{(scheme == "imap" ? "/INBOX" : ":465")}")
            : server;
    }
}
