using System.IO.Compression;
using IntegrationHub.Adapters.Suppliers.ServiceNow;
using IntegrationHub.Adapters.Suppliers.Vinst;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Reports;

namespace IntegrationHub.Host.Reports;

/// <summary>Reads an incident log whose layout its header tells: VINST, or a ServiceNow event log as in UCI data set 498.</summary>
internal static class HistoryFile
{
    private const int Block = 1024;
    private const int LinesAtOnce = 2_000;

    /// <summary>The size of a file in the blocks that its reading tells of.</summary>
    public static int Blocks(string path) => (int)Math.Min(int.MaxValue, (new FileInfo(path).Length / Block) + 1);

    /// <summary>Reads the whole file, line by line.</summary>
    /// <param name="path">CSV in UTF-8; <c>.gz</c> is unpacked on the way.</param>
    /// <param name="progress">Told now and then how many blocks more were read.</param>
    /// <exception cref="InvalidDataException">The layout is neither, or a line is not sound; the message says what it should be.</exception>
    /// <exception cref="VinstFormatException">The same, in the VINST layout.</exception>
    public static (string Layout, FlowHistory History) Read(string path, Action<int> progress)
    {
        var header = HeaderOf(path);
        using var file = File.OpenRead(path);
        using var text = Unpacked(path, file);
        var (layout, lines) =
            VinstLog.IsHeader(header) ? ("vinst", VinstLog.Lines(text).Select(FromVinst))
            : IncidentEventLog.IsHeader(header) ? ("servicenow", IncidentEventLog.Lines(text))
            : throw new InvalidDataException(
                "The header is of no known incident log. VINST begins with case,timestamp,status,substatus; a ServiceNow event log has the column number and others like assignment_group.");
        var history = new FlowHistory();
        var told = 0L;
        foreach (var line in lines)
        {
            history.Add(line);
            if (history.Events % LinesAtOnce == 0)
            {
                progress((int)((file.Position - told) / Block));
                told += (file.Position - told) / Block * Block;
            }
        }

        return (layout, history);
    }

    private static string[] HeaderOf(string path)
    {
        using var file = File.OpenRead(path);
        using var text = Unpacked(path, file);
        return [.. (text.ReadLine() ?? "").Split(',').Select(name => name.Trim().Trim('"'))];
    }

    private static StreamReader Unpacked(string path, FileStream file) =>
        new(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);

    private static FlowLine FromVinst(HistoryRow row) => new(
        row.Ticket, row.At, row.Team, Taken: row.Status != "Queued", Solved: row is { Status: "Completed", Substatus: "Resolved" or "In Call" },
        new FlowSigns(row.Details["product"], row.Details["org_country"], row.Details["impact"]));
}
