using System.Text.RegularExpressions;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>How the hub logs in to an instance.</summary>
public enum ServiceNowLogin
{
    /// <summary>User and password with each request.</summary>
    Basic,

    /// <summary>OAuth 2 client credentials.</summary>
    ClientCredentials,

    /// <summary>OAuth 2 with user and password, renewed by the refresh token.</summary>
    Password,
}

/// <summary>How one supplier uses its ServiceNow: the further settings under <c>Suppliers:ID</c> of protocol <c>servicenow</c>.</summary>
/// <param name="Id">The supplier's.</param>
/// <param name="Url">Of the instance, without a slash at the end: <c>https://supplier.service-now.com</c>.</param>
/// <param name="Login">How the hub logs in.</param>
/// <param name="User">The hub's user there (<c>user_name</c>), by which its own changes are known whatever the login.</param>
/// <param name="Password">Of that user; empty with client credentials.</param>
/// <param name="ClientId">Of the OAuth application; empty with <see cref="ServiceNowLogin.Basic"/>.</param>
/// <param name="ClientSecret">Of the OAuth application; empty with <see cref="ServiceNowLogin.Basic"/>.</param>
/// <param name="Owner">How the hub names itself in <c>correlation_display</c>.</param>
/// <param name="HandoverColumn">The column in which an agent names the desk that should take over; null for none.</param>
/// <param name="Weights">From the hub's <c>1</c> to <c>4</c> to impact and urgency, from which the instance calculates its priority.</param>
/// <param name="CloseCodes">The close code that goes with a move; a move that is not there sends none.</param>
/// <param name="Columns">From the hub's <c>service</c>, <c>area</c>, <c>site</c>, <c>organisation</c>, <c>incident</c> to columns.</param>
/// <param name="Fixed">Columns that are the same in every new incident, for example <c>assignment_group</c>.</param>
/// <param name="States">What the states mean, by <c>STATE</c> or <c>STATE-HOLDREASON</c>, and where the hub moves incidents.</param>
/// <param name="Names">What people call the states, by the same.</param>
public sealed partial record ServiceNowSupplier(
    string Id, string Url, ServiceNowLogin Login, string User, string Password, string ClientId, string ClientSecret, string Owner, string? HandoverColumn,
    IReadOnlyDictionary<string, (string Impact, string Urgency)> Weights, IReadOnlyDictionary<TicketMove, string> CloseCodes,
    IReadOnlyDictionary<string, string> Columns, IReadOnlyDictionary<string, string> Fixed, TicketStates States, IReadOnlyDictionary<string, string> Names)
{
    private static readonly string[] s_fields = ["service", "area", "site", "organisation", "incident"];

    // The hub writes these itself; priority follows from impact and urgency.
    private static readonly string[] s_taken =
        ["correlation_id", "correlation_display", "short_description", "description", "impact", "urgency", "priority", "state", "comments", "work_notes"];

    /// <summary>What the states of the product's incidents mean.</summary>
    public static readonly TicketStates Usual = new(
        new Dictionary<string, TicketMeaning>(StringComparer.OrdinalIgnoreCase)
        {
            ["1"] = TicketMeaning.New,
            ["2"] = TicketMeaning.Working,
            ["3"] = TicketMeaning.Working, // On hold for a change, a problem or a vendor: the supplier's own business.
            ["3-1"] = TicketMeaning.Waiting,
            ["6"] = TicketMeaning.Resolved,
            ["7"] = TicketMeaning.Closed,
            ["8"] = TicketMeaning.Declined,
        },
        new Dictionary<TicketMove, string>
        {
            [TicketMove.Offered] = "1",
            [TicketMove.Answered] = "2",
            [TicketMove.Reopened] = "2",
            [TicketMove.Closed] = "7",
            [TicketMove.Withdrawn] = "8",
            [TicketMove.HandedOver] = "8",
        });

    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["1"] = "New",
        ["2"] = "In Progress",
        ["3"] = "On Hold",
        ["3-1"] = "On Hold: Awaiting Caller",
        ["3-3"] = "On Hold: Awaiting Problem",
        ["3-4"] = "On Hold: Awaiting Vendor",
        ["3-5"] = "On Hold: Awaiting Change",
        ["6"] = "Resolved",
        ["7"] = "Closed",
        ["8"] = "Canceled",
    };

    /// <summary>Reads a supplier's settings; sound when <see cref="Faults"/> finds none.</summary>
    public static ServiceNowSupplier Of(SupplierSettings supplier) => new(
        supplier.Id, supplier.Url?.ToString().TrimEnd('/') ?? "", LoginOf(supplier) ?? ServiceNowLogin.Basic, Text(supplier, "User"), Text(supplier, "Password"),
        Text(supplier, "ClientId"), Text(supplier, "ClientSecret"), Text(supplier, "Owner") is { Length: > 0 } owner ? owner : "it-support",
        Text(supplier, "HandoverColumn") is { Length: > 0 } column ? column : null,
        With(supplier, "Priorities", new(StringComparer.Ordinal) { ["1"] = "1/1", ["2"] = "1/2", ["3"] = "2/2", ["4"] = "2/3" })
            .ToDictionary(pair => pair.Key, pair => (pair.Value[..1], pair.Value[^1..]), StringComparer.Ordinal),
        With(supplier, "CloseCodes", new(StringComparer.OrdinalIgnoreCase) { ["closed"] = "Solved (Permanently)" })
            .Select(pair => (Move: MoveOf(pair.Key), Code: pair.Value)).Where(pair => pair.Move is not null).ToDictionary(pair => pair.Move!.Value, pair => pair.Code),
        With(supplier, "Fields", []), With(supplier, "Set", []), TicketStates.Of(supplier, Usual), With(supplier, "Names", s_names));

    /// <summary>What a state means; a reason of being on hold may mean more than the state by itself. Null when nothing says so.</summary>
    public TicketMeaning? MeaningOf(string state, string hold) => States.MeaningOf($"{state}-{hold}") ?? States.MeaningOf(state);

    /// <summary>What people call a state.</summary>
    public string NameOf(string state, string hold) => Names.GetValueOrDefault($"{state}-{hold}") ?? Names.GetValueOrDefault(state, state);

    /// <summary>Without the secrets.</summary>
    public override string ToString() => $"Suppliers:{Id} (servicenow, {Url})";

    /// <summary>What is wrong with the settings of the suppliers that use ServiceNow; each text names the setting and a good value.</summary>
    /// <param name="suppliers">All suppliers.</param>
    public static IReadOnlyList<string> Faults(IEnumerable<SupplierSettings> suppliers) =>
        [.. suppliers.Where(supplier => supplier.Protocol == "servicenow").SelectMany(supplier => LoginFaults(supplier).Concat(MapFaults(supplier)).Concat(TicketStates.Faults(supplier)))];

    private static IEnumerable<string> LoginFaults(SupplierSettings supplier)
    {
        var login = LoginOf(supplier);
        if (login is null)
        {
            yield return $"Suppliers:{supplier.Id}:Login is '{Text(supplier, "Login")}'; use one of basic, client-credentials, password.";
        }

        string[] needed = login switch
        {
            ServiceNowLogin.ClientCredentials => ["User", "ClientId", "ClientSecret"],
            ServiceNowLogin.Password => ["User", "Password", "ClientId", "ClientSecret"],
            _ => ["User", "Password"],
        };
        foreach (var name in needed.Where(name => Text(supplier, name).Length == 0))
        {
            yield return name == "User"
                ? $"Suppliers:{supplier.Id}:User is missing; name the hub's own user at the supplier, by which the hub knows its own changes, for example hub.city."
                : $"Suppliers:{supplier.Id}:{name} is missing; Login {Text(supplier, "Login")} needs {string.Join(", ", needed)}, as the supplier gave them.";
        }

        if (Text(supplier, "User").Contains(':', StringComparison.Ordinal))
        {
            yield return $"Suppliers:{supplier.Id}:User must hold no colon, for example hub.city.";
        }
    }

    private static IEnumerable<string> MapFaults(SupplierSettings supplier)
    {
        if (!TableQuery.IsSafe(Text(supplier, "Owner")))
        {
            yield return $"Suppliers:{supplier.Id}:Owner must be of letters, digits, spaces and ._:-, for example it-support.";
        }

        foreach (var (name, value) in supplier.Options)
        {
            var (kind, of) = name.Split(':', 2) is [var first, var rest] ? (first.ToUpperInvariant(), rest) : (name.ToUpperInvariant(), "");
            var fault = kind switch
            {
                "FIELDS" when of.Length > 0 && !(s_fields.Contains(of, StringComparer.OrdinalIgnoreCase) && IsFree(value)) =>
                    $"names no field of the hub's or no free column; use Fields:site=u_place, one of {string.Join(", ", s_fields)}",
                "SET" when of.Length > 0 && !IsFree(of) => "sets no free column; use Set:assignment_group=SYS_ID",
                "HANDOVERCOLUMN" when value.Length > 0 && !IsFree(value) => "names no free column; use u_handover",
                "PRIORITIES" when of.Length > 0 && (of is not ("1" or "2" or "3" or "4") || !Weight().IsMatch(value)) =>
                    $"is '{value}'; give each of Priorities:1 to Priorities:4 an impact and an urgency of 1 to 3, for example 2/3",
                "CLOSECODES" when of.Length > 0 && (MoveOf(of) is null || string.IsNullOrWhiteSpace(value)) =>
                    "is no close code of a move; use CloseCodes:closed=Solution provided, or withdrawn, handed-over",
                _ => null,
            };
            if (fault is not null)
            {
                yield return $"Suppliers:{supplier.Id}:{name} {fault}. The hub itself writes {string.Join(", ", s_taken)}.";
            }
        }
    }

    private static bool IsFree(string column) => Column().IsMatch(column) && !s_taken.Contains(column, StringComparer.Ordinal);

    private static Dictionary<string, string> With(SupplierSettings supplier, string key, Dictionary<string, string> usual)
    {
        foreach (var (name, value) in supplier.Options)
        {
            if (name.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase) && value.Length > 0)
            {
                usual = new Dictionary<string, string>(usual, usual.Comparer) { [name[(key.Length + 1)..]] = value };
            }
        }

        return usual;
    }

    private static ServiceNowLogin? LoginOf(SupplierSettings supplier) => Text(supplier, "Login").ToUpperInvariant() switch
    {
        "" or "BASIC" => ServiceNowLogin.Basic,
        "CLIENT-CREDENTIALS" => ServiceNowLogin.ClientCredentials,
        "PASSWORD" => ServiceNowLogin.Password,
        _ => null,
    };

    private static TicketMove? MoveOf(string name) => name.ToUpperInvariant() switch
    {
        "CLOSED" => TicketMove.Closed,
        "WITHDRAWN" => TicketMove.Withdrawn,
        "HANDED-OVER" => TicketMove.HandedOver,
        _ => null,
    };

    private static string Text(SupplierSettings supplier, string name) => supplier.Options.GetValueOrDefault(name) ?? "";

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,79}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Column();

    [GeneratedRegex(@"\A[1-3]/[1-3]\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Weight();
}
