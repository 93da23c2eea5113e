using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// From one desk to another with the story: the second desk hears what the caller and the first desk said, and the caller tells it
/// once. A desk that does not take it sends the caller back to the desk that has the case.
/// </summary>
public sealed partial class Dialogue
{
    /// <summary>The caller keeps the wait that began at the first desk, so nobody who came later goes before.</summary>
    private Plan Transferred(Turn turn, CallTransferAsked asked)
    {
        var moved = turn.To(TurnKind.Connect, Lead.Transferring) with
        {
            Desk = asked.To,
            Handed = new Handed(asked.From, asked.Words),
            Waiting = turn.Waiting is { } before ? before with { Rounds = 0, FirstAt = null, NotBefore = before.Since } : null,
        };
        return CanCall(moved) ? Ring(moved) : Back(moved, "desk-closed");
    }

    /// <summary>Back to the desk that has the case, which is told that the other did not take it.</summary>
    private static Plan Back(Turn turn, string why) => new(
        turn.To(TurnKind.Connect, Lead.TransferBack) with { Desk = turn.Handed!.From, Handed = null, Waiting = turn.Waiting is { } w ? w with { Rounds = 0 } : null },
        new DeclineTransfer(turn.Case!.Value, turn.Desk!, why));
}

/// <summary>The story that goes with a caller to another desk.</summary>
/// <param name="From">The desk that hands over; it stays responsible until the other takes the call.</param>
/// <param name="Words">What it says of the matter.</param>
public sealed record Handed(string From, Personal Words);

/// <summary>Notes that the desk which was asked to take over did not take the call.</summary>
/// <param name="Why"><c>not-answered</c> or <c>desk-closed</c>.</param>
public sealed record DeclineTransfer(Cases.CaseNumber Number, string Desk, string Why) : Deed;
