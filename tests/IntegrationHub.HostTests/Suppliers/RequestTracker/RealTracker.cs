using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace IntegrationHub.HostTests.Suppliers.RequestTracker;

/// <summary>A real Request Tracker 5: Debian's, as a process of the test's own, with SQLite, on a free port of this machine. It can be stopped and started.</summary>
/// <remarks>Debian's request-tracker5 and starman are needed, and root: ops/test sees to the first. It runs as www-data, whose the package's caches are.</remarks>
internal sealed class RealTracker : IAsyncDisposable
{
    private const string Setup = "/usr/sbin/rt-setup-database-5";
    private const string Server = "/usr/share/request-tracker5/libexec/rt-server";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-rt-");
    private readonly int _port = HubProcess.FreeAddress().Port;
    private Process? _process;

    private RealTracker()
    {
    }

    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/REST/2.0"));

    /// <summary>With a wire before it.</summary>
    public static async Task<(TrackerPeer Peer, RealTracker Tracker)> PeerAsync()
    {
        var tracker = new RealTracker();
        var tokens = await tracker.PrepareAsync();
        await tracker.StartAsync();
        return (new TrackerPeer(
            tracker.Url, tokens.GetProperty("hub").GetString()!, tokens.GetProperty("telephony").GetString()!, await FaultyWire.StartAsync(tracker.Url), settle: 2, tracker), tracker);
    }

    public async Task StartAsync()
    {
        _process = Begin("starman", "--listen", $"127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}", "--workers", "2", "--preload-app", Server);
        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
        using var http = new HttpClient();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(Url + "/rt"), late.Token);
                if (answer.StatusCode == HttpStatusCode.Unauthorized)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                Assert.False(_process.HasExited, "Request Tracker ended.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, late.Token);
        }
    }

    public async Task StopAsync()
    {
        if (_process is { HasExited: false } running)
        {
            using var stop = Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync();
            await running.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>Ends it and its workers in the middle of whatever they do (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonElement> PrepareAsync()
    {
        Assert.True(File.Exists(Setup) && File.Exists(Server), "Request Tracker is not installed (apt-get install request-tracker5 starman; see ops/test).");
        Directory.CreateDirectory(InFolder("conf.d"));
        Directory.CreateDirectory(InFolder("db"));
        await File.WriteAllTextAsync(InFolder("sendmail"), "#!/bin/sh\ncat > /dev/null\n"); // It must read: a broken pipe would be written into the ticket.
        await File.WriteAllTextAsync(InFolder("RT_SiteConfig.pm"), $$"""
            Set($rtname, 'tests');
            Set($Organization, 'tracker.invalid');
            Set($WebDomain, '127.0.0.1');
            Set($WebPort, {{_port.ToString(CultureInfo.InvariantCulture)}});
            Set($Timezone, 'UTC');
            Set($DatabaseType, 'SQLite');
            Set($DatabaseName, '{{InFolder("db/rt.sqlite")}}');
            Set($BcryptCost, 4);
            Set($MailCommand, 'sendmailpipe');
            Set($SendmailPath, '{{InFolder("sendmail")}}');
            Set($LogToSyslog, undef);
            Set($LogToSTDERR, 'error');
            Set($HTMLFormatter, 'core');
            Set($WebSessionClass, 'Apache::Session::File');
            1;

            """);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Suppliers", "RequestTracker", "seed.pl"), InFolder("seed.pl"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(InFolder("sendmail"), (UnixFileMode)0b111_101_101);
        }

        using var own = Process.Start("chown", ["-R", "www-data:", _folder.FullName]);
        await own.WaitForExitAsync();
        await RunAsync(Setup, "--action", "init", "--dba", "postgres", "--dba-password", "");
        return JsonElement.Parse((await RunAsync("perl", "-I/usr/share/request-tracker5/lib", InFolder("seed.pl"))).Split('\n').First(line => line.StartsWith('{')));
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Begin(program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.True(process.ExitCode == 0, $"{program}: {await output} {await error}");
        return await output;
    }

    private Process Begin(string program, params string[] arguments)
    {
        string[] all = Environment.IsPrivilegedProcess ? ["--reuid", "www-data", "--regid", "www-data", "--init-groups", program, .. arguments] : arguments;
        var info = new ProcessStartInfo(Environment.IsPrivilegedProcess ? "setpriv" : program, all)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.FullName,
        };
        info.Environment["HOME"] = _folder.FullName;
        info.Environment["RT_SITE_CONFIG"] = InFolder("RT_SiteConfig.pm");
        info.Environment["RT_SITE_CONFIG_DIR"] = InFolder("conf.d");
        return Process.Start(info)!;
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);
}
