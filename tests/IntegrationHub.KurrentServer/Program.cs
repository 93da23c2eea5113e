using System.CommandLine;
using IntegrationHub.KurrentServer;

var port = new Option<int>("--port") { Description = "The port of the first node; the others follow.", DefaultValueFactory = _ => 2113 };
var nodes = new Option<int>("--nodes") { Description = "How many nodes; the first leads.", DefaultValueFactory = _ => 1 };
var tls = new Option<string?>("--tls") { Description = "Serve TLS, as admin/changeit; write ca.crt, node.crt and node.key to this directory." };
var command = new RootCommand("Speaks the KurrentDB protocol from memory, for tests.") { port, nodes, tls };
command.SetAction(async (parsed, ct) =>
{
    var settings = new ServerSettings { Port = parsed.GetValue(port), Nodes = parsed.GetValue(nodes), TlsDirectory = parsed.GetValue(tls) };
    await using var server = await KurrentTestServer.StartAsync(settings, ct);
    Console.WriteLine(server.ConnectionString);
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
});
return await command.Parse(args).InvokeAsync();
