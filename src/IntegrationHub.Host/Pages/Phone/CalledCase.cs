using IntegrationHub.Adapters.Voice.Simulator;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Pages.Phone;

/// <summary>Finds the case that a pretended call is about.</summary>
internal sealed class CalledCase(IEventLog log, EventCodec codec, SimulatedSms sms)
{
    /// <summary>The case that the call opened; else the last number that was said in it or written to its caller; null when there is none yet.</summary>
    public async Task<CaseNumber?> FindAsync(PhoneView call, CancellationToken ct)
    {
        // As CaseIntake names the stream of a contact.
        var stream = $"contact-{EventId.From("contact", "phone", call.CallId):N}";
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            if (codec.Decode(recorded).Fact is ContactTaken taken)
            {
                return taken.Number;
            }
        }

        return call.Lines.Reverse().Select(line => line.Text)
            .Concat(sms.Outbox.Where(message => message.To == call.From).Select(message => message.Body))
            .Select(CaseNumber.FindIn).FirstOrDefault(found => found is not null);
    }
}
