using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.HostTests.Suppliers.Pushing;

/// <summary>A peer with a <see cref="PushingDesk"/>, however it is reached.</summary>
internal abstract class PushingPeer : SupplierPeer
{
    private readonly CancellationTokenSource _ended = new();
    private readonly PushedReports _heard;
    private readonly Task _works;

    protected PushingPeer()
    {
        Desk = new PushingDesk(SendAsync);
        _heard = new PushedReports(AllCameAsync);
        _works = Desk.WorkAsync(_ended.Token);
    }

    public override IReadOnlyDictionary<string, string>? AskingMeansWorking => null;

    public override bool IsReadBack => false;

    protected PushingDesk Desk { get; }

    protected abstract bool IsDown { get; }

    public override IPolledSystem Heard(ISupplierSystem hub) => _heard;

    public override async Task<IReadOnlyList<string>> TicketsOfAsync(string number)
    {
        await AllTakenAsync();
        return Desk.Of(number);
    }

    public override async Task<PeerTicket> TicketAsync(string ticket)
    {
        await AllTakenAsync();
        return Desk.Show(ticket);
    }

    public override async Task<IReadOnlyList<PeerFile>> FilesAsync(string ticket)
    {
        await AllTakenAsync();
        return Desk.Files(ticket);
    }

    public override string PriorityOf(string priority) => priority;

    public override Task StartAsync(string ticket) => DoAsync(() => Desk.Move(ticket, TicketMeaning.Working));

    public override Task PublicNoteAsync(string ticket, string text) => DoAsync(() => Desk.Note(ticket, text, isInternal: false));

    public override Task InternalNoteAsync(string ticket, string text) => DoAsync(() => Desk.Note(ticket, text, isInternal: true));

    public override Task AskAsync(string ticket, string text) => DoAsync(() => Desk.Move(ticket, TicketMeaning.Waiting, text));

    public override Task ResolveAsync(string ticket, string text) => DoAsync(() => Desk.Move(ticket, TicketMeaning.Resolved, text));

    public override Task ReopenAsync(string ticket, string text) => DoAsync(() => Desk.Move(ticket, TicketMeaning.Working, text));

    public override Task DeclineAsync(string ticket, string text) => DoAsync(() => Desk.Move(ticket, TicketMeaning.Declined, text));

    public override Task CancelAsync(string ticket, string text) => DoAsync(() => Desk.Move(ticket, TicketMeaning.Cancelled, text));

    public override Task OwnTicketAsync(string text) => DoAsync(() => Desk.Own(text));

    public override Task RefuseToFinishAsync(string ticket) => DoAsync(() => Desk.Stick(ticket));

    /// <summary>No setting of the hub's makes a desk want more: it does so by itself, until <see cref="Mend"/>.</summary>
    public override Task<IReadOnlyDictionary<string, string>> WantMoreAsync()
    {
        Desk.WantsMore = true;
        return Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal));
    }

    public override void Mend()
    {
        base.Mend();
        Desk.WantsMore = false;
    }

    public override async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _works.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    /// <summary>Sends one of the desk's events to the hub.</summary>
    protected abstract Task<bool> SendAsync(OutgoingEvent told);

    /// <summary>Comes back when the desk has taken all that was on the way to it.</summary>
    protected abstract Task AllTakenAsync();

    /// <summary>One event of the desk's that has come to the hub, read by the hub's own code.</summary>
    protected void Hear(ReceivedEvent received) => _heard.Take(received);

    private async Task<bool> AllCameAsync(PushedReports heard, CancellationToken ct)
    {
        if (IsDown)
        {
            return false;
        }

        await AllTakenAsync();
        await WorkingWithTheSimulator.UntilAsync(() => Task.FromResult(heard.Count >= Desk.Told));
        return true;
    }

    /// <summary>What an agent does with what the desk has: all that was on the way to it comes first.</summary>
    private async Task DoAsync(Action act)
    {
        await AllTakenAsync();
        act();
    }
}
