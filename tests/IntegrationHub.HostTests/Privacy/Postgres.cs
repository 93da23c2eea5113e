using System.Globalization;
using IntegrationHub.Benchmarks;
using Npgsql;

namespace IntegrationHub.HostTests.Privacy;

/// <summary>A PostgreSQL of the tests' own, on a free port of this machine. Debian's package postgresql is needed: ops/test sees to it.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private PostgresServer _server = null!;
    private int _databases;

    /// <summary>Where the server keeps its files.</summary>
    public string Files => Path.Combine(_folder.Path, "postgresql");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101); // The server is another user's.
        }

        var programs = PostgresServer.Find() ?? throw new InvalidOperationException("PostgreSQL is not installed (Debian's package postgresql).");
        _server = await PostgresServer.StartAsync(programs, _folder.Path, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Makes an empty database that a role of its own owns.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"hub_keys_{Interlocked.Increment(ref _databases)}");
        await RunAsync(null, $"CREATE ROLE {name} LOGIN PASSWORD 'hush'");
        await RunAsync(null, $"CREATE DATABASE {name} OWNER {name}");
        return new NpgsqlConnectionStringBuilder(_server.Connections.ConnectionString)
        {
            Database = name,
            Username = name,
            Password = "hush",
            MaxPoolSize = 20,
        }.ConnectionString;
    }

    /// <summary>Runs a statement as the server's owner.</summary>
    /// <param name="connection">Whose database; null for the server's own.</param>
    /// <param name="sql">The statement.</param>
    /// <returns>The first value of the first row.</returns>
    public async Task<object?> RunAsync(string? connection, string sql)
    {
        var owner = new NpgsqlConnectionStringBuilder(_server.Connections.ConnectionString) { Pooling = false };
        owner.Database = connection is null ? owner.Database : new NpgsqlConnectionStringBuilder(connection).Database;
        await using var open = new NpgsqlConnection(owner.ConnectionString);
        await open.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, open);
        return await command.ExecuteScalarAsync(Ct);
    }
}
