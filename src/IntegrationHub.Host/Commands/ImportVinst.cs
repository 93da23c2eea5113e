using System.CommandLine;
using IntegrationHub.Adapters.Suppliers.Vinst;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Cases;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub import vinst FILE [--limit N]</c>: a supplier's incident log through the rules and into the event log.</summary>
public static class ImportVinst
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "CSV in the VINST layout; .gz is unpacked." };

    private static readonly Option<int?> s_limit = new("--limit") { Description = "Read at most so many lines." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(TimeProvider clock)
    {
        var command = new Command("vinst", "Replays a Volvo IT incident log (VINST) as supplier events.") { s_file, s_limit, HubCommands.Json };
        s_limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--limit takes a whole number of 1 or more.");
            }
        });
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetRequiredValue(s_file), parsed.GetValue(s_limit), parsed.GetValue(HubCommands.Json),
            parsed.GetRequiredValue(HubCommands.Data), clock, ct));
        return command;
    }

    private static async Task<int> RunAsync(string file, int? limit, bool json, string data, TimeProvider clock, CancellationToken ct)
    {
        var incidents = VinstLog.Read(file, limit);
        await using var directory = DataDirectory.Open(data, masterKey: null, HubCommands.EventLog(), clock, NullLogger.Instance);
        using var numbers = new CaseNumbers(directory.Log, directory.Codec, clock);
        var import = new HistoryImport(directory.Log, directory.Codec, numbers);
        var outcome = await WithProgressAsync(incidents.Rows, json, told => import.RunAsync(incidents, told, ct));
        if (!json)
        {
            Console.WriteLine($"{outcome.Added} supplier events added, {outcome.Known} were there already.");
            Console.WriteLine("A live case would have refused, by rule:");
            foreach (var (rule, count) in outcome.Broken)
            {
                Console.WriteLine($"  {count,7}  {rule}");
            }

            Console.WriteLine();
        }

        await ReportFlow.PrintAsync(directory.Log, directory.Codec, VinstLog.Supplier, by: null, json, ct);
        return 0;
    }

    private static async Task<HistoryImport.Outcome> WithProgressAsync(
        int rows, bool json, Func<Action<int>, Task<HistoryImport.Outcome>> work) =>
        json || Console.IsOutputRedirected
            ? await work(_ => { })
            : await AnsiConsole.Progress().StartAsync(async shown =>
            {
                var bar = shown.AddTask("Supplier events", maxValue: rows);
                return await work(count => bar.Increment(count));
            });
}
