using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHub.Benchmarks;

/// <summary>Emmett's SQLite event store, in a Node process that is told to run one load after another.</summary>
/// <remarks>Its SQLite binding may have to be compiled, which takes a minute or two: it is installed once, under <c>artifacts</c>.</remarks>
internal static class EmmettPeer
{
    /// <summary>The newest version of the store whose matching core is served too.</summary>
    private const string Version = "0.38.5";

    private const string Script = "emmett-peer.mjs";
    private static readonly TimeSpan s_install = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public static async Task<Peer> StartAsync(string folder, CancellationToken ct)
    {
        if (Programs.FolderOf("node") is null || Programs.FolderOf("npm") is null)
        {
            return Peer.Absent("emmett-sqlite: Node is not installed (Debian packages nodejs, npm)");
        }

        Process? node = null;
        try
        {
            var installed = await InstallAsync(ct);
            node = Programs.Start(installed, "node", [Script, Path.Combine(folder, "emmett.db")]);
            using var setting = JsonDocument.Parse(await LineAsync(node, s_patience, ct));
            var full = setting.RootElement.GetProperty("synchronous").GetInt32() == 2;
            return new Peer(
                $"emmett-sqlite {Version}, {setting.RootElement.GetProperty("journal").GetString()}, synchronous {(full ? "FULL" : "NOT FULL: less durable")}",
                (run, writers, span, stop) => RunAsync(node, run, writers, span, stop),
                () => StopAsync(node));
        }
        catch (Exception fault) when (fault is InvalidOperationException or JsonException or IOException or TimeoutException or System.ComponentModel.Win32Exception)
        {
            if (node is not null)
            {
                await StopAsync(node);
            }

            return Peer.Absent($"emmett-sqlite: not started ({fault.Message})");
        }
    }

    private static async Task<string> InstallAsync(CancellationToken ct)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Environment.CurrentDirectory, "artifacts", $"emmett-{Version}")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, Script), Path.Combine(folder, Script), overwrite: true);
        var done = Path.Combine(folder, "installed");
        if (!File.Exists(done))
        {
            await Console.Error.WriteLineAsync($"bench: installing emmett-sqlite {Version}, once.");
            await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{"private":true}""", ct);
            string[] packages = [$"@event-driven-io/emmett@{Version}", $"@event-driven-io/emmett-sqlite@{Version}", "sqlite3@5.1.7"];
            await Programs.RunAsync(folder, s_install, "npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", .. packages], ct);

            // Of all install scripts only this one is needed: it makes or fetches the binding.
            await Programs.RunAsync(folder, s_install, "npm", ["rebuild", "sqlite3"], ct);
            await File.WriteAllTextAsync(done, "", ct);
        }

        return folder;
    }

    private static async Task<Written> RunAsync(Process node, string name, int writers, TimeSpan span, CancellationToken ct)
    {
        var order = new JsonObject
        {
            ["name"] = name,
            ["writers"] = writers,
            ["seconds"] = span.TotalSeconds,
            ["perAppend"] = 2,
            ["data"] = JsonNode.Parse(AppendLoad.Data),
            ["metadata"] = JsonNode.Parse(AppendLoad.Metadata),
        };
        await node.StandardInput.WriteLineAsync(order.ToJsonString().AsMemory(), ct);
        await node.StandardInput.FlushAsync(ct);
        using var answer = JsonDocument.Parse(await LineAsync(node, span + s_patience, ct));
        return new Written(
            [.. answer.RootElement.GetProperty("milliseconds").EnumerateArray().Select(time => time.GetDouble())], 2,
            TimeSpan.FromSeconds(answer.RootElement.GetProperty("seconds").GetDouble()), TimeSpan.Zero);
    }

    private static async Task<string> LineAsync(Process node, TimeSpan within, CancellationToken ct) =>
        await node.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(within, ct)
        ?? throw new InvalidOperationException((await node.StandardError.ReadToEndAsync(ct)).Trim());

    private static async ValueTask StopAsync(Process node)
    {
        node.StandardInput.Close();
        try
        {
            await node.WaitForExitAsync(CancellationToken.None).WaitAsync(s_patience);
        }
        catch (TimeoutException)
        {
            node.Kill();
        }

        node.Dispose();
    }
}
