using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer.Reads;

/// <summary>Whether a live subscriber keeps up. Version 23.10 drops one that lets too many events queue behind the one on its way.</summary>
internal static class Liveness
{
    public static async Task SendLiveAsync(
        this Answers to, IReadOnlyList<Resolved> events, Func<long> written, int buffer, CancellationToken ct)
    {
        foreach (var read in events)
        {
            var before = written();
            var sending = to.SendAsync(read, ct);
            if (sending.IsCompletedSuccessfully)
            {
                continue;
            }

            await sending;
            if (written() - before > buffer)
            {
                throw Refusals.TimedOut("Consumer too slow to handle event while live. Client resubscription required.");
            }
        }
    }
}
