using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Incidents;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Problems;
using IntegrationHub.Core.Reports;
using IntegrationHub.Core.Texts;
using IntegrationHub.Core.Views;
using IntegrationHub.Host.Search;
using IntegrationHub.Host.Views;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub views rebuild [NAME] [--dry-run]</c>: builds read models anew beside the live ones and switches; sends nothing.</summary>
public static class RebuildViews
{
    private static readonly KeyValuePair<string, Builder>[] s_views =
    [
        Of(CaseRow.View), Of(IncidentRow.View), Of(ProposalRow.View), Of(FollowerRow.View), Of(StoppedNumber.View), Of(CallRow.View), Of(CallBackRow.View),
        Of(MailSender.View),
        Of(WaitingCall.View), Of(DeskPace.View), Of(CallbackRow.View), Of(ChatRow.View), Of(ProblemRow.View), Of(ReportedRow.View), Of(OrderRow.View), Of(HoldingRow.View),
        Of(OrderTrace.View), Of(InvoiceRow.View), Of(InvoiceLineRow.View), new(SearchRebuild.Name, RebuildSearchAsync),
    ];

    private static readonly Argument<string?> s_name = Name();

    private static readonly Option<bool> s_dryRun = new("--dry-run") { Description = "Only say what would change." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var rebuild = new Command("rebuild", "Builds read models anew and switches.") { s_name, s_dryRun, HubCommands.Json };
        rebuild.SetAction((parsed, ct) => context.WithDataAsync(parsed.GetRequiredValue(HubCommands.Data), async data =>
        {
            var json = parsed.GetValue(HubCommands.Json);
            var (name, dryRun) = (parsed.GetValue(s_name), parsed.GetValue(s_dryRun));
            var outcomes = new List<RebuildOutcome>();
            foreach (var (_, build) in s_views.Where(one => name is null || one.Key == name))
            {
                outcomes.Add(await build(context, data, dryRun, json, ct));
            }

            await context.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize<object>(name is null ? outcomes : outcomes[0], HubCommands.ReportJson)
                : string.Join(Environment.NewLine, outcomes.Select(Text)));
            return 0;
        }));
        return new Command("views", "Read models.") { rebuild };
    }

    private static async Task<RebuildOutcome> RebuildAsync<TRow>(
        View<TRow> view, CommandContext context, DataDirectory data, bool dryRun, bool json, CancellationToken ct)
        where TRow : class
    {
        var live = context.Running?.GetRequiredService<LiveView<TRow>>();
        using var own = live is null ? ViewRegistration.Open(view, data) : null;
        var events = (int)Math.Min(int.MaxValue, (await data.Log.HeadAsync(ct)).Value + 1);
        return await context.WithProgressAsync(view.Name, events, json, told => Task.Run(() => (live ?? own)!.RebuildAsync(data.Log, dryRun, told, ct), ct));
    }

    private static async Task<RebuildOutcome> RebuildSearchAsync(CommandContext context, DataDirectory data, bool dryRun, bool json, CancellationToken ct)
    {
        var events = (int)Math.Min(int.MaxValue, (await data.Log.HeadAsync(ct)).Value + 1);
        return await context.WithProgressAsync(SearchRebuild.Name, events, json, told => Task.Run(
            () => context.Running is { } running
                ? running.GetRequiredService<SearchFeed>().RebuildAsync(dryRun, told, ct)
                : SearchRebuild.AtRestAsync(SearchSettings.Read(CommandContext.Settings()), data, dryRun, told, ct), ct));
    }

    private static KeyValuePair<string, Builder> Of<TRow>(View<TRow> view)
        where TRow : class => new(view.Name, (context, data, dryRun, json, ct) => RebuildAsync(view, context, data, dryRun, json, ct));

    private static string Text(RebuildOutcome o) => string.Create(
        CultureInfo.InvariantCulture,
        $"{o.View}: {o.Events} events read, {o.Rows} rows{(o.Changed is null ? "" : $"; {o.Changed} changed, {o.Added} added, {o.Removed} removed")}. {(o.Switched ? "It is live now." : "Nothing was switched.")}");

    private static Argument<string?> Name()
    {
        var name = new Argument<string?>("NAME") { Description = "Only this one; all when left out.", Arity = ArgumentArity.ZeroOrOne };
        name.AcceptOnlyFromAmong([.. s_views.Select(view => view.Key)]);
        return name;
    }

    private delegate Task<RebuildOutcome> Builder(CommandContext context, DataDirectory data, bool dryRun, bool json, CancellationToken ct);
}
