using System.CommandLine;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.People;
using IntegrationHub.Core.Directory;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub directory import FILE [--complete] [--dry-run]</c>: persons into the directory. A person with a fault on any line is left out whole.</summary>
public static class ImportPeople
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "CSV in UTF-8 with a header: " + string.Join(',', PeopleFile.Columns) + ". Several roles are several lines." };

    private static readonly Option<bool> s_complete = new("--complete") { Description = "The file has everybody: who is not in it has left." };

    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only say what would change." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var import = new Command("import", "Brings people, phones, organisations and roles into the directory.") { s_file, s_complete, s_dryRun, HubCommands.Json };
        import.SetAction((parsed, ct) => RunAsync(
            Read(context.PathOf(parsed.GetRequiredValue(s_file))),
            new Wish(parsed.GetValue(s_complete), parsed.GetValue(s_dryRun), parsed.GetValue(HubCommands.Json), parsed.GetRequiredValue(HubCommands.Data)), context, ct));
        return new Command("directory", "Who is who.") { import, GivePin.Command(context) };
    }

    private static PeopleFile Read(string path)
    {
        using var text = new StreamReader(path, Encoding.UTF8);
        return PeopleFile.Read(text);
    }

    private static async Task<int> RunAsync(PeopleFile file, Wish wish, CommandContext context, CancellationToken ct)
    {
        // Whoever could not be read would count as gone.
        var complete = wish.Complete && file.Faults.Count == 0;
        var outcome = await context.WithDataAsync(wish.Data, async data =>
        {
            using var own = context.Running is null ? PeopleRegistration.Open(data) : null;
            var import = context.Running?.GetRequiredService<DirectoryImport>() ?? Import(data, own!, context.Clock);
            return await context.WithProgressAsync("People", file.People.Count, wish.Json, told => import.RunAsync(file.People, complete, wish.DryRun, told, ct));
        });
        await (wish.Json
            ? context.Out.WriteLineAsync(JsonSerializer.Serialize(
                new { outcome.Added, outcome.Changed, outcome.Unchanged, outcome.Left, wish.DryRun, file.Rows, file.Faults }, HubCommands.ReportJson))
            : PrintAsync(file, outcome, wish, context.Out));
        return file.Faults.Count == 0 ? 0 : 1;
    }

    private static DirectoryImport Import(DataDirectory data, PeopleIndex index, TimeProvider clock)
    {
        var store = new DirectoryStore(data.Log, data.Codec);
        return new DirectoryImport(data.Log, store, index, new CityDirectory(store, index, data.Keys, clock), clock);
    }

    private static async Task PrintAsync(PeopleFile file, ImportOutcome outcome, Wish wish, TextWriter output)
    {
        foreach (var fault in file.Faults)
        {
            await output.WriteLineAsync($"Line {fault.Line}{(fault.Column is null ? "" : $", {fault.Column}")}: {fault.Wanted}");
        }

        await output.WriteLineAsync($"{outcome.Added} people added, {outcome.Changed} changed, {outcome.Unchanged} as before, {outcome.Left} left{(wish.DryRun ? "; nothing was written (--dry-run)" : "")}.");
        if (file.Faults.Count > 0)
        {
            await output.WriteLineAsync(wish.Complete
                ? "People with a fault were not imported, and nobody was taken to have left. Correct the lines and import the file again."
                : "People with a fault were not imported. Correct the lines and import the file again.");
        }
    }

    private sealed record Wish(bool Complete, bool DryRun, bool Json, string Data);
}
