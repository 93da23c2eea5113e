using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Core.Audit;
using IntegrationHub.Host.Audit;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub audit check DIR [--key FILE]</c>: a package against its proof, without the log; and <c>hub audit key</c>.</summary>
public static class AuditCheck
{
    private static readonly Argument<string> s_folder = new("DIR") { Description = "The package." };
    private static readonly Option<string?> s_key = new("--key") { Description = "The public key that must have signed it (PEM), as it was handed over before." };

    /// <summary>The check as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("check", "Verifies a package that hub audit export made, without the log.") { s_folder, s_key, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = context.PathOf(parsed.GetRequiredValue(s_folder));
            var trusted = parsed.GetValue(s_key) is { } key ? await File.ReadAllTextAsync(context.PathOf(key), ct) : null;
            var found = await PackageCheck.RunAsync(folder, trusted, ct);
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json)
                ? JsonSerializer.Serialize(new { Ok = found.Faults.Count == 0, found.Events, found.KeyId, found.Faults }, HubCommands.ReportJson)
                : found.Faults.Count > 0
                ? string.Join(Environment.NewLine, found.Faults.Prepend("The package is NOT as the hub made it:"))
                : $"The package is as the hub made it: {found.Events} events, each under a signed checkpoint. Signed with the key {found.KeyId}"
                    + (trusted is null ? "; compare it with the one that the city handed over before." : "."));
            return found.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>The public key as the command line knows it.</summary>
    public static Command Key(CommandContext context)
    {
        var command = new Command("key", "Prints the public key that checkpoints and packages are checked with.");
        command.SetAction(async (parsed, _) =>
        {
            var data = context.PathOf(parsed.GetRequiredValue(HubCommands.Data));
            LogCommands.Existing(data);
            var settings = AuditSettings.Read(CommandContext.Settings(), data);
            if (settings.SigningKey is null && !File.Exists(settings.KeyFile))
            {
                throw new FileNotFoundException($"There is no key yet in {data}. Start the hub once, which makes one.");
            }

            using var key = settings.Key();
            await context.Out.WriteLineAsync($"Key-Id: {AuditKey.IdOf(key)}");
            await context.Out.WriteLineAsync(key.ExportSubjectPublicKeyInfoPem());
            return 0;
        });
        return command;
    }
}
