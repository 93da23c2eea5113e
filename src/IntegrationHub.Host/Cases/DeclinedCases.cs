using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Cases;

/// <summary>Gives a case that a desk declined to the next likely desk, so that nobody waits for a person to do so.</summary>
internal sealed class DeclinedCases(CaseStore cases, ServiceCatalogue catalogue, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(CaseDeclined))];

    /// <inheritdoc/>
    public string Name => "declined-cases";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream;

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        var loaded = await cases.LoadAsync(number, ct);
        var routed = loaded.History.Take((int)happened.Recorded.Revision).Select(known => known.Fact).OfType<CaseRouted>().LastOrDefault();
        var now = clock.GetUtcNow();
        if (loaded.State.Phase != CasePhase.Unrouted || routed is null || Rerouting.Next(loaded.State, routed, Owner(loaded.State, now)) is not { } next)
        {
            return WorkResult.Done;
        }

        var id = happened.Recorded.Id.ToString("N");
        await cases.DecideAsync(
            number, new RouteCase(next, catalogue.SupplierOf(next, loaded.State.Place, now), now), EventId.From("reroute", id),
            new EventContext("hub", "hub", id), ifRevision: null, ct);
        return WorkResult.Done;
    }

    private Owner? Owner(CaseState state, DateTimeOffset now) =>
        catalogue.Owners.IsEmpty ? null : catalogue.OwnerOf(state.Service, state.Place, now);
}
