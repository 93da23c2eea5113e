using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace IntegrationHub.HostTests.Suppliers.RabbitMq;

/// <summary>A real broker: Debian's RabbitMQ with AMQP 1.0 as a process of the test's own, on free ports of this machine. It can be killed.</summary>
/// <remarks>The broker removes its pid file early when it stops, so the id is read once, after the start.</remarks>
internal sealed class Rabbit : IAsyncDisposable
{
    private const string Installed = "/usr/lib/rabbitmq/lib";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-rabbit-");
    private readonly Dictionary<string, string> _environment;
    private readonly int _names = HubProcess.FreeAddress().Port;
    private int _id;

    private Rabbit(int port)
    {
        Port = port;
        var folder = _folder.FullName;
        File.WriteAllText(InFolder("enabled_plugins"), "[rabbitmq_amqp1_0].");
        File.WriteAllText(InFolder("env.conf"), "");
        File.WriteAllText(InFolder("rabbitmq.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            listeners.tcp.1 = 127.0.0.1:{port}
            amqp1_0.default_user = guest
            amqp1_0.default_vhost = /
            vm_memory_high_watermark.absolute = 1GB
            disk_free_limit.absolute = 50MB

            """));
        _environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = folder,
            ["RABBITMQ_BASE"] = folder,
            ["RABBITMQ_MNESIA_BASE"] = InFolder("mnesia"),
            ["RABBITMQ_LOG_BASE"] = InFolder("log"),
            ["RABBITMQ_PID_FILE"] = InFolder("rabbit.pid"),
            ["RABBITMQ_NODENAME"] = Node,
            ["RABBITMQ_NODE_PORT"] = Text(port),
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_DIST_PORT"] = Text(HubProcess.FreeAddress().Port),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["ERL_EPMD_PORT"] = Text(_names),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = InFolder("enabled_plugins"),
            ["RABBITMQ_CONFIG_FILE"] = InFolder("rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = InFolder("env.conf"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1}",
            ["LC_ALL"] = "C.UTF-8",
        };
    }

    public int Port { get; }

    /// <summary>The setting by which a hub reaches it.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"amqp://guest:guest@127.0.0.1:{Port}");

    private string Node => string.Create(CultureInfo.InvariantCulture, $"hub{Port}@localhost");

    /// <summary>Starts it and declares durable queues, each with a dead-letter queue <c>NAME.dlq</c>. Debian's rabbitmq-server is needed: ops/test sees to it.</summary>
    public static async Task<Rabbit> StartAsync(params string[] queues)
    {
        var rabbit = new Rabbit(HubProcess.FreeAddress().Port);
        if (await rabbit.TryStartAsync() is not null)
        {
            await rabbit.DisposeAsync(); // One of its ports was taken meanwhile, or it was starved.
            rabbit = new Rabbit(HubProcess.FreeAddress().Port);
            await rabbit.StartAsync();
        }

        await rabbit.DeclareAsync(queues);
        return rabbit;
    }

    /// <summary>Starts it, also after <see cref="KillAsync"/>, and waits until it answers.</summary>
    public async Task StartAsync() => Assert.Null(await TryStartAsync());

    private async Task<string?> TryStartAsync()
    {
        File.Delete(InFolder("rabbit.pid"));
        _ = RunAsync("rabbitmq-server"); // Runs until it is ended by its id.
        var waited = await RunAsync("rabbitmqctl", "--quiet", "-n", Node, "wait", "--timeout", "90", InFolder("rabbit.pid"));
        if (waited.ExitCode != 0)
        {
            return "RabbitMQ did not start: " + waited.Said;
        }

        _id = int.Parse((await File.ReadAllTextAsync(InFolder("rabbit.pid"))).Trim(), CultureInfo.InvariantCulture);
        return null;
    }

    public async Task DeclareAsync(params string[] queues)
    {
        var definitions = new
        {
            queues = queues.SelectMany(name => new object[]
            {
                new { name, vhost = "/", durable = true, auto_delete = false, arguments = new Dictionary<string, object>(StringComparer.Ordinal) { ["x-dead-letter-exchange"] = "", ["x-dead-letter-routing-key"] = name + ".dlq" } },
                new { name = name + ".dlq", vhost = "/", durable = true, auto_delete = false, arguments = new { } },
            }),
            exchanges = Array.Empty<object>(),
            bindings = Array.Empty<object>(),
        };
        await File.WriteAllTextAsync(InFolder("definitions.json"), JsonSerializer.Serialize(definitions));
        var (code, said) = await RunAsync("rabbitmqctl", "--quiet", "-n", Node, "import_definitions", InFolder("definitions.json"));
        Assert.True(code == 0, said);
    }

    /// <summary>SIGKILL: no warning, no flush.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(_id);
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await KillAsync();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        using var names = Process.Start(new ProcessStartInfo("epmd", ["-port", Text(_names), "-kill"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
        await names!.WaitForExitAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] arguments)
    {
        var server = Directory.Exists(Installed) ? Directory.GetDirectories(Installed, "rabbitmq_server-*").FirstOrDefault() : null;
        Assert.SkipWhen(server is null, "RabbitMQ is not installed (apt-get install rabbitmq-server), so this was not run.");
        var info = new ProcessStartInfo(Path.Combine(server, "sbin", program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in _environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
