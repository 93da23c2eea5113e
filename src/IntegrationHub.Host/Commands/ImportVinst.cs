using System.CommandLine;
using IntegrationHub.Adapters.Suppliers.Vinst;
using IntegrationHub.Core.Cases;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub import vinst FILE [--limit N]</c>: a supplier's incident log through the rules and into the event log.</summary>
public static class ImportVinst
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "CSV in the VINST layout; .gz is unpacked." };

    private static readonly Option<int?> s_limit = Limit();

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("vinst", "Replays a Volvo IT incident log (VINST) as supplier events.") { s_file, s_limit, HubCommands.Json };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetRequiredValue(s_file), parsed.GetValue(s_limit), parsed.GetValue(HubCommands.Json),
            parsed.GetRequiredValue(HubCommands.Data), context, ct));
        return command;
    }

    private static Option<int?> Limit()
    {
        var limit = new Option<int?>("--limit") { Description = "Read at most so many lines." };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--limit takes a whole number of 1 or more.");
            }
        });
        return limit;
    }

    private static async Task<int> RunAsync(string file, int? limit, bool json, string data, CommandContext context, CancellationToken ct)
    {
        var incidents = VinstLog.Read(context.PathOf(file), limit);
        return await context.WithDataAsync(data, async directory =>
        {
            using var numbers = new CaseNumbers(directory.Log, directory.Codec, context.Clock);
            var import = new HistoryImport(directory.Log, directory.Codec, numbers);
            var outcome = await context.WithProgressAsync("Supplier events", incidents.Rows, json, told => import.RunAsync(incidents, told, ct));
            if (!json)
            {
                await PrintAsync(outcome, context.Out);
            }

            await ReportFlow.PrintAsync(directory.Log, directory.Codec, VinstLog.Supplier, by: null, json, context.Out, ct);
            return 0;
        });
    }

    private static async Task PrintAsync(HistoryImport.Outcome outcome, TextWriter output)
    {
        await output.WriteLineAsync($"{outcome.Added} supplier events added, {outcome.Known} were there already.");
        await output.WriteLineAsync("A live case would have refused, by rule:");
        foreach (var (rule, count) in outcome.Broken)
        {
            await output.WriteLineAsync($"  {count,7}  {rule}");
        }

        await output.WriteLineAsync();
    }
}
