using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>Something to remember across a restart.</summary>
[JsonDerivedType(typeof(MessageTaken), "message")]
[JsonDerivedType(typeof(TicketSaved), "ticket")]
[JsonDerivedType(typeof(OrderSaved), "order")]
[JsonDerivedType(typeof(InvoiceSaved), "invoice")]
[JsonDerivedType(typeof(ReportPlanned), "planned")]
[JsonDerivedType(typeof(ReportEnded), "ended")]
internal abstract record MemoryLine;

/// <summary>A message had its effect.</summary>
internal sealed record MessageTaken(string Supplier, string Source, string Id, string Type) : MemoryLine;

/// <summary>A ticket as it is now, without the user's words; the last one counts.</summary>
internal sealed record TicketSaved(SimulatedTicket Ticket) : MemoryLine;

/// <summary>An order as it is now, without whom it is for; the last one counts.</summary>
internal sealed record OrderSaved(SimulatedOrder Order) : MemoryLine;

/// <summary>An invoice or credit note was made.</summary>
internal sealed record InvoiceSaved(SimulatedInvoice Invoice) : MemoryLine;

/// <summary>A report to send.</summary>
internal sealed record ReportPlanned(PlannedReport Report) : MemoryLine;

/// <summary>A report is over.</summary>
internal sealed record ReportEnded(string Id, string Outcome) : MemoryLine;

/// <summary>The simulator's memory: a file of JSON lines, or nothing. A line that was cut off by a kill is forgotten.</summary>
internal sealed class SimulatorMemory : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream? _file;

    private SimulatorMemory(FileStream? file, IReadOnlyList<MemoryLine> lines) => (_file, Lines) = (file, lines);

    /// <summary>What was there at the start.</summary>
    public IReadOnlyList<MemoryLine> Lines { get; }

    /// <exception cref="IOException">Another simulator has the file, or it cannot be read.</exception>
    public static SimulatorMemory Open(string? path)
    {
        if (path is null)
        {
            return new SimulatorMemory(null, []);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        List<MemoryLine> lines = [];
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var whole = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        foreach (var line in Encoding.UTF8.GetString(content, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            lines.Add(JsonSerializer.Deserialize<MemoryLine>(line)!);
        }

        file.SetLength(whole);
        file.Seek(0, SeekOrigin.End);
        return new SimulatorMemory(file, lines);
    }

    /// <summary>Adds lines in one write, in the operating system's hands when it returns.</summary>
    public void Add(params IEnumerable<MemoryLine> lines)
    {
        if (_file is null)
        {
            return;
        }

        var text = string.Concat(lines.Select(line => JsonSerializer.Serialize(line) + "\n"));
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(text));
            _file.Flush();
        }
    }

    public void Dispose() => _file?.Dispose();
}
