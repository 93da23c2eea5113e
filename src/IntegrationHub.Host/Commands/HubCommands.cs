using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers.Vinst;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Commands;

/// <summary>A command was refused by a rule of the hub.</summary>
/// <param name="message">What, why and what to do.</param>
internal sealed class CommandFailedException(string message) : Exception(message);

/// <summary>The command line. With no command the hub serves.</summary>
/// <remarks>Exit code 0 success, 1 failure, 2 wrong usage. Errors are one line on stderr: what, why and what to do.</remarks>
public static class HubCommands
{
    internal static readonly Option<string> Data = new("--data") { Description = "The data directory.", DefaultValueFactory = _ => "./data", Recursive = true };

    internal static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout and nothing else." };

    /// <summary>JSON as reports print it.</summary>
    internal static readonly JsonSerializerOptions ReportJson = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly string[] s_commands =
    [
        "catalogue", "directory", "import", "parked", "report", "audit", "log", "simulator", "check", "views", "voice", "erase", "hold", "release", "keys", "correlate", "simulate", "route", "--help", "-h", "-?", "--version",
    ];

    /// <summary>Commands, by their first word or two, that change the data or need its keys: a hub that runs on it does their work.</summary>
    private static readonly string[] s_onTheData = ["catalogue", "directory", "import", "parked", "views", "erase", "hold", "release", "keys", "audit export"];

    private static bool IsOnTheData(string[] args) =>
        s_onTheData.Contains(args[0], StringComparer.Ordinal) || s_onTheData.Contains(string.Join(' ', args.Take(2)), StringComparer.Ordinal)
        || (args is ["route", "train", ..] && args.Contains("--from-log", StringComparer.Ordinal)); // A history of one's own is nothing to the hub.

    /// <summary>Whether the words are a command; otherwise they are settings for serving.</summary>
    public static bool IsCommand(string[] args) => args.Length > 0 && s_commands.Contains(args[0], StringComparer.Ordinal);

    /// <summary>Runs the command, here or in the hub that has the data.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TimeProvider clock)
    {
        var context = CommandContext.OfThisProcess(clock);
        var parsed = Root(context).Parse(args);
        if (parsed.Errors.Count == 0 && IsOnTheData(args)
            && await HandOver.TryAsync(context.PathOf(parsed.GetRequiredValue(Data)), args, CancellationToken.None) is { } exit)
        {
            return exit;
        }

        var (code, error) = await InvokeAsync(args, context, CancellationToken.None);
        if (error is not null)
        {
            await Console.Error.WriteLineAsync(error);
        }

        return code;
    }

    /// <summary>Runs the command in its context.</summary>
    /// <returns>The exit code, and for a failure one line that says what, why and what to do.</returns>
    internal static async Task<(int Exit, string? Error)> InvokeAsync(string[] args, CommandContext context, CancellationToken ct)
    {
        var parsed = Root(context).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return (2, $"{parsed.Errors[0].Message} Run hub --help to see how it is used.");
        }

        try
        {
            return (await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, ct), null);
        }
        catch (Exception fault) when (fault is EventLogException or SettingsException or SearchIndexException or CommandFailedException
            or VinstFormatException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (1, fault.Message.ReplaceLineEndings(" "));
        }
        catch (OperationCanceledException)
        {
            return (1, "Stopped before the end. What was written stands; run the same command again to go on.");
        }
    }

    private static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand("IntegrationHub: one number, one case, one responsible party. With no command it serves.")
        {
            new Command("import", "Brings history into the log.") { ImportVinst.Command(context) },
            ImportPeople.Command(context),
            ImportCatalogue.Command(context),
            Parked.Command(context),
            new Command("report", "Prints figures from the log.") { ReportFlow.Command(context), ReportCalls.Command(context), ReportOrders.Command(context), ReportInvoices.Command(context) },
            new Command("audit", "Shows that the log is what it was.")
            {
                AuditVerify.Command(context), AuditExport.Command(context), AuditCheck.Command(context), AuditCheck.Key(context),
            },
            new Command("log", "Backup, restore and check of the embedded log.") { LogCommands.Backup(context), LogCommands.Restore(context), LogCommands.Check(context) },
            Simulator.Command(context),
            Correlate.Command(context),
            Simulate.Command(context),
            new Command("check", "Checks others against the contracts.") { CheckSupplier.Command(context) },
            RouteTexts.Command(context),
            RebuildViews.Command(context),
            VoiceFallback.Command(context),
            new Command("keys", "Looks after the keys that personal data is sealed under.") { RewrapKeys.Command(context), ShareKeys.Command(context) },
        };
        foreach (var command in ErasePerson.Commands(context))
        {
            root.Subcommands.Add(command);
        }

        root.Options.Add(Data);
        return root;
    }
}
