using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Orders;

/// <summary>A request for an order, looked through: who orders, and what it would be; or what is wrong with it.</summary>
/// <param name="Orderer">Null when it is refused.</param>
/// <param name="Checked">Its lines with prices; null for a wish in words alone.</param>
/// <param name="Faults">By field; empty when nothing is wrong.</param>
/// <param name="Refused">Why this person does not order this; null when that is not the matter.</param>
internal sealed record AskedOrder(Orderer? Orderer, CheckedOrder? Checked, Dictionary<string, string[]> Faults, Refused<OrderEvent>? Refused)
{
    /// <summary>Whether it can be ordered.</summary>
    public bool IsSound => Orderer is not null && Refused is null && Faults.Count == 0;
}

/// <summary>The one way to an order, whether it is asked for by a program or on a page.</summary>
internal sealed class Ordering(OrderAccess access, OrderDrafts drafts, OrderIntake intake, TimeProvider clock)
{
    /// <summary>What the order would be; nothing is ordered.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="http">Who asks.</param>
    /// <param name="key">What a repeat is recognised by.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<AskedOrder> CheckAsync(NewOrder body, HttpContext http, string key, CancellationToken ct)
    {
        if (body.Faults() is { Count: > 0 } faults)
        {
            return new(null, null, faults, null);
        }

        var (orderer, unknown, refused) = await Orderers.FindAsync(body, http, access, ct);
        if (orderer is null)
        {
            return new(null, null, unknown, refused);
        }

        if (!OrderAccess.IsStaff(http.User) && !orderer.MayOrderFor(orderer.OrganisationOf(body)))
        {
            return new(orderer, null, [], new("not-orderer", "You do not order for this organisation. Ask somebody who does, or send a wish to the one number."));
        }

        // The key is the caller's own: somebody else's recipients under the same key are other persons.
        var own = $"{OrderAccess.Actor(http)} {orderer.Person} {key}";
        var drafted = body.Lines is { Count: > 0 } ? await drafts.CheckAsync(body, orderer.Person, orderer.OrganisationOf(body), orderer.SiteOf(body), own, ct) : null;
        return new(orderer, drafted, drafted?.Faults ?? [], null);
    }

    /// <summary>Orders, or begins with a wish. The same request again gives the same order.</summary>
    /// <inheritdoc cref="CheckAsync" path="/param"/>
    /// <returns>The order's number; or what was wrong with the request, and none.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written. The request may be sent again.</exception>
    public async Task<(OrderNumber? Number, AskedOrder Asked)> PlaceAsync(NewOrder body, HttpContext http, string key, CancellationToken ct)
    {
        var asked = await CheckAsync(body, http, key, ct);
        if (!asked.IsSound)
        {
            return (null, asked);
        }

        var (orderer, now) = (asked.Orderer!, clock.GetUtcNow());
        var wish = new OrderWished(
            default, orderer.Person, orderer.OrganisationOf(body), orderer.SiteOf(body), body.Wish is { } text ? new Personal(orderer.Person, text.Trim()) : null,
            (body.Mail ?? orderer.Mail) is { } mail ? new Personal(orderer.Person, mail) : null, body.Channel ?? "web", body.Language ?? orderer.Language, body.Case, now);
        var request = new OrderRequest(key, OrderDrafts.Hash(body), wish, asked.Checked?.ToCommand(now, await access.SelfAsync(http, ct)));
        var (number, refused) = await intake.TakeAsync(request, new EventContext(OrderAccess.Actor(http), wish.Channel), ct);
        return refused is null ? (number, asked) : (null, asked with { Refused = refused });
    }
}
