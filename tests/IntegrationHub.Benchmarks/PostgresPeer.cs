using Npgsql;
using NpgsqlTypes;

namespace IntegrationHub.Benchmarks;

/// <summary>A PostgreSQL table like our log's, written through Npgsql: prepared statements, one connection per writer, one round trip per append.</summary>
/// <remarks>
/// It is asked for less than we give: positions come from a sequence, so readers may see them out of order, and a repeat is not
/// recognised. The expected revision is checked, and kept by the unique index.
/// </remarks>
internal static class PostgresPeer
{
    private const string Tables = """
        CREATE TABLE streams (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
        CREATE TABLE events (
            position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream bigint NOT NULL, revision bigint NOT NULL, id uuid NOT NULL,
            type integer NOT NULL, data bytea NOT NULL, metadata bytea NOT NULL, recorded_at bigint NOT NULL);
        CREATE UNIQUE INDEX events_by_revision ON events (stream, revision);
        CREATE INDEX events_by_id ON events (stream, id);
        """;

    private const string Events = """
        INSERT INTO events (stream, revision, id, type, data, metadata, recorded_at)
        SELECT s.number, $2 + e.place - 1, e.id, 1, $4, $5, $6 FROM s, unnest($3) WITH ORDINALITY AS e (id, place) RETURNING stream
        """;

    private const string First = "WITH s AS (INSERT INTO streams (name) VALUES ($1) RETURNING number) " + Events;

    private const string Next = "WITH s AS (SELECT $1 AS number WHERE (SELECT max(revision) FROM events WHERE stream = $1) = $2 - 1) " + Events;

    public static async Task<Peer> StartAsync(string folder, CancellationToken ct)
    {
        if (PostgresServer.Find() is not { } programs)
        {
            return Peer.Absent("PostgreSQL: not installed (Debian package postgresql)");
        }

        try
        {
            var server = await PostgresServer.StartAsync(programs, folder, ct);
            await using var make = server.Connections.CreateCommand(Tables);
            await make.ExecuteNonQueryAsync(ct);
            var name = $"PostgreSQL {await ShowAsync(server, "server_version", ct)}, fsync {await ShowAsync(server, "fsync", ct)}, synchronous_commit {await ShowAsync(server, "synchronous_commit", ct)}";
            return new Peer(name, (run, writers, span, stop) => RunAsync(server.Connections, run, writers, span, stop), server.DisposeAsync);
        }
        catch (Exception fault) when (fault is InvalidOperationException or NpgsqlException or System.ComponentModel.Win32Exception)
        {
            return Peer.Absent($"PostgreSQL: not started ({fault.Message})");
        }
    }

    private static async Task<string> ShowAsync(PostgresServer server, string setting, CancellationToken ct)
    {
        await using var show = server.Connections.CreateCommand("SHOW " + setting);
        return ((string)(await show.ExecuteScalarAsync(ct))!).Split(' ')[0];
    }

    private static async Task<Written> RunAsync(NpgsqlDataSource connections, string run, int writers, TimeSpan span, CancellationToken ct)
    {
        var sessions = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Session.OpenAsync(connections, ct)));
        try
        {
            return await AppendLoad.RunAsync((writer, stream, length, count, stop) => sessions[writer].AppendAsync(stream, length, count, stop), run, writers, 2, span, ct);
        }
        finally
        {
            foreach (var session in sessions)
            {
                await session.DisposeAsync();
            }
        }
    }

    /// <summary>One writer's connection; it remembers the number of the stream that it writes.</summary>
    private sealed class Session(NpgsqlConnection connection, NpgsqlCommand first, NpgsqlCommand next) : IAsyncDisposable
    {
        private long _stream;

        public static async Task<Session> OpenAsync(NpgsqlDataSource connections, CancellationToken ct)
        {
            var connection = await connections.OpenConnectionAsync(ct);
            var first = Command(connection, First, new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text });
            var next = Command(connection, Next, new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint });
            await first.PrepareAsync(ct);
            await next.PrepareAsync(ct);
            return new Session(connection, first, next);
        }

        public async Task AppendAsync(string stream, long length, int count, CancellationToken ct)
        {
            var command = length == 0 ? first : next;
            if (length == 0)
            {
                ((NpgsqlParameter<string>)command.Parameters[0]).TypedValue = stream;
            }
            else
            {
                ((NpgsqlParameter<long>)command.Parameters[0]).TypedValue = _stream;
            }

            var ids = new Guid[count];
            for (var index = 0; index < count; index++)
            {
                ids[index] = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
            }

            ((NpgsqlParameter<long>)command.Parameters[1]).TypedValue = length;
            ((NpgsqlParameter<Guid[]>)command.Parameters[2]).TypedValue = ids;
            ((NpgsqlParameter<long>)command.Parameters[5]).TypedValue = TimeProvider.System.GetUtcNow().UtcTicks;
            _stream = (long)(await command.ExecuteScalarAsync(ct) ?? throw new InvalidOperationException("PostgreSQL wrote nothing."));
        }

        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync();
            await next.DisposeAsync();
            await connection.DisposeAsync();
        }

        private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, NpgsqlParameter stream) => new(sql, connection)
        {
            Parameters =
            {
                stream,
                new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint },
                new NpgsqlParameter<Guid[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Bytea, TypedValue = AppendLoad.Data },
                new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Bytea, TypedValue = AppendLoad.Metadata },
                new NpgsqlParameter<long> { NpgsqlDbType = NpgsqlDbType.Bigint },
            },
        };
    }
}
