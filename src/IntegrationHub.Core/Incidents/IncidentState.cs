using System.Collections.Immutable;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Incidents;

/// <summary>Where an incident stands.</summary>
public enum IncidentPhase
{
    /// <summary>There is no such incident.</summary>
    None,

    /// <summary>It goes on.</summary>
    Ongoing,

    /// <summary>It works again.</summary>
    Resolved,
}

/// <summary>What later decisions about an incident ask for; nothing else.</summary>
public sealed record IncidentState
{
    /// <summary>Before anything happened.</summary>
    public static readonly IncidentState Empty = new();

    /// <summary>Where it stands.</summary>
    public IncidentPhase Phase { get; init; }

    /// <summary>The number; empty before it is declared.</summary>
    public IncidentNumber Number { get; init; }

    /// <summary>How much it weighs.</summary>
    public IncidentLevel Level { get; init; }

    /// <summary>Whom it touches.</summary>
    public IncidentScope Scope { get; init; } = new([], [], [], []);

    /// <summary>The responsible desk.</summary>
    public string Desk { get; init; } = "";

    /// <summary>Further desks that work on it.</summary>
    public ImmutableArray<string> With { get; init; } = [];

    /// <summary>Cases that have this cause.</summary>
    public ImmutableHashSet<CaseNumber> Cases { get; init; } = [];

    /// <summary>Cases that a person took out of it.</summary>
    public ImmutableHashSet<CaseNumber> TakenApart { get; init; } = [];

    /// <summary>The promise of news that stands; null when there is none, or when it was missed.</summary>
    public DateTimeOffset? NextNewsDue { get; init; }

    /// <summary>Since when no more reports came; null while they come.</summary>
    public DateTimeOffset? QuietSince { get; init; }

    /// <summary>Whether a person has said how much it weighs, after it was declared.</summary>
    public bool LevelByHand { get; init; }

    /// <summary>That it is significant by law, with its reports; null when it is not.</summary>
    public Significance? Significance { get; init; }

    /// <summary>The look back on it.</summary>
    public IncidentReview Review { get; init; } = IncidentReview.None;

    /// <summary>Roles, and the suppliers' own tickets of it.</summary>
    public IncidentParties Parties { get; init; } = IncidentParties.None;

    /// <summary>Who must act now; exactly one party.</summary>
    public Party Responsible => Phase == IncidentPhase.Ongoing ? Party.Desk(Desk) : Party.Nobody;

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public IncidentState After(object? fact) => Core(fact) with
    {
        Significance = Incidents.Significance.After(Significance, fact),
        Review = Review.After(fact),
        Parties = Parties.After(fact),
    };

    private IncidentState Core(object? fact) => fact switch
    {
        IncidentDeclared e => this with
        {
            Phase = IncidentPhase.Ongoing,
            Number = e.Number,
            Level = e.Level,
            Scope = e.Scope,
            Desk = e.Desk,
            With = [.. e.With],
            NextNewsDue = e.NextNewsDue,
        },
        IncidentScopeChanged e => this with { Scope = e.Scope },
        IncidentLevelSet e => this with { Level = e.Level, LevelByHand = e.Source is null or IncidentSource.Hand },
        IncidentDesksChanged e => this with { Desk = e.Desk, With = [.. e.With] },
        IncidentCaseJoined e => this with { Cases = Cases.Add(e.Case), TakenApart = TakenApart.Remove(e.Case), QuietSince = null },
        IncidentCaseLeft e => this with
        {
            Cases = Cases.Remove(e.Case),
            TakenApart = e.Source == IncidentSource.Hand ? TakenApart.Add(e.Case) : TakenApart,
        },
        IncidentTold e => this with { NextNewsDue = e.NextNewsDue },
        IncidentNewsMissed => this with { NextNewsDue = null },
        IncidentQuieted e => this with { QuietSince = e.At },
        IncidentResolved => this with { Phase = IncidentPhase.Resolved, NextNewsDue = null, QuietSince = null },
        IncidentReopened e => this with { Phase = IncidentPhase.Ongoing, NextNewsDue = e.NextNewsDue },
        _ => this,
    };
}
