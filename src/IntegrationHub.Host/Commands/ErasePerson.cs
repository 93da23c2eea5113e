using System.CommandLine;
using System.Text.Json;
using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.Mail;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Search;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub erase|hold|release PERSON --reason TEXT</c>: a person's data, erased for good or held by law.</summary>
public static class ErasePerson
{
    private const string By = "staff:command-line";

    private static readonly Argument<string> s_person = new("PERSON") { Description = "The id that a case shows as reporter.person." };

    private static readonly Option<string> s_reason = new("--reason") { Description = "Why, for the record; without the person's name.", Required = true };

    private static readonly JsonSerializerOptions s_json = new(CaseEndpoints.Shown) { WriteIndented = true };

    /// <summary>The three commands as the command line knows them.</summary>
    public static IEnumerable<Command> Commands(CommandContext context)
    {
        var erase = new Command("erase", "Makes everything that is stored of a person unreadable, and prints the receipt.") { s_person, s_reason, HubCommands.Json };
        erase.SetAction((parsed, ct) => RunAsync(parsed, context, (erasure, person, reason) => erasure.EraseAsync(person, By, reason, ct)));
        yield return erase;
        var hold = new Command("hold", "Legal hold: nothing of the person is erased while it lasts.") { s_person, s_reason, HubCommands.Json };
        hold.SetAction((parsed, ct) => RunAsync(parsed, context, (erasure, person, reason) => erasure.HoldAsync(person, hold: true, By, reason, ct)));
        yield return hold;
        var release = new Command("release", "Ends the legal hold of a person.") { s_person, s_reason, HubCommands.Json };
        release.SetAction((parsed, ct) => RunAsync(parsed, context, (erasure, person, reason) => erasure.HoldAsync(person, hold: false, By, reason, ct)));
        yield return release;
    }

    private static async Task<int> RunAsync(
        ParseResult parsed, CommandContext context, Func<Erasure, PersonId, string, Task<Decision<PersonEvent>>> work)
    {
        var (person, reason) = (new PersonId(parsed.GetRequiredValue(s_person)), parsed.GetRequiredValue(s_reason));
        var data = parsed.GetRequiredValue(HubCommands.Data);
        if (!File.Exists(Path.Combine(context.PathOf(data), "keys.db")) && PrivacySettings.Read(CommandContext.Settings()).KeyStore is null)
        {
            throw new FileNotFoundException($"There are no persons at {context.PathOf(data)}. Name the hub's data directory with --data.");
        }

        var started = context.Clock.GetUtcNow();
        var decision = await context.WithDataAsync(data, async directory =>
        {
            using var own = context.Running is null ? Alone(directory, context.Clock) : null;
            return await work(own ?? context.Running!.GetRequiredService<Erasure>(), person, reason);
        });
        if (decision is Refused<PersonEvent> no)
        {
            throw new CommandFailedException(no.Why);
        }

        var fact = ((Accepted<PersonEvent>)decision).Events is [var happened] ? happened : null;
        await context.Out.WriteLineAsync(parsed.GetValue(HubCommands.Json)
            ? fact is null ? "{}" : JsonSerializer.Serialize(fact, fact.GetType(), s_json)
            : Text(person, fact, started));
        return 0;
    }

    /// <summary>Erasure with no hub running.</summary>
    private static Erasure Alone(DataDirectory data, TimeProvider clock) =>
        new(data, new CaseStore(data.Log, data.Codec), [Search(data, clock), MailPlace.KeptMails(new KeptMails(MailPlace.FolderIn(data.Path), MailSettings.None.From, clock)),
            MailPlace.ReceivedMails(data)], clock);

    private static PersonPlace Search(DataDirectory data, TimeProvider clock)
    {
        var settings = SearchSettings.Read(CommandContext.Settings());
        var sources = SearchSource.All(new CaseStore(data.Log, data.Codec), new Core.Orders.OrderStore(data.Log, data.Codec));
        return SearchPlace.AtRest(
            settings.StoreIn(data.Path), () => settings.IsThere(data.Path), (stream, ct) => SearchSource.OfStreamAsync(sources, stream, ct), data.Log);
    }

    private static string Text(PersonId person, PersonEvent? fact, DateTimeOffset started) => fact switch
    {
        PersonErased e => $"""
            {person} {(e.At < started ? "was erased already" : "is erased")}, {e.At:yyyy-MM-dd HH:mm:ss} UTC, by order of {e.By}: {e.Reason}
            Cases that lost their texts: {(e.Cases.Count == 0 ? "none" : string.Join(", ", e.Cases))}
            Orders that lost texts: {(e.Orders is { Count: > 0 } orders ? string.Join(", ", orders) : "none")}

            {string.Join('\n', e.Places.Select(place => $"{place.Place,-32} {Word(place.Outcome),-15} {place.Did}"))}
            """,
        PersonHeld e => $"{person} is under legal hold: {e.Reason}",
        PersonReleased => $"The legal hold of {person} is over.",
        _ => "It was so already; nothing was changed.",
    };

    private static string Word(PlaceOutcome outcome) => outcome switch
    {
        PlaceOutcome.Erased => "erased",
        PlaceOutcome.Unreadable => "unreadable",
        PlaceOutcome.LeftToOthers => "LEFT TO OTHERS",
        PlaceOutcome.KeptByLaw => "KEPT BY LAW",
        _ => "nothing there",
    };
}
