using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

// Links: who may attach, to what, and who waits for a session.
internal sealed partial class ServiceBusStandIn
{
    private const ulong LargestMessage = 1024 * 1024;
    private static readonly Symbol s_sessionFilter = "com.microsoft:session-filter";
    private readonly List<(AttachContext Attach, StandInEntity Entity, StandInReceiver Receiver, DateTimeOffset Until)> _waitingForSession = [];

    public void Process(AttachContext attachContext) => Post(() =>
    {
        var attach = attachContext.Attach;
        var address = (attach.Role ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address) ?? "";
        if (attach.Role && (address == "$cbs" || address.EndsWith("/$management", StringComparison.OrdinalIgnoreCase)))
        {
            _back.Add((attachContext.Link, (attach.Target as Target)?.Address ?? ""));
            attachContext.Complete(new StandInAnswers(), 0);
        }
        else if (address == "$cbs")
        {
            attachContext.Complete(new StandInRequests(this, attachContext.Link, null), 100);
        }
        else
        {
            Attach(attachContext, address.Replace("/$management", "", StringComparison.OrdinalIgnoreCase), address.Contains("/$management", StringComparison.OrdinalIgnoreCase));
        }
    });

    private void Attach(AttachContext context, string address, bool manages)
    {
        if (!IsAllowed(context.Link, address))
        {
            Refusals++;
            context.Complete(new Error(ErrorCode.UnauthorizedAccess) { Description = $"Unauthorized access. 'Listen' or 'Send' claim(s) are required for {address}." });
            return;
        }

        if (!_addresses.TryGetValue(address, out var entities))
        {
            context.Complete(new Error(ErrorCode.NotFound) { Description = $"The messaging entity '{address}' could not be found." });
            return;
        }

        context.Attach.MaxMessageSize = LargestMessage;
        if (manages)
        {
            context.Complete(new StandInRequests(this, context.Link, entities[0]), 100);
        }
        else if (!context.Attach.Role)
        {
            _links.Add((context.Link, address));
            context.Complete(new StandInSender(this, context.Link, entities), 1000);
        }
        else
        {
            _links.Add((context.Link, address));
            AttachReceiver(context, entities[0]);
        }
    }

    private void AttachReceiver(AttachContext context, StandInEntity entity)
    {
        var receiver = new StandInReceiver(this, context.Link, entity, context.Attach.SndSettleMode == SenderSettleMode.Settled);
        var source = (Source)context.Attach.Source;
        var filter = source.FilterSet?.Where(pair => pair.Key.ToString() == s_sessionFilter.ToString()).Select(pair => new { Id = (pair.Value as DescribedValue)?.Value ?? pair.Value }).FirstOrDefault();
        if (entity.Plan.Sessions != filter is not null)
        {
            context.Complete(new Error(ErrorCode.NotAllowed)
            {
                Description = entity.Plan.Sessions ? "It is not possible for an entity that requires sessions to create a non-sessionful message receiver."
                    : "A sessionful message receiver cannot be created on an entity that does not require sessions.",
            });
        }
        else if (filter is null)
        {
            receiver.Attach(context);
        }
        else if (filter.Id is string wanted)
        {
            if (!GiveSession(context, entity, receiver, wanted))
            {
                context.Complete(new Error("com.microsoft:session-cannot-be-locked") { Description = $"The requested session '{wanted}' cannot be accepted." });
            }
        }
        else if (!GiveSession(context, entity, receiver, null))
        {
            var timeout = context.Attach.Properties?.FirstOrDefault(pair => pair.Key.ToString() == "com.microsoft:timeout").Value;
            _waitingForSession.Add((context, entity, receiver, Clock.GetUtcNow() + TimeSpan.FromMilliseconds(timeout is null ? 60_000 : Convert.ToDouble(timeout, CultureInfo.InvariantCulture))));
        }
    }

    private bool GiveSession(AttachContext context, StandInEntity entity, StandInReceiver receiver, string? wanted)
    {
        if (entity.TakeSession(wanted, receiver) is not { } session)
        {
            return false;
        }

        receiver.Session = session;
        receiver.SessionUntil = Clock.GetUtcNow() + entity.Lock;
        context.Attach.Source = new Source { Address = entity.Name, FilterSet = new Map { [s_sessionFilter] = session } };
        context.Attach.Properties = new Fields { [(Symbol)"com.microsoft:locked-until-utc"] = receiver.SessionUntil.UtcTicks };
        try
        {
            receiver.Attach(context);
        }
        finally
        {
            if (context.Link.IsClosed)
            {
                entity.Remove(receiver); // The client left before it was agreed to: the library does not say so to an endpoint that it did not have.
            }
        }

        return true;
    }

    private void TickSessions()
    {
        foreach (var wait in _waitingForSession.ToList())
        {
            if (wait.Receiver.Link.IsClosed || GiveSession(wait.Attach, wait.Entity, wait.Receiver, null))
            {
                _waitingForSession.Remove(wait);
            }
            else if (wait.Until <= Clock.GetUtcNow())
            {
                _waitingForSession.Remove(wait);
                wait.Attach.Complete(new Error("com.microsoft:timeout") { Description = "The operation did not complete within the allotted timeout." });
            }
        }
    }
}
