using System.Globalization;
using System.Text.RegularExpressions;

namespace IntegrationHub.HostTests.Suppliers.ServiceNow;

/// <summary>An instance refuses what is asked of it.</summary>
internal sealed class InstanceRefusal(int status, string message, string detail) : Exception(message)
{
    public int Status => status;

    public string Detail => detail;
}

/// <summary>
/// The tables of an instance, with what is nasty about them: times in whole seconds, journal columns that only grow, references and choices
/// that become blank when they are not known, a calculated priority, close codes that a data policy wants, and no order unless one is asked for.
/// </summary>
/// <remarks>Not thread-safe. Source: <c>../shared/protocols/suppliers.md</c> section 3, and ServiceNow's documentation of the Table API and of auditing.</remarks>
internal sealed partial class InstanceTables
{
    public const string Group = "8a5055c9c61122780043563ef53438e3";
    private static readonly string[] s_incident =
    [
        "sys_id", "number", "correlation_id", "correlation_display", "short_description", "description", "impact", "urgency", "priority", "state", "hold_reason",
        "close_code", "close_notes", "assignment_group", "category", "location", "u_handover", "sys_created_on", "sys_updated_on", "sys_updated_by", "sys_mod_count",
    ];

    private static readonly Dictionary<string, string[]> s_columns = new(StringComparer.Ordinal)
    {
        ["incident"] = s_incident,
        ["sys_audit"] = ["sys_id", "tablename", "documentkey", "fieldname", "oldvalue", "newvalue", "user", "sys_created_on", "record_checkpoint"],
        ["sys_attachment"] = ["sys_id", "table_name", "table_sys_id", "file_name", "content_type", "hash", "sys_created_on", "content"],
        ["sys_journal_field"] = ["sys_id", "name", "element", "element_id", "value", "sys_created_by", "sys_created_on"],
    };

    private static readonly string[] s_calculated = ["sys_id", "number", "priority", "sys_created_on", "sys_updated_on", "sys_updated_by", "sys_mod_count"];
    private static readonly string[] s_journals = ["comments", "work_notes"];
    private readonly Dictionary<string, List<Dictionary<string, string>>> _tables = s_columns.Keys.ToDictionary(table => table, _ => new List<Dictionary<string, string>>(), StringComparer.Ordinal);
    private int _numbers = 10_000;

    /// <summary>Incidents that the hub's user does not see, by number: they are counted and left out of their pages.</summary>
    public HashSet<string> Hidden { get; } = new(StringComparer.Ordinal);

    /// <summary>What the hub's user may not set, by column, or by incident and column (<c>INC0010001.state</c>): it is dropped without a word.</summary>
    public HashSet<string> Locked { get; } = new(StringComparer.Ordinal);

    /// <summary>Tables of which the hub's user sees no row.</summary>
    public HashSet<string> Closed { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether journal entries are in the audit too.</summary>
    public bool AuditsJournals { get; set; } = true;

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string table) => _tables[table];

    public static bool Knows(string table) => s_columns.ContainsKey(table);

    public Dictionary<string, string> Incident(string number) => _tables["incident"].Single(row => row["number"] == number);

    public Dictionary<string, string>? Find(string table, string id) => _tables[table].Find(row => row["sys_id"] == id && !Hidden.Contains(row.GetValueOrDefault("number", "")));

    public Dictionary<string, string> Insert(IReadOnlyDictionary<string, string> sent, string user, bool isAgent)
    {
        var row = s_incident.ToDictionary(column => column, _ => "", StringComparer.Ordinal);
        (row["sys_id"], row["number"], row["state"], row["impact"], row["urgency"]) = (NewId(), "INC" + Text(++_numbers).PadLeft(7, '0'), "1", "3", "3");
        (row["sys_created_on"], row["sys_mod_count"]) = (Now(), "-1");
        var after = Apply(row, sent, user, isAgent);
        if (after["category"] == "sluten")
        {
            throw new InstanceRefusal(403, "Operation Failed", "Operation against file 'incident' was aborted by Business Rule 'Closed category'");
        }

        _tables["incident"].Add(row);
        Keep(row, after, sent, user);
        return row;
    }

