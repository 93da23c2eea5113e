using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Privacy;

/// <summary>Carries out orders to erase that a crash, or a place that could not forget just then, left undone.</summary>
internal sealed class UnfinishedErasures(Erasure erasure) : IWorkGroup
{
    /// <inheritdoc/>
    public string Name => "erasures";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types { get; } = new HashSet<string>(StringComparer.Ordinal) { StoredTypes.NameOf(typeof(PersonErasureOrdered)) };

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        await erasure.FinishAsync(((PersonErasureOrdered)happened.Fact!).Person, ct);
        return WorkResult.Done;
    }
}
