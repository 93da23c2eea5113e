using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Correlation;

/// <summary>Something that happened to a proposal: reports that may have a common cause, for a person to judge.</summary>
/// <param name="Proposal">Its id: 32 hex digits.</param>
/// <param name="At">When it happened, UTC. Who did it is in the event's context.</param>
public abstract record ProposalEvent(string Proposal, DateTimeOffset At)
{
    /// <summary>The stream of a proposal.</summary>
    public static string StreamOf(string proposal) => "proposal-" + proposal;
}

/// <summary>A case that a proposal is about.</summary>
/// <param name="Reason">Why, in one plain sentence.</param>
public sealed record ProposedCase(CaseNumber Case, string Reason);

/// <summary>The hub thinks that cases may have a common cause, and is not sure enough to say so itself.</summary>
/// <param name="What">What does not work, as it would be told.</param>
/// <param name="Scope">Whom it would touch.</param>
/// <param name="Desk">The desk that would be responsible.</param>
/// <param name="Evidence">In nats.</param>
[StoredAs("proposal-made", 1)]
public sealed record ProposalMade(
    string Proposal, IncidentText What, IncidentScope Scope, string Desk, IReadOnlyList<ProposedCase> Cases, double Evidence, DateTimeOffset At) : ProposalEvent(Proposal, At);

/// <summary>A person said that it is an incident.</summary>
[StoredAs("proposal-accepted", 1)]
public sealed record ProposalAccepted(string Proposal, IncidentNumber Incident, DateTimeOffset At) : ProposalEvent(Proposal, At);

/// <summary>A person said that it is none.</summary>
[StoredAs("proposal-rejected", 1)]
public sealed record ProposalRejected(string Proposal, string Reason, DateTimeOffset At) : ProposalEvent(Proposal, At);

/// <summary>A proposal as it stands.</summary>
/// <param name="Status"><c>open</c>, <c>accepted</c> or <c>rejected</c>.</param>
/// <param name="Incident">What it became.</param>
public sealed record ProposalRow(
    string Proposal, string Status, IncidentText What, IncidentScope Scope, string Desk, IReadOnlyList<ProposedCase> Cases, double Evidence,
    IncidentNumber? Incident, DateTimeOffset At)
{
    /// <summary>All proposals, sought by status.</summary>
    public static readonly View<ProposalRow> View = new(
        "proposals", 1, known => (known.Fact as ProposalEvent)?.Proposal, Apply,
        new Dictionary<string, Func<ProposalRow, string?>>(StringComparer.Ordinal) { ["status"] = row => row.Status }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = StoredTypes.Of<ProposalEvent>().ToFrozenSet(StringComparer.Ordinal),
    };

    /// <summary>The row after one more event.</summary>
    public static ProposalRow? Apply(ProposalRow? row, Known known) => (row, known.Fact) switch
    {
        (null, ProposalMade e) => new ProposalRow(e.Proposal, "open", e.What, e.Scope, e.Desk, e.Cases, e.Evidence, null, e.At),
        ({ Status: "open" }, ProposalAccepted e) => row with { Status = "accepted", Incident = e.Incident },
        ({ Status: "open" }, ProposalRejected) => row with { Status = "rejected" },
        _ => row,
    };
}
