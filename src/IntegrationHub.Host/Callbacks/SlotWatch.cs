using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Callbacks;

/// <summary>Frees places in slots that no promise needs: held by a booking that never came about, or of a case that was closed or moved.</summary>
internal sealed class SlotWatch(CaseStore cases, SlotLedger ledger, TimeProvider clock) : IWorkGroup
{
    private static readonly TimeSpan s_booking = TimeSpan.FromMinutes(2); // Longer than any booking takes.
    private static readonly HashSet<string> s_types = [StoredTypes.NameOf(typeof(SlotTaken))];

    /// <inheritdoc/>
    public string Name => "callback-slots";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Recorded.Id.ToString("N");

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var (now, taken) = (clock.GetUtcNow(), (SlotTaken)happened.Fact!);
        if (now < taken.At + s_booking)
        {
            return new WorkNotDue(taken.At + s_booking);
        }

        var open = (await cases.LoadAsync(taken.Callback.Case, ct)).State.CallBack;
        if (open?.Callback == taken.Callback && open.Slot == taken.Start && open.Desk == taken.Desk)
        {
            return taken.Start > now ? new WorkNotDue(taken.Start) : WorkResult.Done; // Looked at again long before: see the worker.
        }

        await ledger.FreeAsync(taken.Desk, taken.Start, taken.Callback, new EventContext("hub", "timer", happened.Recorded.Id.ToString("N")), now, ct);
        return WorkResult.Done;
    }
}