    /// <summary>Keeps a file with a row; its content is here, where the product has further tables for it.</summary>
    public IReadOnlyDictionary<string, string> Attach(string table, string id, string name, string type, string content)
    {
        var row = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["sys_id"] = NewId(),
            ["table_name"] = table,
            ["table_sys_id"] = id,
            ["file_name"] = name,
            ["content_type"] = type,
            ["hash"] = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content))),
            ["sys_created_on"] = Now(),
            ["content"] = content,
        };
        _tables["sys_attachment"].Add(row);
        return row;
    }

    public void Update(Dictionary<string, string> row, IReadOnlyDictionary<string, string> sent, string user, bool isAgent)
    {
        var after = Apply(row, sent, user, isAgent);
        if (after["state"] == "3" && after["hold_reason"].Length == 0)
        {
            throw new InstanceRefusal(403, "Operation Failed", "Data Policy Exception: The following fields are mandatory: On hold reason");
        }

        if (after["state"] is "6" or "7" && (after["close_code"].Length == 0 || after["close_notes"].Length == 0))
        {
            throw new InstanceRefusal(403, "Operation Failed", "Data Policy Exception: The following fields are mandatory: Resolution code, Resolution notes");
        }

        Keep(row, after, sent, user);
    }

    /// <summary>The rows that an encoded query finds. A condition that is not understood is refused, so that a test shows it; the product passes over it.</summary>
    public IReadOnlyList<Dictionary<string, string>> Query(string table, string query)
    {
        var parts = query.Split('^', StringSplitOptions.RemoveEmptyEntries).ToList();
        var orders = parts.Where(part => part.StartsWith("ORDERBY", StringComparison.Ordinal)).ToList();
        List<List<Func<Dictionary<string, string>, bool>>> groups = [[]];
        foreach (var part in parts.Except(orders, StringComparer.Ordinal))
        {
            var condition = part;
            if (part.StartsWith("NQ", StringComparison.Ordinal))
            {
                groups.Add([]);
                condition = part[2..];
            }

            groups[^1].Add(Condition(table, condition));
        }

        var found = _tables[table].Where(row => groups.Exists(group => group.TrueForAll(holds => holds(row))));
        var ordered = found.Reverse().OrderBy(_ => 0);
        foreach (var order in orders)
        {
            var isDescending = order.StartsWith("ORDERBYDESC", StringComparison.Ordinal);
            var column = order[(isDescending ? "ORDERBYDESC" : "ORDERBY").Length..];
            Require(s_columns[table].Contains(column, StringComparer.Ordinal), order);
            ordered = isDescending ? ordered.ThenByDescending(row => row[column], StringComparer.Ordinal) : ordered.ThenBy(row => row[column], StringComparer.Ordinal);
        }

        return [.. ordered];
    }

    /// <summary>A journal column as the API gives it: the whole story as one text, newest first.</summary>
    public string Story(string id, string column) => string.Join("\n\n", _tables["sys_journal_field"].Where(entry => entry["element_id"] == id && entry["element"] == column)
        .Reverse<Dictionary<string, string>>().Select(entry => $"{entry["sys_created_on"]} - {entry["sys_created_by"]} ({column})\n{entry["value"]}"));

    private Dictionary<string, string> Apply(Dictionary<string, string> row, IReadOnlyDictionary<string, string> sent, string user, bool isAgent)
    {
        var after = new Dictionary<string, string>(row, StringComparer.Ordinal);
        foreach (var (column, value) in sent.Where(pair => s_incident.Contains(pair.Key, StringComparer.Ordinal) && !s_calculated.Contains(pair.Key, StringComparer.Ordinal) && (isAgent || !IsLocked(row, pair.Key))))
        {
            after[column] = column == "assignment_group" && value != Group ? "" : value;
        }

        if (after["state"] != "3")
        {
            after["hold_reason"] = "";
        }

        after["priority"] = Text(Math.Clamp(Whole(after["impact"]) + Whole(after["urgency"]) - 1, 1, 5));
        return after;
    }

    private void Keep(Dictionary<string, string> row, Dictionary<string, string> after, IReadOnlyDictionary<string, string> sent, string user)
    {
        var (now, id, turn) = (Now(), row["sys_id"], Whole(row["sys_mod_count"]) + 1);
        var journal = s_journals.Where(column => sent.GetValueOrDefault(column) is { Length: > 0 } && (!Locked.Contains(column) || user != ServiceNowDouble.HubUser)).ToList();
        var changed = s_incident.Where(column => after[column] != row[column]).ToList();
        if (changed.Count + journal.Count == 0)
        {
            return; // An update that changes nothing is none.
        }

        foreach (var column in changed.Where(_ => turn > 0).Concat(AuditsJournals ? journal : []))
        {
            _tables["sys_audit"].Add(new(StringComparer.Ordinal)
            {
                ["sys_id"] = NewId(),
                ["tablename"] = "incident",
                ["documentkey"] = id,
                ["fieldname"] = column,
                ["oldvalue"] = row.GetValueOrDefault(column, ""),
                ["newvalue"] = after.GetValueOrDefault(column) ?? sent[column],
                ["user"] = user,
                ["sys_created_on"] = now,
                ["record_checkpoint"] = Text(turn),
            });
        }

        foreach (var column in journal)
        {
            _tables["sys_journal_field"].Add(new(StringComparer.Ordinal)
            {
                ["sys_id"] = NewId(),
                ["name"] = "incident",
                ["element"] = column,
                ["element_id"] = id,
                ["value"] = sent[column].ReplaceLineEndings("\r\n"),
                ["sys_created_by"] = user,
                ["sys_created_on"] = now,
            });
        }

        foreach (var column in changed)
        {
            row[column] = after[column];
        }

        (row["sys_mod_count"], row["sys_updated_on"], row["sys_updated_by"]) = (Text(turn), now, user);
    }

    private bool IsLocked(Dictionary<string, string> row, string column) => Locked.Contains(column) || Locked.Contains($"{row["number"]}.{column}");

    private static Func<Dictionary<string, string>, bool> Condition(string table, string text)
    {
        var match = Conditions().Match(text);
        Require(match.Success && s_columns[table].Contains(match.Groups["column"].Value, StringComparer.Ordinal), text);
        var (column, value) = (match.Groups["column"].Value, match.Groups["value"].Value);
        return match.Groups["compare"].Value switch
        {
            "=" => row => row[column] == value,
            ">=" => row => string.CompareOrdinal(row[column], value) >= 0,
            ">" => row => string.CompareOrdinal(row[column], value) > 0,
            "IN" => row => value.Split(',').Contains(row[column], StringComparer.Ordinal),
            _ => row => row[column].Contains(value, StringComparison.OrdinalIgnoreCase),
        };
    }

    private static void Require(bool isUnderstood, string part)
    {
        if (!isUnderstood)
        {
            throw new InstanceRefusal(400, "Invalid query", part);
        }
    }

    private static string NewId() => Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    private static string Now() => TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Whole(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex("^(?<column>[a-z_]+)(?<compare>>=|=|>|IN|LIKE)(?<value>.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline, 100)]
    private static partial Regex Conditions();
}
