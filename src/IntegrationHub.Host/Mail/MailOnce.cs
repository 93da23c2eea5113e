using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Mail;

/// <summary>Sends a mail for an event and notes durably what became of it. Whoever gets it twice sees one, by its Message-ID.</summary>
internal sealed class MailOnce(MailCarrier carrier)
{
    /// <summary>Sends it: one try of the work that wants it sent.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="settled">
    /// Notes durably that nothing more will be sent: <c>sent</c>, <c>kept</c>, or <c>refused</c> for an address that takes no mail. What an
    /// operator can mend is parked instead, and is not settled.
    /// </param>
    /// <param name="ct">Ends the wait; it may be sent again.</param>
    public async Task<WorkResult> SendAsync(OutgoingMail mail, Func<string, Task> settled, CancellationToken ct)
    {
        switch (await carrier.Send(mail, ct))
        {
            case MailOutcome.Taken:
                await settled("sent");
                return WorkResult.Done;
            case MailOutcome.Kept:
                await settled("kept");
                return WorkResult.Done;
            case MailOutcome.Refused { TheAddress: true }:
                await settled("refused");
                return WorkResult.Done;
            case MailOutcome.Refused no:
                return new WorkHopeless($"The mail server refused the mail ({no.Code}).");
            case MailOutcome.TryLater later:
                return new WorkFailed(later.Why);
            default:
                return new WorkHopeless("The mail's outcome is unknown.");
        }
    }
}
