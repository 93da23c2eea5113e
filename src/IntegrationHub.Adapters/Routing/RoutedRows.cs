using System.Globalization;
using System.Text;
using CsvHelper;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Adapters.Routing;

/// <summary>Writes what the router decided: <c>id,service,desk,confidence,ask,alternatives,reason</c>, RFC 4180.</summary>
/// <param name="path">Made, or written anew.</param>
public sealed class RoutedRows(string path) : IDisposable
{
    private readonly CsvWriter _csv = Begun(path);

    /// <summary>Adds a row.</summary>
    /// <param name="id">The caller's own id of the text.</param>
    /// <param name="decision">What was decided about it.</param>
    public void Add(string id, RoutingDecision decision)
    {
        _csv.WriteField(id);
        _csv.WriteField(decision.Service);
        _csv.WriteField(decision.Desk);
        _csv.WriteField(Share(decision.Confidence));
        _csv.WriteField(decision.Ask is null ? "false" : "true");
        _csv.WriteField(string.Join(';', decision.Alternatives.Take(3).Select(next => $"{next.Service}:{Share(next.Confidence)}")));
        _csv.WriteField(string.Join("; ", decision.Reasons));
        _csv.NextRecord();
    }

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private static CsvWriter Begun(string path)
    {
        var csv = new CsvWriter(new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)), CultureInfo.InvariantCulture);
        foreach (var column in (string[])["id", "service", "desk", "confidence", "ask", "alternatives", "reason"])
        {
            csv.WriteField(column);
        }

        csv.NextRecord();
        return csv;
    }

    private static string Share(double share) => share.ToString("0.####", CultureInfo.InvariantCulture);
}
