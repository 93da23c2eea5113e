using Microsoft.Data.Sqlite;

namespace IntegrationHub.Adapters.EventLog.Sqlite;

/// <summary>What tests may change about a log; the hub uses the defaults.</summary>
internal sealed record LogSeams
{
    /// <summary>How long a statement waits for another program that holds the file.</summary>
    public TimeSpan Busy { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a read-only log looks for news, as no commit signal crosses processes.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Called on the writer's thread, with its connection, before it takes the appends that wait.</summary>
    public Action<SqliteConnection>? BeforeGroup { get; init; }
}
