using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Pages;

namespace IntegrationHub.Host.Holdings;

/// <summary>When nobody has taken over in time what was offered, its end is ordered.</summary>
internal sealed class HoldingOffers(HoldingStore holdings, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(HoldingOffered)), StoredTypes.NameOf(typeof(HoldingEndOrdered))];

    /// <inheritdoc/>
    public string Name => "holding-offers";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Stream + "." + happened.Recorded.Id.ToString("N");

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var (now, holding, cause) = (clock.GetUtcNow(), happened.Recorded.Stream["holding-".Length..], happened.Recorded.Id.ToString("N"));
        switch (happened.Fact)
        {
            case HoldingOffered offer when now < offer.Until:
                return new WorkNotDue(offer.Until);
            case HoldingOffered offer:
                await holdings.DecideAsync(holding, new CloseOffer(offer.Until, now), EventId.From("offer-closed", cause), new EventContext("hub", "timer", cause), ct);
                return WorkResult.Done;
            case HoldingEndOrdered end when CityTime.EndOf(end.EndsOn.AddDays(-1)) is var due && now < due:
                return new WorkNotDue(due);
            case HoldingEndOrdered end when (await holdings.LoadAsync(holding, ct)).EndsOn == end.EndsOn:
                await holdings.DecideAsync(holding, new StopHolding(end.EndsOn, "ended", now), EventId.From("holding-ended", cause), new EventContext("hub", "timer", cause), ct);
                return WorkResult.Done;
            default:
                return WorkResult.Done;
        }
    }
}
