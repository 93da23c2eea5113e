using IntegrationHub.Adapters.EventLog.Kurrent;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host;

/// <summary>Where the event log is.</summary>
/// <param name="Kurrent"><c>EventLog:ConnectionString</c> with <c>EventLog:Kind</c> <c>kurrentdb</c>; null for SQLite in the data directory.</param>
public sealed record EventLogSettings(KurrentSettings? Kurrent)
{
    private const string Kind = "EventLog:Kind";
    private const string Connection = "EventLog:ConnectionString";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">One of them is missing or wrong.</exception>
    public static EventLogSettings Read(IConfiguration configuration) =>
        (configuration[Kind]?.ToUpperInvariant(), configuration[Connection]) switch
        {
            (null or "SQLITE", null or "") => new(Kurrent: null),
            (null or "SQLITE", _) =>
                throw new SettingsException($"{Connection} is set, but {Kind} is not. Set {Kind} to kurrentdb, or remove {Connection}."),
            ("KURRENTDB", var text) => new(Checked(() => ConnectionString.Read(text))),
            _ => throw new SettingsException($"{Kind} is not one of those that there are. Set it to sqlite (in the data directory) or to kurrentdb."),
        };

    /// <summary>Opens the log for the one hub that has the data directory.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="clock">The time.</param>
    /// <param name="log">Is told which node a log elsewhere is at.</param>
    /// <exception cref="EventLogException">The log is damaged or in use.</exception>
    public IEventLog Open(string directory, TimeProvider clock, ILogger log) =>
        Kurrent is null ? SqliteEventLog.Open(FileIn(directory), clock) : Checked(() => KurrentEventLog.Open(Kurrent, clock, log));

    /// <summary>Opens the log for reading beside a hub that runs.</summary>
    /// <exception cref="FileNotFoundException">The data directory has no log.</exception>
    public IEventLog OpenForReading(string directory, TimeProvider clock, ILogger log)
    {
        if (Kurrent is not null)
        {
            return Open(directory, clock, log);
        }

        var file = FileIn(directory);
        return File.Exists(file)
            ? SqliteEventLog.OpenReadOnly(file, clock)
            : throw new FileNotFoundException($"There is no log at {file}. Name the hub's data directory with --data.");
    }

    private static string FileIn(string directory) => Path.Combine(directory, "log.db");

    private static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException fault)
        {
            throw new SettingsException(fault.Message);
        }
    }
}
