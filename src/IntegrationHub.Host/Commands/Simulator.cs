using System.CommandLine;
using IntegrationHub.Adapters.Suppliers.Simulator;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub simulator --urls URL --hub URL [--seed S --faults LIST]</c>: plays the suppliers in a process of its own.</summary>
/// <remarks>The tokens are those of the hub: <c>Suppliers:ID:Token</c>, from the same configuration or environment.</remarks>
public static class Simulator
{
    private static readonly Option<string> s_urls = new("--urls") { Description = "Where to listen, for example http://127.0.0.1:5090.", Required = true };

    private static readonly Option<Uri?> s_hub = new("--hub") { Description = "The hub's address, for example http://127.0.0.1:5080.", Required = true, CustomParser = Address };

    private static readonly Option<int> s_seed = new("--seed") { Description = "Settles what chance hits.", DefaultValueFactory = _ => 1 };

    private static readonly Option<string?> s_faults = new("--faults") { Description = "A comma list of NAME[:PERCENT][@SUPPLIER], for example 500:20@telephony." };

    private static readonly Option<string?> s_memory = new("--memory") { Description = "A file that lets a restarted simulator go on where it was." };

    private static readonly Option<bool> s_hurry = new("--hurry") { Description = "The desks take no time." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("simulator", "Plays the suppliers' desks over HTTP.") { s_urls, s_hub, s_seed, s_faults, s_memory, s_hurry };
        command.SetAction((parsed, ct) => RunAsync(
            new SimulatorOptions(Suppliers())
            {
                Url = parsed.GetRequiredValue(s_urls),
                Hub = parsed.GetValue(s_hub),
                Seed = parsed.GetValue(s_seed),
                Faults = (parsed.GetValue(s_faults) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                MemoryFile = parsed.GetValue(s_memory),
                Delays = parsed.GetValue(s_hurry) ? SimulatorDelays.None : SimulatorDelays.Watchable,
                Clock = context.Clock,
            },
            context.Out, ct));
        return command;
    }

    private static async Task<int> RunAsync(SimulatorOptions options, TextWriter output, CancellationToken ct)
    {
        SupplierSimulator simulator;
        try
        {
            simulator = await SupplierSimulator.StartAsync(options, ct);
        }
        catch (ArgumentException fault)
        {
            await Console.Error.WriteLineAsync("--faults: " + fault.Message.ReplaceLineEndings(" "));
            return 2;
        }

        await using (simulator)
        {
            await output.WriteLineAsync($"The suppliers {string.Join(", ", options.Suppliers.Select(supplier => supplier.Id))} listen on {simulator.Address}.");
            await Task.Delay(Timeout.InfiniteTimeSpan, options.Clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return 0;
    }

    private static Uri? Address(System.CommandLine.Parsing.ArgumentResult said)
    {
        if (Uri.TryCreate(said.Tokens[0].Value, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" })
        {
            return address;
        }

        said.AddError("--hub takes an address, for example http://127.0.0.1:5080.");
        return null;
    }

    /// <exception cref="SettingsException">No supplier has a token.</exception>
    private static List<SimulatedSupplier> Suppliers()
    {
        List<SimulatedSupplier> suppliers =
        [
            .. CommandContext.Settings().GetSection("Suppliers").GetChildren().Where(section => section["Token"] is not null)
                .Select(section => SimulatedSupplier.Of(HubSettings.Supplier(section))),
        ];
        return suppliers.Count > 0
            ? suppliers
            : throw new SettingsException("No supplier has a token. Set for each what the hub has, for example HUB_Suppliers__telephony__Token.");
    }
}
