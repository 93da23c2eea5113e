using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationHub.Core.Reports;

namespace IntegrationHub.Adapters.Suppliers.ServiceNow;

/// <summary>
/// An incident event log of a ServiceNow instance in the layout of UCI data set 498: a line for every update of an incident. Only
/// <c>number</c> must be there; whatever else is missing is not known. A cell that is <c>?</c> or empty is not known either.
/// </summary>
public static class IncidentEventLog
{
    private const string Number = "number";
    private const string Updated = "sys_updated_at";

    private static readonly string[] s_columns =
    [
        "incident_state", "reassignment_count", "reopen_count", "sys_mod_count", "made_sla", "opened_at", Updated, "contact_type", "location", "category",
        "subcategory", "u_symptom", "impact", "urgency", "priority", "assignment_group", "assigned_to", "problem_id", "rfc", "vendor", "caused_by",
        "closed_code", "resolved_at", "closed_at",
    ];

    private static readonly string[] s_timeForms = ["d/M/yyyy HH:mm", "d/M/yyyy H:mm"];
    private static readonly string[] s_over = ["Resolved", "Closed", "6", "7"];

    /// <summary>Whether a file with this header is such a log.</summary>
    public static bool IsHeader(IReadOnlyCollection<string> header) => header.Contains(Number, StringComparer.Ordinal) && header.Intersect(s_columns, StringComparer.Ordinal).Any();

    /// <summary>Reads a log line by line.</summary>
    /// <param name="text">CSV with a header; times as <c>29/2/2016 01:16</c>, taken as UTC.</param>
    /// <exception cref="InvalidDataException">A line has no number, or a time or a count is none; thrown when that line is reached.</exception>
    public static IEnumerable<FlowLine> Lines(TextReader text)
    {
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null, BadDataFound = null });
        csv.Read();
        csv.ReadHeader();
        var columns = csv.HeaderRecord!.ToHashSet(StringComparer.Ordinal);
        var begun = new HashSet<string>(StringComparer.Ordinal);
        while (csv.Read())
        {
            var line = new Cells(csv, columns);
            var number = line.Word(Number) ?? throw new InvalidDataException($"Line {csv.Parser.Row} has no number; each line names its incident.");
            var (updated, opened, resolved) = (line.Time(Updated), line.Time("opened_at"), line.Time("resolved_at"));
            var at = updated ?? (begun.Add(number) || !columns.Contains(Updated) ? opened : null);
            var solved = columns.Contains("incident_state") ? s_over.Contains(line.Word("incident_state"), StringComparer.OrdinalIgnoreCase) : resolved is not null && updated >= resolved;
            yield return new FlowLine(
                number, at, line.Word("assignment_group"), solved || line.IsTaken, solved,
                new FlowSigns(
                    string.Join('/', new[] { line.Word("category"), line.Word("subcategory"), line.Word("u_symptom") }.OfType<string>()),
                    line.Word("location") ?? "", line.Word("impact") ?? line.Word("priority") ?? ""),
                line.Count("reassignment_count"), line.Count("reopen_count"));
        }
    }

    /// <summary>The cells of one line.</summary>
    private readonly struct Cells(CsvReader csv, HashSet<string> columns)
    {
        /// <summary>Whether somebody has taken the incident up: it has a person; where persons are not told, it is not new; where neither is, it is taken.</summary>
        public bool IsTaken =>
            columns.Contains("assigned_to") ? Word("assigned_to") is not null
            : !columns.Contains("incident_state") || Word("incident_state") is not ("New" or "1");

        public string? Word(string name) => columns.Contains(name) && csv.GetField(name)?.Trim() is { Length: > 0 } word && word != "?" ? word : null;

        public DateTimeOffset? Time(string name) =>
            Word(name) is not { } word ? null
            : DateTimeOffset.TryParseExact(word, s_timeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw new InvalidDataException($"Line {csv.Parser.Row}: '{word}' in {name} is no time. Write it like 29/2/2016 01:16, or ? where it is not known.");

        public int? Count(string name) =>
            Word(name) is not { } word ? null
            : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count
            : throw new InvalidDataException($"Line {csv.Parser.Row}: '{word}' in {name} is no whole number. Write it like 3, or ? where it is not known.");
    }
}
