using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Adapters.EventLog.Sqlite;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub log backup FILE</c>, <c>hub log restore FILE</c>, <c>hub log check</c>: the embedded log's file.</summary>
public static class LogCommands
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "The backup." };

    /// <summary>Takes a backup, beside a running hub or without one.</summary>
    public static Command Backup(CommandContext context)
    {
        var command = new Command("backup", "Copies the log while the hub runs or not, checks the copy, and then gives it its name.") { s_file, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var (source, target) = (Existing(DataOf(parsed, context)), context.PathOf(parsed.GetRequiredValue(s_file)));
            var json = parsed.GetValue(HubCommands.Json);
            var content = await context.WithProgressAsync("Backup", 100, json, told =>
            {
                var shown = 0;
                return Task.Run(() => LogBackup.Take(source, target, (done, of) =>
                {
                    var percent = (int)(100L * done / Math.Max(1, of));
                    told(percent - shown);
                    shown = percent;
                }, ct), ct);
            });
            await context.Out.WriteLineAsync(json ? Json(content, target) : FormattableString.Invariant($"""
                {content.Events:N0} events in {content.Streams:N0} streams, to position {content.Head}, are in {target}, checked.
                The log's texts are sealed: they are lost without keys.db and master.key of the data directory (or Privacy:MasterKey).
                Keep those two, and audit.key, apart from this file: whoever has all of them can read everything.
                """));
            return 0;
        });
        return command;
    }

    /// <summary>Brings a backup back into an empty data directory.</summary>
    public static Command Restore(CommandContext context)
    {
        var command = new Command("restore", "Checks a backup and makes it the log of an empty data directory.") { s_file, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var (data, backup) = (DataOf(parsed, context), context.PathOf(parsed.GetRequiredValue(s_file)));
            if (!File.Exists(backup))
            {
                throw new FileNotFoundException($"There is no backup {backup}.");
            }

            if (File.Exists(data) || (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()))
            {
                throw new IOException($"{data} is not empty, and nothing there is overwritten. Name an empty data directory with --data, or move the old one away.");
            }

            Directory.CreateDirectory(data);
            var log = PathOf(data);
            var content = await Task.Run(() => LogBackup.Restore(backup, log, ct), ct);
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json) ? Json(content, log) : FormattableString.Invariant($"""
                {content.Events:N0} events in {content.Streams:N0} streams, to position {content.Head}, are in {log}, checked.
                Before the hub starts, put keys.db and master.key (or Privacy:MasterKey) there, and audit.key: without them nobody can read what persons wrote.
                Compare with checkpoints that were kept elsewhere, after the first start: hub audit verify --checkpoints DIR
                """));
            return 0;
        });
        return command;
    }

    /// <summary>Checks the log's file.</summary>
    public static Command Check(CommandContext context)
    {
        var command = new Command("check", "Checks the log's file: SQLite's integrity check, known names, revisions without gaps.") { HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var log = Existing(DataOf(parsed, context));
            var content = await Task.Run(() => LogInspection.Check(log), ct);
            await context.Out.WriteLineAsync(
                parsed.GetValue(HubCommands.Json) ? Json(content, log)
                : content.Faults.Count > 0 ? string.Join(Environment.NewLine, content.Faults.Prepend($"{log} is NOT sound:"))
                : FormattableString.Invariant($"{log} is sound: {content.Events:N0} events in {content.Streams:N0} streams, to position {content.Head}."));
            return content.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>The log of a data directory that has one.</summary>
    /// <exception cref="FileNotFoundException">It has none.</exception>
    internal static string Existing(string data) => File.Exists(PathOf(data))
        ? PathOf(data)
        : throw new FileNotFoundException($"There is no log at {PathOf(data)}. Name the hub's data directory with --data.");

    private static string PathOf(string data) => Path.Combine(data, "log.db");

    private static string DataOf(ParseResult parsed, CommandContext context) => context.PathOf(parsed.GetRequiredValue(HubCommands.Data));

    private static string Json(LogContent content, string file) =>
        JsonSerializer.Serialize(new { Ok = content.Faults.Count == 0, File = file, content.Events, content.Streams, content.Head, content.Faults }, HubCommands.ReportJson);
}
