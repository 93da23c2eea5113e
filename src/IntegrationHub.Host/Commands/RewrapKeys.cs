using System.CommandLine;
using System.Text.Json;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub keys rewrap</c>: changes the master key. Every person's key is wrapped anew; the log is not touched.</summary>
public static class RewrapKeys
{
    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("rewrap", "Wraps all persons' keys by a new master key; can be run again after a crash.") { HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var (count, left) = await context.WithDataAsync(parsed.GetRequiredValue(HubCommands.Data), async data =>
            {
                var next = await data.Home.BeginChangeAsync(ct);
                var wrapped = await data.Keys.RewrapAsync(next, ct);
                return (wrapped, await data.Home.EndChangeAsync(ct));
            });
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json)
                ? JsonSerializer.Serialize(new { rewrapped = count, todo = left }, HubCommands.ReportJson)
                : $"{count} keys are wrapped by the new master key. {left ?? "The old one opens nothing any more."}");
            return 0;
        });
        return command;
    }
}
