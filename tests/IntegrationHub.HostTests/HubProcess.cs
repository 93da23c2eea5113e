using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace IntegrationHub.HostTests;

/// <summary>The hub as a process of its own, as a city runs it; it can be killed.</summary>
internal sealed class HubProcess : ServedHub
{
    private const int LowestPort = 11_000;
    private const int Ports = 20_000;
    private static int s_ports = Environment.ProcessId * 613;

    private readonly Process _process;
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly System.Text.StringBuilder _said = new();
    private bool _disposed;

    private HubProcess(Process process, Uri address)
        : base(address) => _process = process;

    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "hub.dll");

    /// <inheritdoc/>
    public override string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    public static async Task<HubProcess> ServeAsync(string data, IDictionary<string, string>? environment = null, Uri? at = null)
    {
        var address = at ?? FreeAddress();
        return await ReadyAsync(Start(["--urls", address.ToString(), "--data", data], environment, address));
    }

    /// <summary>Starts it in place of a hub that the tests' own process serves, which cannot be killed.</summary>
    public static Task<HubProcess> InsteadOfAsync(ServedHub served, string data, IDictionary<string, string> environment)
    {
        served.Dispose();
        return ServeAsync(data, environment);
    }

    /// <summary>Starts a command that serves until it is stopped, and waits until it says so.</summary>
    public static Task<HubProcess> StartAsync(Uri address, IDictionary<string, string>? environment, params string[] arguments) =>
        ReadyAsync(Start(arguments, environment, address));

    /// <summary>An address on this machine that nobody listens on.</summary>
    public static Uri FreeAddress() => new($"http://127.0.0.1:{FreePort()}");

    private static async Task<HubProcess> ReadyAsync(HubProcess hub)
    {
        var ended = hub._process.WaitForExitAsync();
        await Task.WhenAny(hub._listening.Task, ended).WaitAsync(TimeSpan.FromSeconds(180));
        Assert.False(ended.IsCompleted, "The hub ended: " + hub._said);
        return hub;
    }

    /// <summary>Runs a command to its end.</summary>
    public static Task<(int ExitCode, string Out, string Error)> RunAsync(params string[] arguments) => RunAsync(null, arguments);

    /// <summary>Runs a command to its end, with settings.</summary>
    public static async Task<(int ExitCode, string Out, string Error)> RunAsync(IDictionary<string, string>? environment, params string[] arguments)
    {
        using var process = Process.Start(Info(arguments, environment))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts the hub with a setting that it should refuse, and waits for its end.</summary>
    public static Task<(int ExitCode, string Error)> FailingStartAsync(string data, string setting, string value) =>
        FailingStartAsync(data, new Dictionary<string, string>(StringComparer.Ordinal) { [setting] = value });

    /// <summary>Starts the hub with settings that it should refuse, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Error)> FailingStartAsync(string data, IDictionary<string, string> settings)
    {
        using var process = Process.Start(Info(["--urls", FreeAddress().ToString(), "--data", data], settings))!;
        var drained = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(180));
        await drained;
        return (process.ExitCode, await error);
    }

    /// <summary>Starts a command and kills it (SIGKILL) as soon as the condition holds.</summary>
    public static async Task<bool> KillWhenAsync(Func<bool> condition, params string[] arguments)
    {
        using var process = Process.Start(Info(arguments, null))!;
        var drained = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        while (!process.HasExited && !condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System); // Often enough, and the command gets the processor.
        }

        var alive = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        await drained;
        return alive;
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(180));
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no warning, no flush.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public override void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        base.Dispose();
        _process.Dispose();
    }

    private static HubProcess Start(string[] arguments, IDictionary<string, string>? environment, Uri address)
    {
        var process = new Process { StartInfo = Info(arguments, environment) };
        var hub = new HubProcess(process, address);
        process.OutputDataReceived += (_, line) => hub.Hear(line.Data);
        process.ErrorDataReceived += (_, line) => hub.Hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return hub;
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }

        if (line?.Contains("Application started", StringComparison.Ordinal) == true || line?.Contains(" listen on ", StringComparison.Ordinal) == true)
        {
            _listening.TrySetResult();
        }
    }

    private static ProcessStartInfo Info(string[] arguments, IDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo("dotnet", [Assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        info.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        info.Environment["HUB_Simulator__Auto"] = "false"; // The played desks do nothing by themselves, unless a test lets them.
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            info.Environment[name] = value;
        }

        return info;
    }

    /// <summary>Below the ports that the system gives to clients, which could take it before it is listened on; and never the same twice.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, LowestPort + (int)((uint)Interlocked.Increment(ref s_ports) % Ports));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it: the next one.
            }
        }
    }
}

/// <summary>A folder of the test's own, gone after it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hub-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
