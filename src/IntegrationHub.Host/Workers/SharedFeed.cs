using System.Runtime.CompilerServices;
using IntegrationHub.Adapters.EventLog.Kurrent;

namespace IntegrationHub.Host.Workers;

/// <summary>A consumer group of the database: it gives each event to one of the hub's nodes, and to another when that one is lost.</summary>
/// <remarks>
/// A node holds an event until its work is over, however long it has to be tried again; a lost connection gives it back. So an
/// event may come twice and, after a loss, late: the work itself looks at the log before it does anything.
/// </remarks>
internal sealed class SharedFeed(KurrentEventLog log, string group) : IWorkFeed
{
    private static readonly GroupSettings s_settings = new()
    {
        FromStart = true,
        MessageTimeout = TimeSpan.FromDays(7), // Longer than any work is tried: the node's connection tells whether it lives.
        InHand = 1_000,
    };

    /// <inheritdoc/>
    public async IAsyncEnumerable<FedEvent> ReadAsync(IReadOnlySet<string> types, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var delivery in log.Group(group, s_settings).ReadAsync(ct))
        {
            if (types.Contains(delivery.Recorded.Type))
            {
                yield return new FedEvent(delivery.Recorded, () => delivery.AckAsync(ct));
            }
            else
            {
                await delivery.AckAsync(ct);
            }
        }
    }

    /// <inheritdoc/>
    public void Save()
    {
        // The database keeps it.
    }
}
