using System.Globalization;
using System.Text;
using System.Threading.Channels;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.HostTests.Suppliers.Pushing;

/// <summary>A desk that keeps tickets from the hub's events, knows a repeat by its id, and tells by events of its own what its agents do.</summary>
/// <param name="send">Sends one event to the hub; false, or an exception of the wire: it is sent again, before all behind it.</param>
internal sealed class PushingDesk(Func<OutgoingEvent, Task<bool>> send)
{
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly List<Ticket> _tickets = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly Channel<OutgoingEvent> _outbox = Channel.CreateUnbounded<OutgoingEvent>();

    /// <summary>Whether a new ticket lacks something that the desk must have.</summary>
    public bool WantsMore { get; set; }

    /// <summary>How many different events it has had to tell.</summary>
    public int Told
    {
        get
        {
            lock (_gate)
            {
                return _told.Count;
            }
        }
    }

    /// <summary>Sends what it has to tell, in order, until it is ended.</summary>
    public async Task WorkAsync(CancellationToken ct)
    {
        await foreach (var told in _outbox.Reader.ReadAllAsync(ct))
        {
            while (!await SentAsync(told))
            {
                await Task.Delay(s_again, TimeProvider.System, ct);
            }
        }
    }

    /// <summary>Takes an event of the hub's.</summary>
    /// <returns>Null when the desk acts on it; else why not.</returns>
    public string? Take(ReceivedEvent received)
    {
        lock (_gate)
        {
            if (_taken.Contains(received.Id))
            {
                return null;
            }

            var why = HubMessages.Read(received) is { } news ? Act(news) : $"{received.Type} is not understood.";
            if (why is null)
            {
                _taken.Add(received.Id);
            }

            return why;
        }
    }

    /// <summary>Declines an event by one of its own, the same for a repeat.</summary>
    public void Decline(ReceivedEvent received, string why)
    {
        var number = HubMessages.Read(received)?.Case ?? throw new InvalidOperationException($"{received.Type} has no case.");
        lock (_gate)
        {
            Tell(new SupplierMessageDeclined(number, received.Id, why), "declined-" + received.Id);
        }
    }

    public IReadOnlyList<string> Of(string number) => Look(tickets => tickets.Where(ticket => ticket.Case == number).Select(ticket => ticket.Id).ToList());

    public PeerTicket Show(string id) => Look(_ => Find(id) is var ticket
        ? new PeerTicket(ticket.State.ToString(), ticket.State, ticket.Priority, ticket.Words, [.. ticket.Public], [.. ticket.Internal]) : null!);

    public IReadOnlyList<PeerFile> Files(string id) => Look(_ => Find(id).Files.ToList());

    public void Stick(string id) => Look(_ => Find(id).Stuck = true);

    public void Own(string text) => Look(tickets =>
    {
        tickets.Add(new Ticket("", NewId(), text) { Public = { text } });
        return true;
    });

    /// <summary>An agent writes; internal notes are not told.</summary>
    public void Note(string id, string text, bool isInternal) => Look(_ =>
    {
        var ticket = Find(id);
        (isInternal ? ticket.Internal : ticket.Public).Add(text);
        return isInternal || Tell(new TicketNoteAdded(ticket.Case, id, text));
    });

    /// <summary>An agent moves a ticket.</summary>
    public void Move(string id, TicketMeaning to, string text = "") => Look(_ =>
    {
        var ticket = Find(id);
        var before = ticket.State;
        ticket.State = to;
        return Tell(to switch
        {
            TicketMeaning.Working when TicketStates.IsOver(before) => new TicketReopened(ticket.Case, id, text),
            TicketMeaning.Working => new TicketAccepted(ticket.Case, id),
            TicketMeaning.Waiting => new TicketQuestionAsked(ticket.Case, id, text),
            TicketMeaning.Resolved => new TicketResolved(ticket.Case, id, text),
            TicketMeaning.Declined => new TicketDeclined(ticket.Case, text, id),
            _ => new TicketCancelled(ticket.Case, id, text),
        });
    });

    private string? Act(HubMessage news)
    {
        var ticket = _tickets.Find(one => one.Case == news.Case);
        switch (news)
        {
            case CaseAssigned or CaseHandoverRequested or CaseJointResolution:
                return Open(news, ticket);
            case var _ when ticket is null:
                return $"The desk never had the case {news.Case}.";
            case CaseClosed when ticket.Stuck:
                return "The ticket cannot be finished: a part has not come back.";
            case CaseNoteAdded note:
                ticket.Public.Add(note.Text);
                break;
            case CaseFileAdded { Content: { } content } file:
                ticket.Files.Add(new PeerFile(file.Name, Encoding.UTF8.GetString(Convert.FromBase64String(content))));
                break;
            case CaseFileAdded file:
                ticket.Public.Add($"{file.Name}: {file.Withheld}");
                break;
            case CaseQuestionAnswered answer:
                ticket.Public.Add(answer.Text);
                ticket.State = TicketMeaning.Working;
                break;
            case CaseReopened again:
                ticket.Public.Add(again.Reason);
                ticket.State = TicketMeaning.Working;
                break;
            case CasePriorityChanged changed:
                ticket.Priority = changed.Priority;
                break;
            case CaseCallbackBooked call:
                ticket.Internal.Add($"{call.Phone} {call.Name}");
                break;
            case CaseFaultSuspected fault:
                ticket.Internal.Add(fault.Reason);
                break;
            case CaseClosed or CaseHandoverAnswered { Accepted: true }:
                ticket.State = TicketMeaning.Closed;
                break;
            case CaseWithdrawn:
                ticket.State = TicketMeaning.Cancelled;
                break;
            default:
                break; // A confirmation, or a handover that stays here.
        }

        return null;
    }

    private string? Open(HubMessage news, Ticket? known)
    {
        if (WantsMore)
        {
            return "A ticket needs a cost centre.";
        }

        var ticket = known ?? new Ticket(news.Case, NewId(), news switch
        {
            CaseAssigned assigned => assigned.Description,
            CaseHandoverRequested offered => offered.Description,
            _ => ((CaseJointResolution)news).Description,
        });
        ticket.State = TicketMeaning.New;
        ticket.Priority = (news as CaseAssigned)?.Priority ?? ticket.Priority;
        if (known is null)
        {
            _tickets.Add(ticket);
        }

        return null;
    }

    private bool Tell(SupplierReport report, string? id = null)
    {
        var told = SupplierMessages.ToEvent(
            report, id ?? string.Create(CultureInfo.InvariantCulture, $"told-{_told.Count}"), "//desk.example/telephony", TimeProvider.System.GetUtcNow());
        _told.Add(told.Id);
        return _outbox.Writer.TryWrite(told);
    }

    private async Task<bool> SentAsync(OutgoingEvent told)
    {
        try
        {
            return await send(told);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or Amqp.AmqpException)
        {
            return false;
        }
    }

    private string NewId() => string.Create(CultureInfo.InvariantCulture, $"D-{_tickets.Count + 1}");

    private Ticket Find(string id) => _tickets.Single(ticket => ticket.Id == id);

    private T Look<T>(Func<List<Ticket>, T> look)
    {
        lock (_gate)
        {
            return look(_tickets);
        }
    }

    private sealed class Ticket(string number, string id, string words)
    {
        public string Case => number;

        public string Id => id;

        public string Words => words;

        public TicketMeaning State { get; set; }

        public string Priority { get; set; } = "3";

        public List<string> Public { get; init; } = [];

        public List<string> Internal { get; } = [];

        public List<PeerFile> Files { get; } = [];

        public bool Stuck { get; set; }
    }
}
