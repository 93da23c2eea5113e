using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.Vinst;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Commands;

/// <summary>The command line. With no command the hub serves.</summary>
/// <remarks>Exit code 0 success, 1 failure, 2 wrong usage. Errors are one line on stderr: what, why and what to do.</remarks>
public static class HubCommands
{
    internal static readonly Option<string> Data = new("--data") { Description = "The data directory.", DefaultValueFactory = _ => "./data", Recursive = true };

    internal static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout and nothing else." };

    /// <summary>JSON as reports print it.</summary>
    internal static readonly JsonSerializerOptions ReportJson = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Where the hub's event log is, from the same settings that the hub is served with.</summary>
    /// <exception cref="SettingsException">A setting is wrong.</exception>
    internal static EventLogSettings EventLog() => EventLogSettings.Read(new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables("HUB_").Build());

    private static readonly string[] s_commands = ["import", "report", "--help", "-h", "-?", "--version"];

    /// <summary>Whether the words are a command; otherwise they are settings for serving.</summary>
    public static bool IsCommand(string[] args) => args.Length > 0 && s_commands.Contains(args[0], StringComparer.Ordinal);

    /// <summary>Runs the command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TimeProvider clock)
    {
        var root = new RootCommand("IntegrationHub: one number, one case, one responsible party. With no command it serves.")
        {
            new Command("import", "Brings history into the log.") { ImportVinst.Command(clock) },
            new Command("report", "Prints figures from the log.") { ReportFlow.Command(clock) },
        };
        root.Options.Add(Data);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message} Run hub --help to see how it is used.");
            return 2;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (fault is EventLogException or SettingsException or VinstFormatException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(fault.Message.ReplaceLineEndings(" "));
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped before the end. What was written stands; run the same command again to go on.");
            return 1;
        }
    }
}
