using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;

namespace IntegrationHub.Adapters.Invoices.Sheets;

/// <summary>A table for people's spreadsheets, as CSV or Excel. No cell is ever a formula: what would begin one is written as text.</summary>
/// <param name="Columns">Names, in order; all different.</param>
/// <param name="Rows">Values in the order of the columns: text, <see cref="decimal"/>, <see cref="int"/>, <see cref="DateOnly"/>, or null.</param>
public sealed record Sheet(IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows)
{
    /// <summary>Of Excel's format.</summary>
    public const string ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Of CSV: UTF-8 with its mark, by which spreadsheets know it; commas, and a header.</summary>
    public const string CsvType = "text/csv; charset=utf-8";

    // OWASP, "CSV Injection": these begin a formula in one spreadsheet or another; the last two are their wide forms.
    private static readonly char[] s_formula = ['=', '+', '-', '@', '\t', '\r', '\n', '\uFF1D', '\uFF0B', '\uFF0D', '\uFF20'];

    /// <summary>Writes CSV.</summary>
    public byte[] ToCsv()
    {
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }))
        {
            foreach (var row in Rows.Prepend([.. Columns]))
            {
                foreach (var cell in row)
                {
                    csv.WriteField(Text(cell));
                }

                csv.NextRecord();
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Writes an Excel workbook with one sheet; numbers are numbers.</summary>
    public byte[] ToExcel()
    {
        using var bytes = new MemoryStream();
        bytes.SaveAs(Rows.Select(row => Columns.Zip(row).ToDictionary(pair => pair.First, object? (pair) => pair.Second switch
        {
            decimal or int => pair.Second,
            var other => Text(other),
        }, StringComparer.Ordinal)));
        return bytes.ToArray();
    }

    /// <summary>A text that no spreadsheet takes for a formula.</summary>
    public static string Harmless(string text) => text.AsSpan().TrimStart(' ') is [var first, ..] && s_formula.Contains(first) ? "'" + text : text;

    private static string Text(object? cell) => cell switch
    {
        null => "",
        string text => Harmless(text),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => Harmless(cell.ToString() ?? ""),
    };
}
