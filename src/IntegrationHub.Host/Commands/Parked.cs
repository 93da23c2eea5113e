using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Work;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub parked list|retry|drop</c>: work that failed for good, by cause; tried again or given up, one, a group or all.</summary>
/// <remarks>Retry and drop only say what they would do, to whom and how many, until <c>--yes</c> is given.</remarks>
public static class Parked
{
    private static readonly Option<string?> s_group = new("--group") { Description = "Only of this group, for example deliver-telephony." };

    private static readonly Option<string?> s_cause = new("--cause") { Description = "Only with these words as the cause, as list shows them." };

    private static readonly Option<Guid?> s_event = new("--event") { Description = "Only for this event." };

    private static readonly Option<bool> s_yes = new("--yes") { Description = "Do it, instead of only saying what would be done." };

    private static readonly Option<string> s_reason = new("--reason") { Description = "Why it is never done.", Required = true };

    private static readonly EventContext s_operator = new("staff:operator", "hub");

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var list = new Command("list", "What waits, by cause.") { s_group, s_cause, s_event, HubCommands.Json };
        list.SetAction((parsed, ct) => OnAsync(parsed, context, async (_, parked) =>
        {
            await PrintAsync(parsed, context, parked, "waiting", ct);
            return 0;
        }));
        var retry = new Command("retry", "Tries again.") { s_group, s_cause, s_event, s_yes, HubCommands.Json };
        retry.SetAction((parsed, ct) => OnAsync(parsed, context, async (_, parked) =>
        {
            var work = await PrintAsync(parsed, context, parked, parsed.GetValue(s_yes) ? "tried again" : "would be tried again; say so with --yes", ct);
            await (parsed.GetValue(s_yes) ? parked.ReleaseAsync(work, s_operator, context.Clock.GetUtcNow(), ct) : Task.CompletedTask);
            return 0;
        }));
        var drop = new Command("drop", "Gives up.") { s_group, s_cause, s_event, s_yes, s_reason, HubCommands.Json };
        drop.SetAction((parsed, ct) => OnAsync(parsed, context, async (_, parked) =>
        {
            var work = await PrintAsync(parsed, context, parked, parsed.GetValue(s_yes) ? "dropped" : "would be dropped; say so with --yes", ct);
            await (parsed.GetValue(s_yes)
                ? parked.DropAsync(work, parsed.GetRequiredValue(s_reason), s_operator, context.Clock.GetUtcNow(), ct) : Task.CompletedTask);
            return 0;
        }));
        return new Command("parked", "Work that failed for good.") { list, retry, drop };
    }

    private static Task<int> OnAsync(ParseResult parsed, CommandContext context, Func<DataDirectory, ParkedWork, Task<int>> work) =>
        context.WithDataAsync(parsed.GetRequiredValue(HubCommands.Data), data => work(data, new ParkedWork(data.Log, data.Codec)));

    private static async Task<IReadOnlyList<WorkParked>> PrintAsync(
        ParseResult parsed, CommandContext context, ParkedWork parked, string what, CancellationToken ct)
    {
        var filter = new ParkedFilter(parsed.GetValue(s_group), parsed.GetValue(s_cause), parsed.GetValue(s_event));
        var groups = await parked.ByCauseAsync(filter, ct);
        if (parsed.GetValue(HubCommands.Json))
        {
            await context.Out.WriteLineAsync(JsonSerializer.Serialize(groups, HubCommands.ReportJson));
        }
        else
        {
            foreach (var group in groups)
            {
                await context.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"{group.Count,7}  {group.Group}  {group.Cause}  (since {group.Oldest:u}; {string.Join(", ", group.Cases)})"));
            }

            await context.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{groups.Sum(group => group.Count)} {what}."));
        }

        return await parked.WaitingAsync(filter, ct);
    }
}
