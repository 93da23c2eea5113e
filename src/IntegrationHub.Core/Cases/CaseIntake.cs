using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Cases;

/// <summary>A contact about a matter was given a case number. Durable before the case is opened, so that a repeat gets the same case.</summary>
/// <param name="ContentHash">Of what was asked for, so that another matter under the same key is noticed: see <see cref="ContentMark"/>.</param>
/// <param name="Of">Under whose key the mark is made; null for a plain hash, as earlier versions kept.</param>
[StoredAs("contact-taken", 1)]
public sealed record ContactTaken(CaseNumber Number, string ContentHash, DateTimeOffset At, PersonId? Of = null);

/// <summary>What someone comes with.</summary>
/// <param name="Key">What a repeat is recognised by: the channel's own id of the contact.</param>
/// <param name="Service">The service, when the contact knows it; see <see cref="ServiceCatalogue"/>.</param>
/// <param name="Menu">The matter chosen by key, when there was one.</param>
/// <param name="Routing">Where it goes, when that was settled with the person before the case was made; null lets the router decide.</param>
public sealed record Contact(
    string Channel, string Key, string ContentHash, string Description, Reporter Reporter, string? Language = null, string? Service = null,
    string? Menu = null, string? Area = null, string? Site = null, string? Organisation = null, CaseKind Kind = CaseKind.Fault,
    RoutingDecision? Routing = null);

/// <summary>Makes one case of one contact: numbers it, routes it and opens it.</summary>
public sealed class CaseIntake(
    IEventLog log, EventCodec codec, IPersonKeys keys, CaseStore cases, CaseNumbers numbers, Router router, ServiceCatalogue catalogue)
{
    /// <summary>The case of the contact; the same contact again gives the same case.</summary>
    /// <returns>The number; or a refusal <c>key-reused</c> when the key came before with another matter.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written. The contact may be sent again.</exception>
    public async Task<(CaseNumber Number, Refused<CaseEvent>? Refused)> TakeAsync(Contact contact, DateTimeOffset now, CancellationToken ct)
    {
        var id = EventId.From("contact", contact.Channel, contact.Key);
        var stream = $"contact-{id:N}";
        var context = new EventContext("user", contact.Channel, stream);
        var taken = await FindAsync(stream, ct);
        if (taken is null)
        {
            var fresh = await NumberAsync(contact, now, ct);
            var result = await log.AppendAsync(stream, ExpectedRevision.None, [codec.Encode(EventId.Of(id, 0), fresh, context)], ct);
            taken = result is Appended { Repeated: false } ? fresh : await FindAsync(stream, ct);
        }

        if (!IsSame(taken!, contact))
        {
            return (default, new Refused<CaseEvent>(
                "key-reused", "This Idempotency-Key was used before for another matter. Send a new key for a new matter."));
        }

        await cases.DecideAsync(taken!.Number, Opening(contact, taken.Number, stream, taken.At), id, context, ifRevision: null, ct);
        return (taken.Number, null);
    }

    private async Task<ContactTaken> NumberAsync(Contact contact, DateTimeOffset now, CancellationToken ct)
    {
        var number = await numbers.NextAsync(ct);
        var person = contact.Reporter.Person;
        await keys.MakeAsync(person, number.Value, ct);
        return ContentMark.Of(keys, person, number.Value, contact.ContentHash) is { } mark
            ? new ContactTaken(number, mark, now, person)
            : throw new InvalidOperationException("A person who comes with a new matter has a key.");
    }

    private bool IsSame(ContactTaken taken, Contact contact) => ContentMark.IsSame(
        taken.ContentHash, taken.Of is { } person ? ContentMark.Of(keys, person, taken.Number.Value, contact.ContentHash) : "", contact.ContentHash);

    private async Task<ContactTaken?> FindAsync(string stream, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
        {
            if (codec.Decode(recorded).Fact is ContactTaken taken)
            {
                return taken;
            }
        }

        return null;
    }

    private OpenCase Opening(Contact contact, CaseNumber number, string stream, DateTimeOffset at)
    {
        var language = contact.Language ?? Router.LanguageOf(contact.Description);
        var decision = contact.Routing ?? router.Route(new Matter(contact.Description, language, contact.Area, contact.Menu, contact.Service));
        var opened = new CaseOpened(
            number, contact.Kind, new Personal(contact.Reporter.Person, contact.Description).Within(number.Value),
            contact.Reporter.Within(number.Value), contact.Channel, language,
            contact.Area, contact.Site, contact.Organisation, stream, at);
        var place = new Place(contact.Area, contact.Organisation, contact.Site); // More is known of it than when the matter was routed.
        var placed = catalogue.Placed(decision, place, at);
        return new OpenCase(opened, Severity.Of(EffectReader.Read(contact.Description)), placed, catalogue.SupplierOf(placed, place, at), at);
    }
}
