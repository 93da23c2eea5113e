using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationHub.Core.Correlation;

namespace IntegrationHub.Adapters.Correlation;

/// <summary>A history of reports as a file has it.</summary>
/// <param name="Reports">In order of time; those of the same time as in the file.</param>
/// <param name="Truth">The common fault of each report that has one, by the report's id; empty when the file does not say.</param>
/// <param name="LeftOut">Lines without an id or a time that can be read.</param>
public sealed record ReportsFile(IReadOnlyList<Report> Reports, IReadOnlyDictionary<string, string> Truth, int LeftOut)
{
    /// <summary>The columns that are read; in any order, and others may stand beside them.</summary>
    public static readonly IReadOnlyList<string> Columns = ["id", "reported_at", "service", "site", "organisation", "text"];

    /// <summary>Reads CSV in UTF-8 with a header. Only <c>id</c> and <c>reported_at</c> must be there; <c>person</c>, <c>ticket</c> and <c>fault</c> are used when they are.</summary>
    /// <exception cref="InvalidDataException">There is no header, or it lacks one of the two.</exception>
    public static ReportsFile Read(TextReader text)
    {
        using var csv = Open(text);
        Require(csv, "id");
        Require(csv, "reported_at");
        var (reports, truth, leftOut) = (new List<Report>(), new Dictionary<string, string>(StringComparer.Ordinal), 0);
        while (csv.Read())
        {
            if (Field(csv, "id") is not { } id || TimeOf(Field(csv, "reported_at")) is not { } at)
            {
                leftOut++;
                continue;
            }

            reports.Add(new Report(id, at)
            {
                Service = Field(csv, "service"),
                Site = Field(csv, "site"),
                Organisation = Field(csv, "organisation"),
                Words = Field(csv, "text"),
                Person = Field(csv, "person"),
                Ticket = Field(csv, "ticket"),
            });
            if (Field(csv, "fault") is { } fault)
            {
                truth[id] = fault;
            }
        }

        return new ReportsFile([.. reports.OrderBy(report => report.At)], truth, leftOut);
    }

    /// <summary>Reads which report belongs to which fault: <c>case_id,fault_id</c>; a line without a fault says nothing.</summary>
    /// <exception cref="InvalidDataException">The header lacks one of the two.</exception>
    public static IReadOnlyDictionary<string, string> ReadTruth(TextReader text)
    {
        using var csv = Open(text);
        Require(csv, "case_id");
        Require(csv, "fault_id");
        var truth = new Dictionary<string, string>(StringComparer.Ordinal);
        while (csv.Read())
        {
            if (Field(csv, "case_id") is { } id && Field(csv, "fault_id") is { } fault)
            {
                truth[id] = fault;
            }
        }

        return truth;
    }

    private static CsvReader Open(TextReader text)
    {
        var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            PrepareHeaderForMatch = header => header.Header.Trim().TrimStart('\uFEFF').ToLowerInvariant(),
            MissingFieldFound = null,
            BadDataFound = null,
            TrimOptions = TrimOptions.Trim,
        });
        if (!csv.Read() || !csv.ReadHeader())
        {
            csv.Dispose();
            throw new InvalidDataException($"The file is empty. It needs a header: {string.Join(',', Columns)}.");
        }

        return csv;
    }

    private static void Require(CsvReader csv, string column)
    {
        if (!csv.TryGetField<string>(column, out _) && csv.GetFieldIndex(column, isTryGet: true) < 0)
        {
            throw new InvalidDataException($"The file has no column {column}. Give it a header that names it.");
        }
    }

    private static string? Field(CsvReader csv, string column) =>
        csv.TryGetField<string>(column, out var value) && !string.IsNullOrWhiteSpace(value) ? value : null;

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;
}

/// <summary>Writes what a back-test, or a simulation, gives.</summary>
public static class CorrelationFiles
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <summary>Writes <c>incident_id,detected_at,case_id,reason</c>, a line for every linked case.</summary>
    public static void WriteLinks(TextWriter output, IEnumerable<BacktestLink> links) => Write(
        output, ["incident_id", "detected_at", "case_id", "reason"],
        links.Select(link => (IReadOnlyList<string?>)
            [string.Create(CultureInfo.InvariantCulture, $"incident-{link.Incident}"), Text(link.DetectedAt), link.Report, link.Reason]));

    /// <summary>Writes reports as <see cref="ReportsFile"/> reads them.</summary>
    public static void WriteReports(TextWriter output, IEnumerable<Report> reports) => Write(
        output, [.. ReportsFile.Columns, "person"],
        reports.Select(report => (IReadOnlyList<string?>)
            [report.Id, Text(report.At), report.Service, report.Site, report.Organisation, report.Words, report.Person]));

    /// <summary>Writes <c>case_id,fault_id</c> for the reports that come from a common fault.</summary>
    public static void WriteTruth(TextWriter output, IEnumerable<(string Report, string Fault)> truth) => Write(
        output, ["case_id", "fault_id"], truth.Select(one => (IReadOnlyList<string?>)[one.Report, one.Fault]));

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    private static void Write(TextWriter output, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string?>> rows)
    {
        using var csv = new CsvWriter(output, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true);
        foreach (var row in rows.Prepend(header))
        {
            foreach (var field in row)
            {
                csv.WriteField(field);
            }

            csv.NextRecord();
        }
    }
}
