using System.Collections.Concurrent;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Voice;

/// <summary>Each person's case that was solved last: what JA in a text message is about. Follows the log, in memory only.</summary>
/// <remarks>Until it has caught up after a start, a JA without a number is answered with how to write.</remarks>
internal sealed partial class SolvedCases(IEventLog log, EventCodec codec, ILogger<SolvedCases> told) : BackgroundService
{
    private readonly ConcurrentDictionary<PersonId, CaseNumber> _latest = new();

    /// <summary>The case; null when the person has none that was ever solved.</summary>
    public CaseNumber? LatestOf(PersonId person) => _latest.TryGetValue(person, out var number) ? number : null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var solved = StoredTypes.NameOf(typeof(CaseResolved));
        try
        {
            await foreach (var recorded in log.FollowAsync(LogPosition.Start, stoppingToken))
            {
                if (recorded.Type == solved && codec.Decode(recorded).Fact is CaseResolved { Solution.Of: var person }
                    && person != PersonId.Nobody && CaseNumber.TryParse(recorded.Stream.AsSpan("case-".Length).ToString(), out var number))
                {
                    _latest[person] = number;
                }
            }
        }
        catch (EventLogException fault)
        {
            Stopped(told, fault);
        }
        catch (OperationCanceledException)
        {
            // The hub stops.
        }
    }

    [LoggerMessage(4120, LogLevel.Error, "The log could not be followed: JA in a text message now needs the case number")]
    private static partial void Stopped(ILogger log, Exception fault);
}
