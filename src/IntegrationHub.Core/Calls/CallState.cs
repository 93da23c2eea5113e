using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>What the desk did with the call that it is offered.</summary>
public enum Offer
{
    /// <summary>It has not picked up, as far as the hub knows.</summary>
    None,

    /// <summary>It picked up and has not decided.</summary>
    Open,

    /// <summary>It took the call.</summary>
    Taken,

    /// <summary>It did not take the call.</summary>
    Refused,
}

/// <summary>What later decisions about a call ask for; nothing else.</summary>
public sealed record CallState
{
    /// <summary>Before anything happened.</summary>
    public static readonly CallState Empty = new();

    /// <summary>The last step taken; -1 before the call came in.</summary>
    public int Step { get; init; } = -1;

    /// <summary>What the hub said last.</summary>
    public Turn Turn { get; init; } = new(TurnKind.Welcome, "sv");

    /// <summary>Who calls.</summary>
    public PersonId Person { get; init; }

    /// <summary>The caller's number; null when withheld.</summary>
    public Personal? Phone { get; init; }

    /// <summary>What the desk did with the call, since the last step.</summary>
    public Offer Offer { get; init; }

    /// <summary>When the call began: the wait for a promised call is counted from then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The wish of the desk that another has the call; null when there is none since the last step.</summary>
    public CallTransferAsked? Transfer { get; init; }

    /// <summary>Whether the call is over.</summary>
    public bool Ended { get; init; }

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public CallState After(object? fact) => fact switch
    {
        CallReceived e => this with { Step = 0, Turn = e.Turn, Person = e.Person, Phone = e.Phone, Since = e.At },
        CallAnswered e => this with { Step = 0, Turn = e.Turn, Person = e.Person, Phone = e.Phone, Since = e.At },
        CallStepTaken e => this with { Step = e.Step, Turn = e.Turn, Offer = Offer.None, Transfer = null },
        CallOffered e when e.Step == Step => this with { Offer = Offer.Open },
        CallTaken e when e.Step == Step => this with { Offer = Offer.Taken },
        CallRefused e when e.Step == Step => this with { Offer = Offer.Refused },
        CallTransferAsked e when e.Step == Step => this with { Transfer = e },
        CallEnded => this with { Ended = true },
        _ => this,
    };
}
