using IntegrationHub.Adapters.Suppliers;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>A ticket as it stands at the peer.</summary>
/// <param name="State">As the peer names it.</param>
/// <param name="Meaning">What that is by the adapter's usual map.</param>
/// <param name="Priority">As the peer keeps it.</param>
/// <param name="Words">Subject and description, one text.</param>
/// <param name="Public">What the person may read of what was written since, oldest first.</param>
/// <param name="Internal">What only its agents may read.</param>
public sealed record PeerTicket(
    string State, TicketMeaning Meaning, string Priority, string Words, IReadOnlyList<string> Public, IReadOnlyList<string> Internal);

/// <summary>A file in a ticket.</summary>
/// <param name="Name">As the hub named it.</param>
/// <param name="Text">Its content; the suite's files are plain text.</param>
public sealed record PeerFile(string Name, string Text);

/// <summary>A supplier's system, real or doubled, as the contract suite needs it: looked at and worked with from inside, as its agents do.</summary>
/// <remarks>Many tests may share one: each has cases of its own, and leaves no faults behind.</remarks>
public abstract class SupplierPeer : IAsyncDisposable
{
    /// <summary>What stands between the hub and the peer.</summary>
    public abstract IFaultyWire Wire { get; }

    /// <summary>The settings under which <see cref="AskAsync"/> leads to a state that means working, not waiting; null: the peer says itself what it means, and no setting changes that.</summary>
    public abstract IReadOnlyDictionary<string, string>? AskingMeansWorking { get; }

    /// <summary>Whether the hub reads back what it told, and so knows the ticket at once. A peer that is sent messages only says it later, by itself.</summary>
    public virtual bool IsReadBack => true;

    /// <summary>Whether the peer refuses as it is told. One behind a broker declines by a message of its own.</summary>
    public virtual bool RefusesAtOnce => true;

    /// <summary>What the hub hears from the peer: by asking, or what was pushed to it.</summary>
    public virtual IPolledSystem Heard(ISupplierSystem hub) => (IPolledSystem)hub;

    /// <summary>A new adapter that knows nothing yet, through the wire.</summary>
    /// <param name="clock">The hub's.</param>
    /// <param name="options">Instead of the usual settings of the same name.</param>
    public abstract ISupplierSystem Adapter(TimeProvider clock, IReadOnlyDictionary<string, string>? options = null);

    /// <summary>The ids of all tickets that bear a case's number.</summary>
    public abstract Task<IReadOnlyList<string>> TicketsOfAsync(string number);

    /// <summary>A ticket as it stands.</summary>
    public abstract Task<PeerTicket> TicketAsync(string ticket);

    /// <summary>The files in a ticket, oldest first.</summary>
    public abstract Task<IReadOnlyList<PeerFile>> FilesAsync(string ticket);

    /// <summary>How the peer keeps a priority of the hub's, <c>1</c> to <c>4</c>.</summary>
    public abstract string PriorityOf(string priority);

    /// <summary>An agent takes the ticket and works on it.</summary>
    public abstract Task StartAsync(string ticket);

    /// <summary>An agent writes what the person may read.</summary>
    public abstract Task PublicNoteAsync(string ticket, string text);

    /// <summary>An agent writes for the peer's own people.</summary>
    public abstract Task InternalNoteAsync(string ticket, string text);

    /// <summary>An agent asks the person, and the ticket waits.</summary>
    public abstract Task AskAsync(string ticket, string text);

    /// <summary>An agent resolves the ticket.</summary>
    public abstract Task ResolveAsync(string ticket, string text);

    /// <summary>An agent takes a resolved ticket up again.</summary>
    public abstract Task ReopenAsync(string ticket, string text);

    /// <summary>An agent says of a new ticket that it is not theirs.</summary>
    public abstract Task DeclineAsync(string ticket, string text);

    /// <summary>An agent stops the work on a ticket without resolving it.</summary>
    public abstract Task CancelAsync(string ticket, string text);

    /// <summary>A ticket of the peer's own that no case of the hub's belongs to, with a public note.</summary>
    public abstract Task OwnTicketAsync(string text);

    /// <summary>From now on a ticket cannot be finished: the peer answers as if all were well, or as it does then, and changes nothing.</summary>
    public abstract Task RefuseToFinishAsync(string ticket);

    /// <summary>Settings with which the peer refuses every new ticket, for lack of something that it wants.</summary>
    public abstract Task<IReadOnlyDictionary<string, string>> WantMoreAsync();

    /// <summary>No more faults.</summary>
    public virtual void Mend() => Wire.Mend();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
