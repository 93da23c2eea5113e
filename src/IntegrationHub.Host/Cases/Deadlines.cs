using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Cases;

/// <summary>
/// Keeps the promises of time: an answer that is overdue, a confirmation to ask for again, a call that was not made. Each event
/// that sets a time is a timer of its own; what it means when the time has come is the case's rules to say.
/// </summary>
internal sealed class Deadlines(CaseStore cases, TimeProvider clock) : IWorkGroup
{
    private static readonly HashSet<string> s_types =
    [
        .. new[]
        {
            typeof(CaseRouted), typeof(HandoverProposed), typeof(CaseResolved), typeof(ConfirmationReminded), typeof(CallBackBooked), typeof(CallBackMoved),
            typeof(CommonFaultSuspected), typeof(SupplierInformed),
        }.Select(StoredTypes.NameOf),
    ];

    /// <inheritdoc/>
    public string Name => "deadlines";

    /// <inheritdoc/>
    public IReadOnlySet<string> Types => s_types;

    /// <inheritdoc/>
    public string? LineOf(Known happened) => happened.Fact is SupplierInformed { ReceiptDue: null } ? null : happened.Recorded.Id.ToString("N");

    /// <inheritdoc/>
    public async Task<WorkResult> DoAsync(Known happened, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (due, command) = Timer(happened.Fact, now);
        if (due > now)
        {
            return new WorkNotDue(due);
        }

        var number = CaseNumber.OfStream(happened.Recorded.Stream);
        await cases.DecideAsync(
            number, command, EventId.From("due", happened.Recorded.Id.ToString("N")),
            new EventContext("hub", "timer", happened.Recorded.Id.ToString("N")), ifRevision: null, ct);
        return WorkResult.Done;
    }

    private static (DateTimeOffset Due, CaseCommand Command) Timer(object? fact, DateTimeOffset now) => fact switch
    {
        CaseRouted e => (e.AnswerDue, new MissAnswer(now)),
        HandoverProposed e => (e.AnswerDue, new MissAnswer(now)),
        CaseResolved e => (e.ReminderDue, new PressForConfirmation(now)),
        ConfirmationReminded e => (e.NextDue, new PressForConfirmation(now)),
        CallBackBooked e => (e.Until, new MissCallBack(now)),
        CommonFaultSuspected e => (e.JudgeDue, new MissJudgement(e.JudgeDue, now)),
        CallBackMoved e => (e.Until, new MissCallBack(now)),
        SupplierInformed { ReceiptDue: { } due } e => (due, new MissReceipt(e.Supplier, e.Message, now)),
        _ => throw new InvalidOperationException($"{fact?.GetType().Name} sets no time."),
    };
}
