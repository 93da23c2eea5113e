using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Calls;

/// <summary>Tries the caller's PIN. Bounded: see <see cref="Directory.PinState"/>.</summary>
public sealed record CheckPin(Personal Pin) : Deed;

/// <summary>Raises the priority of a case, by a local IT manager's mandate.</summary>
/// <param name="Words">Why, in the caller's own words; null when it was chosen by key.</param>
/// <param name="Key">Why, as chosen by key: 1 to 3; null when it was said.</param>
public sealed record Escalate(CaseNumber Number, Personal? Words, int? Key) : Deed;

/// <summary>Declares that a common fault is suspected behind a case.</summary>
/// <param name="Words">Why.</param>
public sealed record SuspectFault(CaseNumber Number, Personal Words) : Deed;
