using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Host.Privacy;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub keys share</c>: moves the keys that one hub has in a file to the database that several hubs share.</summary>
public static class ShareKeys
{
    private static readonly string[] s_wrapped = ["master.wrapped", "master.wrapped.next"];

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("share", "Moves the keys of this data directory to the database that Privacy:KeyStore names, for several hubs.") { HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var directory = context.PathOf(parsed.GetRequiredValue(HubCommands.Data));
            var (count, left) = await ShareAsync(context, directory, ct);
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json)
                ? JsonSerializer.Serialize(new { shared = count, left }, HubCommands.ReportJson)
                : $"{count} keys are in the database now. Start the hubs with Privacy:KeyStore and the same master key, and when they run, delete {left}: " +
                  "it still opens what is erased from now on.");
            return 0;
        });
        return command;
    }

    private static async Task<(int Count, string Left)> ShareAsync(CommandContext context, string directory, CancellationToken ct)
    {
        var file = Path.Combine(directory, "keys.db");
        var privacy = PrivacySettings.Read(CommandContext.Settings());
        if (context.Running is not null)
        {
            throw new CommandFailedException("A hub runs on this data directory. Stop it first.");
        }

        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no key file {file}. Name the hub's data directory with --data.");
        }

        var store = privacy.KeyStore ?? throw new CommandFailedException("Set Privacy:KeyStore to the database, for example by HUB_Privacy__KeyStore, and the master key.");
        using var held = DataLock.Take(directory);
        var files = new SecretFiles(directory);
        var master = await privacy.Home(directory, files).ReadAsync(ct);
        try
        {
            PersonKeys.Open(file, master.Now, master.Next).Dispose(); // The hubs will be able to read it; and its write-ahead log is in it.
        }
        catch (CryptographicException)
        {
            throw new CommandFailedException(
                $"The keys in {file} are wrapped by another master key than Privacy:MasterKey has. Set that to what this prints: base64 -w0 {Path.Combine(directory, "master.key")}");
        }

        using var database = KeyDatabase.Open(store);
        var count = database.TakeOver(file);
        foreach (var name in s_wrapped)
        {
            if (privacy.Vault is not null && await files.ReadAsync(name, ct) is { } wrapped)
            {
                await database.Wrapped.KeepAsync(name, wrapped, ct);
            }
        }

        var left = file + ".shared";
        File.Move(file, left, overwrite: true); // A hub that starts without the setting makes other keys, and sees that they are not the log's.
        return (count, left);
    }
}
