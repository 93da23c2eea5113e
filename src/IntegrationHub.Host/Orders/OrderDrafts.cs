using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Pages;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Orders;

/// <summary>A request's order, checked.</summary>
/// <param name="Draft">With everybody looked up.</param>
/// <param name="Priced">Its lines, or what is wrong with them.</param>
/// <param name="Catalogue">The version that it was priced by.</param>
internal sealed record CheckedOrder(OrderDraft Draft, PricedDraft Priced, int Catalogue)
{
    /// <summary>The faults by field, as problem details show them.</summary>
    public Dictionary<string, string[]> Faults => Priced.Faults.GroupBy(fault => fault.Field, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Select(fault => fault.What).ToArray(), StringComparer.Ordinal);

    /// <summary>The command that specifies it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="by">Who specifies it.</param>
    public SpecifyOrder ToCommand(DateTimeOffset now, PersonId by) => new(Catalogue, Priced.Lines, Priced.Attest, Draft.Together, now, by);
}

/// <summary>Looks up whom an order is for, and checks and prices it.</summary>
internal sealed class OrderDrafts(ArticleRegister articles, OrderRules rules, CityDirectory directory, LiveView<HoldingRow> holdings, IPersonKeys keys, TimeProvider clock)
{
    /// <summary>Checks an order.</summary>
    /// <param name="body">Well formed.</param>
    /// <param name="orderer">Who orders.</param>
    /// <param name="organisation">Whose order it is.</param>
    /// <param name="site">Where to.</param>
    /// <param name="key">Names of new persons are told apart by it; the same request again names the same.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="Core.EventLog.EventLogException">The log cannot be read.</exception>
    public async Task<CheckedOrder> CheckAsync(NewOrder body, PersonId orderer, string? organisation, string? site, string key, CancellationToken ct)
    {
        var (facts, lines, catalogue) = (new Dictionary<PersonId, RecipientFacts>(), new List<DraftLine>(), await articles.CurrentAsync(ct));
        var found = new Dictionary<string, KnownPerson?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (line, at) in (body.Lines ?? []).Select((line, at) => (line, at)))
        {
            var recipients = new List<Recipient>();
            foreach (var (who, n) in (line.Recipients ?? []).Select((who, n) => (who, n)))
            {
                recipients.Add(await FindAsync(who, $"{key} {at} {n}", facts, found, ct));
            }

            lines.Add(line.ToDraft(recipients));
        }

        var now = clock.GetUtcNow();
        var draft = new OrderDraft(
            organisation, site, body.Area, body.Reference, body.Project, body.Grouping, body.Together ?? false, body.Wanted?.ToTime(), lines);
        var priced = new OrderChecks(catalogue, rules, orderer, person => facts.GetValueOrDefault(person), now, CityTime.Day(now)).Of(draft);
        return new(draft, priced with { Faults = [.. priced.Faults, .. SwapFaults(draft)] }, catalogue.Version);
    }

    /// <summary>What is taken back is a recipient's own, or the organisation's. A mark that is no holding's of the hub is the supplier's to know.</summary>
    private IEnumerable<OrderFault> SwapFaults(OrderDraft draft)
    {
        foreach (var (line, at) in draft.Lines.Select((line, at) => (line, at)))
        {
            foreach (var id in line.Swap.Where(Holding.IsId))
            {
                if (holdings.Find(id) is { } held && (held.Status == "ended" || !IsOwn(held, draft, line)))
                {
                    yield return new($"lines[{at}].swap", $"There is no {id} of a recipient or of the organisation that could be taken back.");
                }
            }
        }
    }

    private bool IsOwn(HoldingRow held, OrderDraft draft, DraftLine line) =>
        (held.Organisation is not null && string.Equals(held.Organisation, draft.Organisation, StringComparison.OrdinalIgnoreCase))
        || (held.Person is { } person && line.Recipients.Any(who => directory.AreOne(who.Person, new PersonId(person))));

    /// <summary>What a repeat of the request is recognised by.</summary>
    public static string Hash(NewOrder body) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(body, JsonSerializerOptions.Web)));

    private async Task<Recipient> FindAsync(NewRecipient who, string key, Dictionary<PersonId, RecipientFacts> facts, Dictionary<string, KnownPerson?> found, CancellationToken ct)
    {
        if (who.Person is not { Length: > 0 } said)
        {
            // Nobody is known by it but this order: a name tells nobody apart.
            var fresh = keys.Pseudonym("recipient", key);
            return new Recipient(fresh, string.IsNullOrWhiteSpace(who.Name) ? null : new Personal(fresh, who.Name.Trim()), RoleOf(fresh, who.Role));
        }

        if (!found.TryGetValue(said, out var known))
        {
            known = found[said] = await directory.MeantAsync(said, ct);
        }

        var person = known?.Person ?? directory.Find(said);
        (PersonFacts? Facts, bool IsHere)? ever = known is { } here ? (here.Facts, true) : await directory.EverAsync(person, ct);
        if (ever is not { } one)
        {
            return new Recipient(person, null, RoleOf(person, who.Role)); // Nobody that the directory ever knew: a fault, told with the others.
        }

        var roles = one.Facts?.Roles ?? [];
        facts[person] = new RecipientFacts(one.IsHere, [.. roles.Select(role => role.Area).Distinct(StringComparer.Ordinal)], one.Facts?.Placed.Organisation, one.Facts?.Placed.Site);
        return new Recipient(person, null, RoleOf(person, who.Role ?? (roles is [{ Name.Text: { } only }] ? only : null)));
    }

    private static Personal? RoleOf(PersonId person, string? role) => string.IsNullOrWhiteSpace(role) ? null : new Personal(person, role.Trim());
}
