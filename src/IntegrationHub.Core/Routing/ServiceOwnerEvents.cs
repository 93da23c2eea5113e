using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Routing;

/// <summary>Something that the city office decided about who answers for a service.</summary>
/// <param name="Decision">Id of the decision: 32 hexadecimal digits.</param>
/// <param name="Service">Id of the service.</param>
/// <param name="At">When it was decided, UTC. Who did is in the event's context.</param>
public abstract record ServiceOwnerEvent(string Decision, string Service, DateTimeOffset At) : CatalogueEvent(At);

/// <summary>What becomes of the cases that are open when a service changes owner.</summary>
public enum OpenCases
{
    /// <summary>The desk that has them finishes them.</summary>
    Finish,

    /// <summary>They are offered to the new owner, with their story.</summary>
    HandOver,
}

/// <summary>A desk and a supplier answer for a service in a place, from a time on.</summary>
/// <param name="Desk">Id of the desk that gets its cases.</param>
/// <param name="Supplier">Id of the supplier that delivers it; not always the one that runs the desk.</param>
/// <param name="Where">Where it holds; the narrowest decision wins.</param>
/// <param name="From">From then on.</param>
/// <param name="Until">To then, exclusive; null until another decision for the same place begins.</param>
/// <param name="OpenCases">What becomes of the cases that the owner before has.</param>
/// <param name="Reason">Why, in a person's words about the service, not about people.</param>
[StoredAs("service-owner-decided", 1)]
public sealed record ServiceOwnerDecided(
    string Decision, string Service, string Desk, string Supplier, Place Where, DateTimeOffset From, DateTimeOffset? Until, OpenCases OpenCases,
    string Reason, DateTimeOffset At) : ServiceOwnerEvent(Decision, Service, At);

/// <summary>A decision was taken back before it began.</summary>
/// <param name="Reason">Why, in a person's words.</param>
[StoredAs("service-owner-withdrawn", 1)]
public sealed record ServiceOwnerWithdrawn(string Decision, string Service, string Reason, DateTimeOffset At) : ServiceOwnerEvent(Decision, Service, At);
