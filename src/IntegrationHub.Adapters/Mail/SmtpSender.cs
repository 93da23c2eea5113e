using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationHub.Core.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IntegrationHub.Adapters.Mail;

/// <summary>Sends mails to a mail server, a connection for each; at most four at a time.</summary>
/// <param name="server">Where it is.</param>
/// <param name="from">Whom they are from.</param>
/// <param name="clock">Dates them.</param>
/// <remarks>Nothing is thrown for what the server answers or fails to.</remarks>
public sealed partial class SmtpSender(MailServer server, MailboxAddress from, TimeProvider clock) : IDisposable
{
    private const int Milliseconds = 60_000;
    private readonly SemaphoreSlim _connections = new(4);

    /// <summary>Sends a mail: one try.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="ct">Ends the try; the server may have taken it.</param>
    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        if (MailComposer.Compose(mail, from, clock.GetUtcNow()) is not { } message)
        {
            return new MailOutcome.Refused(0, TheAddress: true);
        }

        await _connections.WaitAsync(ct);
        try
        {
            using (message)
            {
                return await SendAsync(message, ct);
            }
        }
        finally
        {
            _connections.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    private async Task<MailOutcome> SendAsync(MimeMessage message, CancellationToken ct)
    {
        using var client = new SmtpClient { Timeout = Milliseconds };
        try
        {
            await client.ConnectAsync(server.Host, server.Port, server.Tls, ct);
            if (server.User is not null)
            {
                await client.AuthenticateAsync(server.User, server.Password!, ct);
            }

            await client.SendAsync(message, ct);
        }
        catch (SmtpCommandException said)
        {
            return Understood(said);
        }
        catch (AuthenticationException)
        {
            return new MailOutcome.TryLater("The mail server does not take the hub's user and password.");
        }
        catch (NotSupportedException)
        {
            return new MailOutcome.Refused(0, TheAddress: true); // Letters outside ASCII in the address, and a server without SMTPUTF8.
        }
        catch (Exception fault) when (fault is ProtocolException or IOException or System.Net.Sockets.SocketException or SslHandshakeException
            or ServiceNotConnectedException or TimeoutException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new MailOutcome.TryLater($"The mail server was not reached, or its answer was lost ({fault.GetType().Name}).");
        }

        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception fault) when (fault is ProtocolException or IOException or System.Net.Sockets.SocketException)
        {
            // It has taken the mail, and that is all that was wanted.
        }

        return new MailOutcome.Taken();
    }

    private static MailOutcome Understood(SmtpCommandException said)
    {
        const int Permanent = 500;
        var code = (int)said.StatusCode;
        return code < Permanent ? new MailOutcome.TryLater(string.Create(CultureInfo.InvariantCulture, $"The mail server asks to wait ({code})."))
            : new MailOutcome.Refused(code, said.ErrorCode == SmtpErrorCode.RecipientNotAccepted && !Policy().IsMatch(said.Message));
    }

    // X.7.X is about security or policy, such as a relay that is denied: the hub's set-up is wrong, not the address. Source: RFC 3463, section 3.8.
    [GeneratedRegex(@"\b5\.7\.\d", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Policy();
}
