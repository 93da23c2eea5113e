using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Host.Routing;

/// <summary>Reads the log for what the router learns from.</summary>
internal static class CaseHistoryReading
{
    /// <summary>Every case, once through the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="codec">With the persons' keys where the words are wanted.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async Task<SolvedCases> FoldAsync(IEventLog log, EventCodec codec, CancellationToken ct)
    {
        var cases = new SolvedCases();
        await foreach (var batch in log.ReadDecodedAsync(codec, recorded => SolvedCase.Types.Contains(recorded.Type), LogPosition.Start, ct))
        {
            foreach (var known in batch.Events)
            {
                cases.Add(known);
            }
        }

        return cases;
    }
}
