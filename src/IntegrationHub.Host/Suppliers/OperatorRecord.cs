using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Who decided what about suppliers and about work that failed: read from the log itself.</summary>
internal sealed class OperatorRecord(IEventLog log, EventCodec codec)
{
    private const int Shown = 20;
    private const int ReadAtMost = 200;

    /// <summary>The last decisions of people, newest first, at most 20.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<Known>> LastAsync(CancellationToken ct)
    {
        List<Known> decided = [.. await OfAsync(SupplierEvent.Stream, ct), .. await OfAsync(ParkedWork.Stream, ct)];
        return [.. decided.OrderByDescending(known => known.Recorded.Position.Value).Take(Shown)];
    }

    private async Task<List<Known>> OfAsync(string stream, CancellationToken ct)
    {
        var (found, read) = (new List<Known>(), 0);
        await foreach (var recorded in log.ReadStreamBackwardsAsync(stream, ct))
        {
            var known = codec.DecodeOrCarry(recorded);
            if (known.Fact is SupplierEvent or WorkReleased or WorkDropped)
            {
                found.Add(known);
            }

            if (found.Count == Shown || ++read == ReadAtMost)
            {
                break;
            }
        }

        return found;
    }
}
