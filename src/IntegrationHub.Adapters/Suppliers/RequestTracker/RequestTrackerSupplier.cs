using System.Globalization;

namespace IntegrationHub.Adapters.Suppliers.RequestTracker;

/// <summary>How one supplier uses its Request Tracker: the further settings under <c>Suppliers:ID</c> of protocol <c>request-tracker</c>.</summary>
/// <param name="Id">The supplier's.</param>
/// <param name="Url">Of REST2, without a slash at the end: <c>https://rt.example/REST/2.0</c>.</param>
/// <param name="Token">An auth token of the hub's own user.</param>
/// <param name="Queue">Where the hub's tickets are made.</param>
/// <param name="CaseField">The custom field of tickets that holds the case's number.</param>
/// <param name="HandoverField">The custom field in which an agent names the desk that should take over; need not exist.</param>
/// <param name="User">The hub's user there; null: found by the token.</param>
/// <param name="Priorities">From the hub's <c>1</c> to <c>4</c> to the tracker's 0 to 100.</param>
/// <param name="Fields">From the hub's <c>service</c>, <c>area</c>, <c>site</c>, <c>organisation</c>, <c>incident</c> to custom fields.</param>
/// <param name="States">What its states mean, and where the hub moves tickets.</param>
/// <param name="Settle">How old a correspondence must be before it is told: the change of state that belongs to it comes a moment later.</param>
public sealed record RequestTrackerSupplier(
    string Id, string Url, string Token, string Queue, string CaseField, string HandoverField, string? User,
    IReadOnlyDictionary<string, int> Priorities, IReadOnlyDictionary<string, string> Fields, TicketStates States, TimeSpan Settle)
{
    private static readonly string[] s_fields = ["service", "area", "site", "organisation", "incident"];

    /// <summary>What the states of the lifecycle <c>default</c> mean.</summary>
    public static readonly TicketStates Usual = new(
        new Dictionary<string, TicketMeaning>(StringComparer.OrdinalIgnoreCase)
        {
            ["new"] = TicketMeaning.New,
            ["open"] = TicketMeaning.Working,
            ["stalled"] = TicketMeaning.Waiting,
            ["resolved"] = TicketMeaning.Resolved,
            ["rejected"] = TicketMeaning.Declined,
            ["deleted"] = TicketMeaning.Cancelled,
        },
        new Dictionary<TicketMove, string>
        {
            [TicketMove.Offered] = "new",
            [TicketMove.Answered] = "open",
            [TicketMove.Reopened] = "open",
            [TicketMove.Closed] = "resolved",
            [TicketMove.Withdrawn] = "rejected",
            [TicketMove.HandedOver] = "rejected",
        });

    /// <summary>Reads a supplier's settings; sound when <see cref="Faults"/> finds none.</summary>
    public static RequestTrackerSupplier Of(SupplierSettings supplier) => new(
        supplier.Id, supplier.Url?.ToString().TrimEnd('/') ?? "", supplier.Token, Text(supplier, "Queue") ?? "", Text(supplier, "CaseField") ?? "HubCaseId",
        Text(supplier, "HandoverField") ?? "HubHandover", Text(supplier, "User"),
        new[] { ("1", 90), ("2", 70), ("3", 50), ("4", 20) }.ToDictionary(
            usual => usual.Item1, usual => Number(supplier, $"Priorities:{usual.Item1}", 100) ?? usual.Item2, StringComparer.Ordinal),
        s_fields.Select(name => (name, Field: Text(supplier, $"Fields:{name}"))).Where(pair => pair.Field is not null)
            .ToDictionary(pair => pair.name, pair => pair.Field!, StringComparer.Ordinal),
        TicketStates.Of(supplier, Usual), TimeSpan.FromSeconds(Number(supplier, "SettleSeconds", 60) ?? 2));

    /// <summary>What is wrong with the settings of the suppliers that use Request Tracker; each text names the setting and a good value.</summary>
    /// <param name="suppliers">All suppliers.</param>
    public static IReadOnlyList<string> Faults(IEnumerable<SupplierSettings> suppliers) =>
        [.. suppliers.Where(supplier => supplier.Protocol == "request-tracker").SelectMany(FaultsOf)];

    /// <summary>Without the token.</summary>
    public override string ToString() => $"Suppliers:{Id} (request-tracker, {Url}, queue {Queue})";

    private static IEnumerable<string> FaultsOf(SupplierSettings supplier)
    {
        if (Text(supplier, "Queue") is null)
        {
            yield return $"Suppliers:{supplier.Id}:Queue is missing; name the queue in which the hub makes tickets, for example Telefoni.";
        }

        if (Text(supplier, "User") is null && TrackerClient.UserIdOf(supplier.Token) is null)
        {
            yield return $"Suppliers:{supplier.Id}:Token is no auth token of Request Tracker (1-USER-HEX); make one at Settings, Auth Tokens, or name its user in Suppliers:{supplier.Id}:User.";
        }

        foreach (var (name, value) in supplier.Options)
        {
            if (name.StartsWith("Priorities:", StringComparison.OrdinalIgnoreCase)
                && (name["Priorities:".Length..] is not ("1" or "2" or "3" or "4") || Number(supplier, name, 100) is null))
            {
                yield return $"Suppliers:{supplier.Id}:{name} is '{value}'; give each of Priorities:1 to Priorities:4 a whole number from 0 to 100, for example 90.";
            }
            else if (name.StartsWith("Fields:", StringComparison.OrdinalIgnoreCase) && !s_fields.Contains(name["Fields:".Length..], StringComparer.OrdinalIgnoreCase))
            {
                yield return $"Suppliers:{supplier.Id}:{name} is no field of the hub's; use one of {string.Join(", ", s_fields)}.";
            }
            else if (name.Equals("SettleSeconds", StringComparison.OrdinalIgnoreCase) && Number(supplier, name, 60) is null)
            {
                yield return $"Suppliers:{supplier.Id}:SettleSeconds is '{value}'; use a whole number of seconds from 0 to 60, for example 2.";
            }
        }

        foreach (var fault in TicketStates.Faults(supplier))
        {
            yield return fault;
        }
    }

    private static string? Text(SupplierSettings supplier, string name) => supplier.Options.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    private static int? Number(SupplierSettings supplier, string name, int most) =>
        int.TryParse(Text(supplier, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
