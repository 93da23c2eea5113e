using System.Threading.Channels;
using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>An event on its way to some consumer of a group.</summary>
/// <param name="Read">What is delivered.</param>
/// <param name="Place">Revision in the stream or index in $all; null for one that was parked and is replayed.</param>
/// <param name="Retries">How often it was delivered before.</param>
internal sealed record Delivery(Resolved Read, long? Place, int Retries)
{
    public Guid Id => Read.Original.Id;
}

/// <summary>One connection to a group. Its members are used under the group's lock, except <see cref="Deliveries"/>.</summary>
/// <param name="buffer">How many events may be unanswered.</param>
/// <param name="user">Who reads; empty when anonymous.</param>
/// <param name="connection">The name the client gave itself.</param>
internal sealed class Consumer(int buffer, string user, string connection)
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();

    public string User => user;

    public string Connection => connection;

    public int InFlight { get; set; }

    public long Total { get; private set; }

    public int Room => buffer - InFlight;

    public bool HasRoom => Room > 0;

    public ChannelReader<Delivery> Deliveries => _deliveries.Reader;

    public void Give(Delivery delivery)
    {
        InFlight++;
        Total++;
        _deliveries.Writer.TryWrite(delivery);
    }

    public void Drop(Exception why) => _deliveries.Writer.TryComplete(why);
}
