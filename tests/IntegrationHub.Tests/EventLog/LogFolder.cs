using System.Globalization;
using System.Text;
using IntegrationHub.Adapters.EventLog.Sqlite;
using IntegrationHub.Core.EventLog;
using Microsoft.Data.Sqlite;

namespace IntegrationHub.Tests.EventLog;

/// <summary>A folder with one SQLite log in it, deleted afterwards.</summary>
internal sealed class LogFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("hub-log-").FullName;

    public string Log => Path.Combine(Folder, "hub.log");

    public SqliteEventLog Open(TimeProvider? clock = null) => SqliteEventLog.Open(Log, clock ?? TimeProvider.System);

    public SqliteEventLog Open(LogSeams seams) => SqliteEventLog.Open(Log, TimeProvider.System, seams);

    /// <summary>A connection past the log, as another program would have it.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Log};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>What a disk would hold if the hub were killed now: the file and its write-ahead log.</summary>
    public LogFolder Copy()
    {
        var copy = new LogFolder();
        foreach (var name in (string[])["hub.log", "hub.log-wal"])
        {
            File.Copy(Path.Combine(Folder, name), Path.Combine(copy.Folder, name));
        }

        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static NewEvent Event(int number, int bytes = 20) => new(
        EventId.From("sqlite", number.ToString(CultureInfo.InvariantCulture)), "thing-happened.v1",
        Encoding.UTF8.GetBytes(new string('1', bytes)), ReadOnlyMemory<byte>.Empty);

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static long Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
