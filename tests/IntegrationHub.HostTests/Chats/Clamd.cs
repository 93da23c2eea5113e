using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrationHub.HostTests.Mail;

namespace IntegrationHub.HostTests.Chats;

/// <summary>A real virus scanner: ClamAV's daemon as a process of the test's own, which knows one virus, the harmless EICAR.</summary>
internal sealed class Clamd : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-clamd-");
    private readonly Process _process;

    private Clamd(int port)
    {
        Port = port;
        var signatures = _folder.CreateSubdirectory("signatures").FullName;
        File.WriteAllText(Path.Combine(signatures, "eicar.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n");
        var settings = Path.Combine(_folder.FullName, "clamd.conf");
        File.WriteAllText(settings, $"""
            DatabaseDirectory {signatures}
            TCPSocket {port}
            TCPAddr 127.0.0.1
            LocalSocket {SocketPath}
            Foreground yes

            """);
        var info = new ProcessStartInfo("clamd", ["--config-file", settings]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        _process = Process.Start(info) ?? throw new InvalidOperationException("clamd was not started.");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public string SocketPath => Path.Combine(_folder.FullName, "clamd.ctl");

    /// <summary>Starts it, and waits until it answers. Debian's package clamav-daemon is needed: ops/test sees to it.</summary>
    public static async Task<Clamd> StartAsync()
    {
        var scanner = new Clamd(HubProcess.FreeAddress().Port);
        await MailScene.UntilAsync<object>(async () =>
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, scanner.Port, TestContext.Current.CancellationToken);
                await client.GetStream().WriteAsync("zPING\0"u8.ToArray(), TestContext.Current.CancellationToken);
                var answer = new byte[5];
                await client.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
                return Encoding.ASCII.GetString(answer) == "PONG\0" ? answer : null;
            }
            catch (Exception fault) when (fault is SocketException or IOException)
            {
                return null;
            }
        });
        return scanner;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync(CancellationToken.None);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
