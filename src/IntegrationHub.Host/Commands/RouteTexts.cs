using System.CommandLine;
using IntegrationHub.Adapters.Routing;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Routing.Learning;
using IntegrationHub.Host.Routing;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub route --input texts.csv --output routed.csv [--model FILE]</c>: what the router would have done with a history.</summary>
/// <remarks>
/// With a model whose labels are all services of the catalogue the rules and the model decide together, as in the running hub. With any
/// other labels the model decides alone, and <c>service</c> holds its label.
/// </remarks>
public static class RouteTexts
{
    private const int AtOnce = 512;

    private static readonly Option<string> s_input = new("--input") { Description = "CSV with the columns id,text[,area,language]; .gz is unpacked.", Required = true };

    private static readonly Option<string> s_output = new("--output") { Description = "Where to write id,service,desk,confidence,ask,alternatives,reason.", Required = true };

    private static readonly Option<string?> s_model = new("--model") { Description = "A model that hub route train made. The catalogue's rules alone when left out." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("route", "Back-tests the router on texts; trains it; tells how often it errs.") { s_input, s_output, s_model };
        command.SetAction((parsed, ct) => RunAsync(
            context.PathOf(parsed.GetRequiredValue(s_input)), context.PathOf(parsed.GetRequiredValue(s_output)),
            parsed.GetValue(s_model) is { } model ? context.PathOf(model) : null, context, ct));
        command.Subcommands.Add(TrainRouter.Command(context));
        command.Subcommands.Add(RouteDrift.Command(context));
        return command;
    }

    private static async Task<int> RunAsync(string input, string output, string? modelFile, CommandContext context, CancellationToken ct)
    {
        if (input == output)
        {
            throw new CommandFailedException("--input and --output are the same file. Name another one to write to.");
        }

        var model = modelFile is null ? null : ModelFile.Read(await File.ReadAllBytesAsync(modelFile, ct));
        var decide = Decider(ServiceCatalogue.Default, model, context.Clock);
        var (routed, asked) = (0, 0);
        var total = TextRows.Read(input).Count(); // A file that is at fault is refused before anything is written.
        using var written = new RoutedRows(output);
        await context.WithProgressAsync("Texts", total, quiet: false, told =>
        {
            foreach (var rows in TextRows.Read(input).Chunk(AtOnce))
            {
                foreach (var (row, decision) in rows.AsParallel().AsOrdered().WithCancellation(ct).Select(row => (row, decide(row))))
                {
                    written.Add(row.Id, decision);
                    routed++;
                    asked += decision.Ask is null ? 0 : 1;
                }

                told(rows.Length);
            }

            return Task.FromResult(0);
        });
        await context.Out.WriteLineAsync($"{routed} texts routed{(model is null ? " by the catalogue's rules" : $" with model {model.Version}")}, {asked} of them would be asked about.");
        return 0;
    }

    /// <summary>Who decides: rules, rules and model, or a model with labels of its own.</summary>
    internal static Func<TextRow, RoutingDecision> Decider(ServiceCatalogue catalogue, TextModel? model, TimeProvider clock)
    {
        if (model is not null && !model.Labels.All(label => label == ServiceCatalogue.NotOurs || catalogue.FindService(label) is not null))
        {
            var alone = new LearntRouter(model, catalogue);
            return row => alone.Route(row.Text);
        }

        var router = new Router(catalogue, clock: clock, model: () => model);
        return row => router.Route(new Matter(row.Text, row.Language, row.Area));
    }
}
