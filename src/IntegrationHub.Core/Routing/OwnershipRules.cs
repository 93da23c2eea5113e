using System.Globalization;

namespace IntegrationHub.Core.Routing;

/// <summary>What the city office may decide about who answers for a service.</summary>
public static class OwnershipRules
{
    /// <summary>Decides that a desk and a supplier answer for a service. The same decision again changes nothing.</summary>
    /// <param name="catalogue">With the decisions so far.</param>
    /// <param name="wanted">What is to hold.</param>
    public static Decision<ServiceOwnerEvent> Decide(ServiceCatalogue catalogue, ServiceOwnerDecided wanted)
    {
        var others = catalogue.Owners.At(wanted.Service, wanted.Where);
        if (catalogue.Owners.Find(wanted.Decision) is { Decided: var known })
        {
            return known with { From = wanted.From, At = wanted.At } == wanted
                ? new Accepted<ServiceOwnerEvent>([])
                : No("key-reused", "This Idempotency-Key was used before for another decision. Send a new key for a new decision.");
        }

        if (wanted.From < wanted.At)
        {
            return No("owner-in-past", "A decision holds from now on; what was stays as it was. Leave \"from\" out for now, or name a later time.");
        }

        if (wanted.Until <= wanted.From)
        {
            return No("owner-without-time", "\"until\" lies before \"from\" or is the same. Leave it out for until further notice.");
        }

        if (others.FirstOrDefault(other => Overlaps(wanted, other)) is { } overlapping)
        {
            return No(
                "owner-overlaps",
                $"Decision {overlapping.Decided.Decision} gives {wanted.Service} in {wanted.Where} to {overlapping.Decided.Desk} from {Day(overlapping.Decided.From)} to {Day(overlapping.Until)}. "
                + "Choose a time outside that, a narrower place, or withdraw that decision if it has not begun.");
        }

        return wanted.OpenCases == OpenCases.HandOver && catalogue.OwnerOf(wanted.Service, wanted.Where, wanted.From.AddTicks(-1))?.Desk == wanted.Desk
            ? No("owner-same-desk", "The desk stays the same, so there is nobody to hand over to: choose \"finish\"; the desk goes on with its open cases.")
            : new Accepted<ServiceOwnerEvent>([wanted]);
    }

    /// <summary>Takes a decision back that has not begun.</summary>
    public static Decision<ServiceOwnerEvent> Withdraw(ServiceCatalogue catalogue, string service, string decision, string reason, DateTimeOffset now) =>
        catalogue.Owners.Find(decision) is not { Decided: var known } || known.Service != service
            ? No("owner-unknown", "There is no such decision, or it was withdrawn already. GET the service's owners for those that hold.")
            : known.From <= now
                ? No("owner-began", "The decision has begun. Decide who answers for the service from now on instead.")
                : new Accepted<ServiceOwnerEvent>([new ServiceOwnerWithdrawn(decision, service, reason, now)]);

    /// <remarks>One that runs until further notice ends when the next begins, so the two may follow each other.</remarks>
    private static bool Overlaps(ServiceOwnerDecided wanted, Tenure other) =>
        wanted.From == other.Decided.From
        || (wanted.From < other.Decided.From && wanted.Until > other.Decided.From)
        || (wanted.From > other.Decided.From && other.Decided.Until is { } until && wanted.From < until);

    private static string Day(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? "further notice";

    private static Refused<ServiceOwnerEvent> No(string code, string why) => new(code, why);
}
