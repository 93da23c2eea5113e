using System.CommandLine;
using System.Globalization;
using IntegrationHub.Adapters.Routing;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Routing.Learning;
using IntegrationHub.Host.Routing;

namespace IntegrationHub.Host.Commands;

/// <summary>
/// <c>hub route train --input train.csv[.gz] --model FILE</c>, or <c>--from-log [--model FILE]</c>: trains a router model on a history, or on the
/// hub's own cases and who solved them.
/// </summary>
public static class TrainRouter
{
    private static readonly Option<string?> s_input = new("--input") { Description = "CSV with the columns topic_group,document or service,text; .gz is unpacked." };

    private static readonly Option<bool> s_fromLog = new("--from-log") { Description = "Learn from the hub's own solved cases instead." };

    private static readonly Option<string?> s_model = new("--model") { Description = "Where to write the model; with --from-log routing.model in the data directory, which the hub uses, when left out." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("train", "Trains a router model on texts whose right answer is known.") { s_input, s_fromLog, s_model };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_fromLog) == result.GetValue(s_input) is not null)
            {
                result.AddError("Name a history with --input FILE, or learn from the hub's own cases with --from-log.");
            }
            else if (!result.GetValue(s_fromLog) && result.GetValue(s_model) is null)
            {
                result.AddError("--model is missing: name the file to write the model to.");
            }
        });
        command.SetAction(async (parsed, ct) =>
        {
            var model = parsed.GetValue(s_model) is { } named ? context.PathOf(named) : null;
            return parsed.GetValue(s_input) is { } input
                ? await TrainAsync([.. TextRows.ReadTraining(context.PathOf(input))], model!, context, ct)
                : await context.WithDataAsync(parsed.GetRequiredValue(HubCommands.Data), data => FromLogAsync(data, model, context, ct));
        });
        return command;
    }

    private static async Task<int> FromLogAsync(DataDirectory data, string? model, CommandContext context, CancellationToken ct)
    {
        var router = new Router(context.Running?.GetRequiredService<ServiceCatalogue>() ?? ServiceCatalogue.Default, clock: context.Clock);
        var cases = await CaseHistoryReading.FoldAsync(data.Log, data.Codec, ct);
        var exit = await TrainAsync([.. cases.All.Select(one => one.Lesson(router)).OfType<LearntText>()], model ?? RouterModel.DefaultIn(data.Path), context, ct);
        context.Running?.GetRequiredService<RouterModel>().Load();
        return exit;
    }

    private static async Task<int> TrainAsync(IReadOnlyList<LearntText> texts, string file, CommandContext context, CancellationToken ct)
    {
        var trained = await context.WithProgressAsync("Training", 1_000, quiet: false, told =>
        {
            var shown = 0;
            var telling = new Lock();
            return Task.Run(() => ModelTraining.Train(texts, context.Clock.GetUtcNow(), (done, of) =>
            {
                lock (telling)
                {
                    var reached = done * 1_000 / of;
                    told(reached - shown);
                    shown = reached;
                }
            }, ct), ct);
        });
        var bytes = ModelFile.Write(trained.Model);
        KeepEarlier(file);
        await File.WriteAllBytesAsync(file + ".new", bytes, ct);
        File.Move(file + ".new", file, overwrite: true);
        await context.Out.WriteLineAsync(Said(trained, file));
        return 0;
    }

    /// <summary>The model before stays under its version: a decision that it had a say in can be replayed.</summary>
    private static void KeepEarlier(string file)
    {
        if (File.Exists(file) && RouterModel.TryRead(file, out var earlier) is null)
        {
            File.Copy(file, Path.ChangeExtension(file, $"{earlier!.Version}{Path.GetExtension(file)}"), overwrite: true);
        }
    }

    private static string Said(Trained trained, string file)
    {
        var model = trained.Model;
        var said = $"Model {model.Version} learnt {model.Labels.Count} labels from {model.Texts} texts: {file}";
        return trained.KeptBack == 0
            ? $"{said}{Environment.NewLine}Too few texts to keep any back: how often it is right is not known, and its confidence is cautious."
            : string.Create(CultureInfo.InvariantCulture,
                $"{said}{Environment.NewLine}Of {trained.KeptBack} kept back, by a model of the others: {trained.Right:P1} right; {trained.Covered:P1} could go by themselves with 95 of 100 right.");
    }
}
