using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Catalogue;

/// <summary>
/// Offers the open cases of a service to its new owner, from the time that was decided: an ordinary handshake for each, and the old desk
/// keeps the ball until the new one accepts. What is killed in the middle is done again: each case is asked about once.
/// </summary>
internal sealed class TakeOvers(CaseStore cases, WaveCases wave, CatalogueRegister register, ServiceCatalogue catalogue, TimeProvider clock) : IWorkGroup
{
    private const string Reason = "Tjänsten har fått en ny leverantör. Ärendet lämnas över med hela sin historia.";

    // A case may come to the old desk after the wave: it was being opened just then, was with another desk, or waited for its user.
    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(ServiceOwnerDecided), typeof(CaseRouted), typeof(HandoverDeclined), typeof(CaseReopened) }.Select(StoredTypes.NameOf)];

    /// <inheritdoc/>
    public string Name => "take-overs";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Fact switch
    {
        ServiceOwnerDecided { OpenCases: OpenCases.Finish } => null,
        ServiceOwnerDecided decided => decided.Decision,
        _ => happened.Recorded.Stream,
    };

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        await register.ReadOnceAsync(ct);
        var now = clock.GetUtcNow();
        switch (happened.Fact)
        {
            case ServiceOwnerDecided decided when decided.From > now:
                return new WorkNotDue(decided.From);
            case ServiceOwnerDecided decided:
                await register.ReadAsync(ct); // It may have been withdrawn.
                foreach (var row in await wave.OfAsync(decided, now, ct))
                {
                    await OfferAsync(CaseNumber.OfStream("case-" + row.Number), now, ct);
                }

                return WorkResult.Done;
            default:
                if (!catalogue.Owners.IsEmpty)
                {
                    await OfferAsync(CaseNumber.OfStream(happened.Recorded.Stream), now, ct);
                }

                return WorkResult.Done;
        }
    }

    /// <remarks>One that is already being handed to somebody else is left; should that desk decline, it is offered then.</remarks>
    private async Task OfferAsync(CaseNumber number, DateTimeOffset now, CancellationToken ct)
    {
        var state = (await cases.LoadAsync(number, ct)).State;
        if (state is not { Phase: CasePhase.Offered or CasePhase.InProgress or CasePhase.AwaitingUser, Desk: { } desk, HandoverTo: null }
            || catalogue.TakenOver(state.Service, state.Place, desk, now) is not { } decided
            || catalogue.OwnerOf(state.Service, state.Place, now) is not { } owner)
        {
            return;
        }

        await cases.DecideAsync(
            number, new ProposeHandover(desk, owner.Desk, Reason, now) { TakeOver = new TakeOver(decided.Decision, owner.Supplier) },
            EventId.From("take-over", decided.Decision, number.Value), new EventContext("hub", "hub", decided.Decision), ifRevision: null, ct);
    }
}
