using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Views;
using IntegrationHub.Host.Views;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub views rebuild [NAME] [--dry-run]</c>: builds read models anew beside the live ones and switches; sends nothing.</summary>
public static class RebuildViews
{
    private static readonly Argument<string?> s_name = Name();

    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only say what would change." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var rebuild = new Command("rebuild", "Builds read models anew and switches.") { s_name, s_dryRun, HubCommands.Json };
        rebuild.SetAction((parsed, ct) => context.WithDataAsync(parsed.GetRequiredValue(HubCommands.Data), async data =>
        {
            var live = context.Running?.GetRequiredService<LiveView<CaseRow>>();
            using var own = live is null ? ViewRegistration.Open(data) : null;
            var events = (int)Math.Min(int.MaxValue, (await data.Log.HeadAsync(ct)).Value + 1);
            var json = parsed.GetValue(HubCommands.Json);
            var outcome = await context.WithProgressAsync(
                "Events", events, json, told => Task.Run(() => (live ?? own)!.RebuildAsync(data.Log, parsed.GetValue(s_dryRun), told, ct), ct));
            await context.Out.WriteLineAsync(json ? JsonSerializer.Serialize(outcome, HubCommands.ReportJson) : Text(outcome));
            return 0;
        }));
        return new Command("views", "Read models.") { rebuild };
    }

    private static string Text(RebuildOutcome o) => string.Create(
        CultureInfo.InvariantCulture,
        $"{o.View}: {o.Events} events read, {o.Rows} rows; {o.Changed} changed, {o.Added} added, {o.Removed} removed. {(o.Switched ? "It is live now." : "Nothing was switched.")}");

    private static Argument<string?> Name()
    {
        var name = new Argument<string?>("NAME") { Description = "Only this one; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        name.AcceptOnlyFromAmong(CaseRow.View.Name);
        return name;
    }
}
