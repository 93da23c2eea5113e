using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Voice;

/// <summary>A call as a desk is told of it.</summary>
/// <param name="Said">The turn that called the desk.</param>
/// <param name="Told">What is noted in the case, as it was told the first time.</param>
internal sealed record OfferedCall(RecordedTurn Said, IReadOnlyList<Personal> Told);

/// <summary>The desk's side: it picks up, hears of the case, and decides.</summary>
internal sealed partial class CallDesk
{
    private const int MostTold = 2;

    /// <summary>The desk has picked up; null when no such call was placed.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<OfferedCall?> OfferAsync(string stream, int step, CancellationToken ct)
    {
        var call = await calls.LoadAsync(stream, ct);
        if (call.TurnAt(step) is not { Kind: TurnKind.Connect } turn)
        {
            return null;
        }

        IReadOnlyList<Personal> told = turn.Case is { } number ? Notes((await cases.LoadAsync(number, ct)).History) : [];
        var offered = await AddOnceAsync(
            call, Key("offered", step), new CallOffered(step, turn.Desk, clock.GetUtcNow()) { Told = told.Count == 0 ? null : told }, ct);
        return new OfferedCall(new RecordedTurn(stream, step, turn), (offered as CallOffered)?.Told ?? []);
    }

    /// <summary>The desk has decided. What it decided first stands.</summary>
    /// <returns>Whether it takes the call.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<bool> DecideOfferAsync(string stream, int step, bool takes, CancellationToken ct)
    {
        var call = await calls.LoadAsync(stream, ct);
        if (call.TurnAt(step) is not { Kind: TurnKind.Connect } turn)
        {
            return false;
        }

        CallEvent decided = takes
            ? new CallTaken(step, turn.Desk, clock.GetUtcNow()) { Waited = turn.Waiting is { Rounds: > 0 } place ? new Waited(place.Since, place.Began) : null }
            : new CallRefused(step, turn.Desk, clock.GetUtcNow());
        return await AddOnceAsync(call, Key("decided", step), decided, ct) is CallTaken;
    }

    /// <summary>The latest that was noted or told of the case, in their order.</summary>
    private static IReadOnlyList<Personal> Notes(IReadOnlyList<Known> history) =>
    [
        .. history.Select(known => known.Fact switch
        {
            NoteAdded e => e.Text,
            ProgressTold e => e.Text,
            CaseResolved e => e.Solution,
            CaseReopened e => e.Reason,
            _ => null,
        }).OfType<Personal>().TakeLast(MostTold),
    ];
}
