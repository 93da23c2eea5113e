using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub directory pin PERSON</c>: gives a person a new PIN for the telephone, and prints it once.</summary>
public static class GivePin
{
    private static readonly Argument<string> s_person = new("PERSON") { Description = "External id, user name or pseudonym." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var pin = new Command("pin", "Gives a person a new PIN for the telephone; it is printed once and kept nowhere.") { s_person, HubCommands.Json };
        pin.SetAction((parsed, ct) => context.WithDataAsync(parsed.GetRequiredValue(HubCommands.Data), async data =>
        {
            using var own = context.Running is null ? PeopleRegistration.Open(data) : null;
            if (own is not null)
            {
                await own.CatchUpAsync(data.Log, ct);
            }

            var directory = context.Running?.GetRequiredService<CityDirectory>()
                ?? new CityDirectory(new DirectoryStore(data.Log, data.Codec), own!, data.Keys, context.Clock);
            var known = await directory.MeantAsync(parsed.GetRequiredValue(s_person), ct)
                ?? throw new CommandFailedException("The directory has no such active person. Import the directory, or check the id.");
            var made = await new PersonPins(data.Log, data.Codec)
                .RenewAsync(known.Person, new EventContext("staff:command-line", "directory"), context.Clock.GetUtcNow(), ct);
            await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json)
                ? JsonSerializer.Serialize(new NewPin(made), HubCommands.ReportJson)
                : $"The new PIN is {made}. Hand it to the person; it is shown this once.");
            return 0;
        }));
        return pin;
    }
}
