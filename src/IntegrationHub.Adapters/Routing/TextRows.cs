using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Adapters.Routing;

/// <summary>A text to route, as a back-test has it.</summary>
/// <param name="Id">The caller's own id of it.</param>
/// <param name="Text">What was said; may be empty.</param>
/// <param name="Area"><c>office</c> or <c>education</c>; null when not known.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>; null when not known.</param>
public sealed record TextRow(string Id, string Text, string? Area, string? Language);

/// <summary>Reads the CSV files of back-tests and of training: UTF-8 with a header, RFC 4180, <c>.gz</c> unpacked; a row at a time, whatever the file's size.</summary>
public static class TextRows
{
    private static readonly (string Label, string Text)[] s_trainingColumns = [("topic_group", "document"), ("service", "text")];

    /// <summary>Texts to route: columns <c>id,text[,area,language]</c> in any order; others are passed over.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a line is no CSV; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<TextRow> Read(string path)
    {
        using var csv = Open(path);
        Need(csv, path, "id,text[,area,language]", "id", "text");
        while (Next(csv, path))
        {
            yield return new TextRow(Field(csv, "id") ?? "", Field(csv, "text") ?? "", Field(csv, "area"), Field(csv, "language"));
        }
    }

    /// <summary>Texts with their answers: columns <c>topic_group,document</c> or <c>service,text</c>, and <c>person</c> where it is known whose a text is. Rows without an answer or a text are left out.</summary>
    /// <exception cref="InvalidDataException">A column is missing, or a line is no CSV; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<LearntText> ReadTraining(string path)
    {
        using var csv = Open(path);
        Need(csv, path, "topic_group,document or service,text");
        var columns = s_trainingColumns.FirstOrDefault(columns => Has(csv, columns.Label) && Has(csv, columns.Text));
        if (columns == default)
        {
            throw new InvalidDataException($"{path}: the header lacks the columns. Wanted: topic_group,document or service,text; found: {Header(csv)}.");
        }

        while (Next(csv, path))
        {
            if (Field(csv, columns.Label) is { } label && Field(csv, columns.Text) is { } text)
            {
                yield return new LearntText(text, label, Field(csv, "person") ?? csv.Parser.Row.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static CsvReader Open(string path)
    {
        Stream file = File.OpenRead(path);
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            file = new GZipStream(file, CompressionMode.Decompress);
        }

        return new CsvReader(new StreamReader(file, Encoding.UTF8), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            MissingFieldFound = null,
            BadDataFound = bad => throw new InvalidDataException(
                $"{path}, line {bad.Context?.Parser?.RawRow}: a quotation mark stands where none may. Put the field in quotation marks and double those within."),
        });
    }

    private static void Need(CsvReader csv, string path, string wanted, params string[] columns)
    {
        if (!Next(csv, path) || !csv.ReadHeader() || csv.HeaderRecord is null)
        {
            throw new InvalidDataException($"{path} is empty. Wanted: a header with the columns {wanted}, then a row for each text.");
        }

        if (columns.FirstOrDefault(column => !Has(csv, column)) is { } missing)
        {
            throw new InvalidDataException($"{path}: the header lacks {missing}. Wanted: {wanted}; found: {Header(csv)}.");
        }
    }

    private static bool Next(CsvReader csv, string path)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvHelperException fault)
        {
            throw new InvalidDataException(
                fault.InnerException is InvalidDataException known ? known.Message
                    : $"{path}, line {csv.Parser.RawRow}: this is no CSV. Wanted: UTF-8, commas, quotation marks around fields that hold commas or line breaks.",
                fault);
        }
    }

    private static bool Has(CsvReader csv, string column) => csv.HeaderRecord!.Contains(column, StringComparer.Ordinal);

    // What was found may be the first text of a file without a header: only so much of it is shown.
    private static string Header(CsvReader csv) => string.Join(',', csv.HeaderRecord!.Take(6).Select(name => name.Length > 20 ? name[..20] + "…" : name));

    private static string? Field(CsvReader csv, string column) =>
        Has(csv, column) && csv.GetField(column) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
}
