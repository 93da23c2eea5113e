using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationHub.Core.Cases;

namespace IntegrationHub.Adapters.Suppliers.Vinst;

/// <summary>A file is not an incident log in the VINST layout.</summary>
/// <param name="message">Which line, what is wrong, and what it should be.</param>
public sealed class VinstFormatException(string message) : Exception(message);

/// <summary>The history of one incident.</summary>
/// <param name="Ticket">The supplier's id.</param>
/// <param name="Place">Its place in the file, by first line; 0 for the first.</param>
/// <param name="Rows">In order of time; lines of one instant in the order of the file.</param>
public sealed record VinstIncident(string Ticket, int Place, IReadOnlyList<HistoryRow> Rows);

/// <summary>An incident log in the layout of Volvo IT's VINST, as published for the BPI Challenge 2013.</summary>
/// <param name="Fingerprint">SHA-256 of the file's bytes, lower-case hex.</param>
/// <param name="Incidents">In order of their first line.</param>
/// <param name="Rows">Lines read, the header not counted.</param>
/// <param name="AllIncidents">How many incidents the whole file holds, also when only its beginning was asked for.</param>
public sealed record VinstLog(string Fingerprint, IReadOnlyList<VinstIncident> Incidents, int Rows, int AllIncidents)
{
    /// <summary>The name under which events of such a log are kept.</summary>
    public const string Supplier = "vinst";

    private static readonly string[] s_columns =
        ["case", "timestamp", "status", "substatus", "resource", "team", "orgline", "role", "impact", "product", "resource_country", "org_country"];

    private static readonly string[] s_details = ["orgline", "role", "impact", "product", "resource_country", "org_country"];

    /// <summary>Reads a log; a file that ends in <c>.gz</c> is unpacked on the way.</summary>
    /// <param name="path">CSV in UTF-8 with a header.</param>
    /// <param name="limit">At most so many lines; null for all.</param>
    /// <exception cref="VinstFormatException">A column is missing, a line is short, or a time is none.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static VinstLog Read(string path, int? limit)
    {
        var bytes = File.ReadAllBytes(path);
        using var text = Open(path, bytes);
        var incidents = new Dictionary<string, List<HistoryRow>>(StringComparer.Ordinal);
        var order = new List<string>();
        var rows = 0;
        foreach (var row in Lines(text))
        {
            if (!incidents.TryGetValue(row.Ticket, out var mine))
            {
                incidents.Add(row.Ticket, mine = []);
                order.Add(row.Ticket);
            }

            if (rows < (limit ?? int.MaxValue))
            {
                mine.Add(row);
                rows++;
            }
        }

        var read = order.Select((ticket, place) => new VinstIncident(ticket, place, InOrder(incidents[ticket])))
            .Where(incident => incident.Rows.Count > 0).ToList();
        return new VinstLog(Convert.ToHexStringLower(SHA256.HashData(bytes)), read, rows, order.Count);
    }

    /// <summary>Whether a file with this header is such a log.</summary>
    public static bool IsHeader(IEnumerable<string> header) => s_columns.All(header.Contains);

    /// <summary>Reads a log line by line, in the order of the file; <see cref="HistoryRow.Index"/> is 0 in all.</summary>
    /// <exception cref="VinstFormatException">A column is missing, a line is short, or a time is none; thrown when that line is reached.</exception>
    public static IEnumerable<HistoryRow> Lines(TextReader text)
    {
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null, BadDataFound = null });
        if (!csv.Read() || !csv.ReadHeader() || !IsHeader(csv.HeaderRecord!))
        {
            var lacks = csv.HeaderRecord is { } header ? s_columns.Except(header, StringComparer.Ordinal) : s_columns;
            throw new VinstFormatException($"The header lacks {string.Join(", ", lacks)}. It should be: {string.Join(',', s_columns)}.");
        }

        while (csv.Read())
        {
            yield return Row(csv);
        }
    }

    private static List<HistoryRow> InOrder(List<HistoryRow> rows) =>
        [.. rows.OrderBy(row => row.At).Select((row, index) => row with { Index = index })];

    private static HistoryRow Row(CsvReader csv)
    {
        string Field(string name) => csv.GetField(name)
            ?? throw new VinstFormatException($"Line {csv.Parser.Row} has no column {name}. Check that it has {s_columns.Length} columns.");

        if (!DateTimeOffset.TryParse(Field("timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            throw new VinstFormatException(
                $"Line {csv.Parser.Row}: '{Field("timestamp")}' is no time. Write it like 2012-05-01T10:15:00+02:00.");
        }

        if (Field("case").Length is 0 or > 100 || Field("team").Length == 0)
        {
            throw new VinstFormatException($"Line {csv.Parser.Row} has no case (1 to 100 characters) or no team. Both are needed.");
        }

        return new HistoryRow(
            Supplier, Field("case"), 0, at.ToUniversalTime(), Field("status"), Field("substatus"), Field("team"), Field("resource"),
            s_details.ToDictionary(name => name, Field, StringComparer.Ordinal));
    }

    private static StreamReader Open(string path, byte[] bytes)
    {
        Stream stream = new MemoryStream(bytes);
        return new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
    }
}
