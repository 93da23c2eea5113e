using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Privacy;

/// <summary>Carries out orders to erase that a crash, or a place that could not forget just then, left undone.</summary>
/// <param name="erasure">Carries them out.</param>
/// <param name="keys">Tell whether other hubs share the log: one of them may be about to carry it out.</param>
/// <param name="clock">The time.</param>
internal sealed class UnfinishedErasures(Erasure erasure, PersonKeys keys, TimeProvider clock) : IWorkGroup
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_lookAgain = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Name => "erasures";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal) { StoredTypes.NameOf(typeof(PersonErasureOrdered)) };

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var order = (PersonErasureOrdered)happened.Fact!;
        if (keys.Database is not null && order.At + s_patience is var due && due > clock.GetUtcNow())
        {
            return new WorkNotDue(due);
        }

        try
        {
            await erasure.FinishAsync(order.Person, ct);
            return WorkResult.Done;
        }
        catch (SearchIndexException fault) when (SearchPlace.IsNotYet(fault))
        {
            return new WorkNotDue(clock.GetUtcNow() + s_lookAgain);
        }
    }
}
