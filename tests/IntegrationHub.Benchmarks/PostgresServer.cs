using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace IntegrationHub.Benchmarks;

/// <summary>A PostgreSQL of our own: in a folder beside our files, so on the same disk, on a free port of this machine, with fsync on.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Debian = "/usr/lib/postgresql";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;

    private PostgresServer(Process process, NpgsqlDataSource connections) => (_process, Connections) = (process, connections);

    public NpgsqlDataSource Connections { get; }

    /// <summary>Where Debian puts the newest server; null when there is none.</summary>
    public static string? Find() => Programs.FolderOf(
        "initdb",
        Directory.Exists(Debian) ? Directory.GetDirectories(Debian).OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")) : []);

    /// <exception cref="InvalidOperationException">It could not be made or started.</exception>
    public static async Task<PostgresServer> StartAsync(string programs, string folder, CancellationToken ct)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "postgresql")).FullName;
        string[] unprivileged = [];
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root. setpriv becomes the server itself, so the process id is the server's.
            unprivileged = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"];
            await Programs.RunAsync(folder, s_patience, "chown", ["postgres:postgres", data], ct);
        }

        string[] make = [.. unprivileged, Path.Combine(programs, "initdb"), "-D", data, "-U", "bench", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C"];
        await Programs.RunAsync(data, s_patience, make[0], make[1..], ct);

        var port = FreePort();
        string[] settings =
        [
            "listen_addresses=127.0.0.1", $"port={port}", "unix_socket_directories=", "max_connections=300",
            "fsync=on", "synchronous_commit=on", "shared_buffers=256MB", "max_wal_size=4GB",
        ];
        string[] serve = [.. unprivileged, Path.Combine(programs, "postgres"), "-D", data, .. settings.SelectMany(setting => (string[])["-c", setting])];
        var process = Programs.Start(data, serve[0], serve[1..]);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { }; // Read, or it would block on a full pipe.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var connections = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={port};Username=bench;Database=postgres;Maximum Pool Size=280;Timeout=30");
        var server = new PostgresServer(process, connections);
        try
        {
            await server.AnswersAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to stop at once, as one interrupt does, and waits until it has.</summary>
    public async ValueTask DisposeAsync()
    {
        await Connections.DisposeAsync();
        if (!_process.HasExited)
        {
            var id = _process.Id.ToString(CultureInfo.InvariantCulture);
            using var interrupt = Process.Start("kill", ["-INT", id]);
            try
            {
                await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(s_patience);
            }
            catch (TimeoutException)
            {
                _process.Kill();
            }
        }

        _process.Dispose();
    }

    private async Task AnswersAsync(CancellationToken ct)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                await using var connection = await Connections.OpenConnectionAsync(ct);
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited && Stopwatch.GetElapsedTime(started) < s_patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, ct);
            }
            catch (NpgsqlException fault)
            {
                throw new InvalidOperationException($"the server does not answer: {fault.Message}", fault);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
