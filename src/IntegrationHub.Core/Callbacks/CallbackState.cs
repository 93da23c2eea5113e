namespace IntegrationHub.Core.Callbacks;

/// <summary>How far the attempts to reach a person have come; only what the next step asks.</summary>
public sealed record CallbackState
{
    /// <summary>Before anything was tried.</summary>
    public static readonly CallbackState Empty = new();

    /// <summary>The attempt begun last; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Its order sent last; 0 before the first.</summary>
    public int Try { get; init; }

    /// <summary>When its first order was sent: a call from before that is another one.</summary>
    public DateTimeOffset FirstTriedAt { get; init; }

    /// <summary>When its last order was sent.</summary>
    public DateTimeOffset TriedAt { get; init; }

    /// <summary>The call, once the carrier is known to have it.</summary>
    public string? Call { get; init; }

    /// <summary>When that was known.</summary>
    public DateTimeOffset PlacedAt { get; init; }

    /// <summary>How it ended; null while it goes on.</summary>
    public CallbackOutcome? Outcome { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Attempts on which the person was not there.</summary>
    public int Unanswered { get; init; }

    /// <summary>Attempts on which the person was there and the desk was not.</summary>
    public int DeskMissing { get; init; }

    /// <summary>Whether an attempt goes on.</summary>
    public bool UnderWay => Attempt > 0 && Outcome is null;

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public CallbackState After(object? fact) => fact switch
    {
        CallbackTried e => this with
        {
            Attempt = e.Attempt,
            Try = e.Try,
            FirstTriedAt = e.Try == 1 ? e.At : FirstTriedAt,
            TriedAt = e.At,
            Call = null,
            Outcome = null,
        },
        CallbackPlaced e when e.Attempt == Attempt => this with { Call = e.Call, PlacedAt = e.At },
        CallbackAttemptEnded e when e.Attempt == Attempt => this with
        {
            Outcome = e.Outcome,
            EndedAt = e.At,
            Unanswered = Unanswered + (e.Outcome is CallbackOutcome.Reached or CallbackOutcome.DeskNotReached ? 0 : 1),
            DeskMissing = DeskMissing + (e.Outcome == CallbackOutcome.DeskNotReached ? 1 : 0),
        },
        _ => this,
    };
}
