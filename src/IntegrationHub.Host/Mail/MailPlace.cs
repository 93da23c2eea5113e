using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Privacy;

namespace IntegrationHub.Host.Mail;

/// <summary>What the hub keeps of mails, as places that must forget.</summary>
internal static class MailPlace
{
    private const string Name = "kept mails";
    private const string Received = "mails received";

    /// <summary>Where mails are kept.</summary>
    /// <param name="data">The data directory.</param>
    public static string FolderIn(string data) => Path.Combine(data, "mail", "kept");

    /// <summary>The mails that lie in the data directory as no mail server is set.</summary>
    public static PersonPlace KeptMails(KeptMails kept) => new(Name, (gone, _) => Task.FromResult(
        kept.Forget(gone.Matters) is var count and > 0
            ? new PlaceReport(Name, PlaceOutcome.Erased, $"{count} mails that were kept in the data directory are deleted.")
            : new PlaceReport(Name, PlaceOutcome.Nothing, "No mail of these cases and orders was kept in the data directory.")));

    /// <summary>The texts of mails that came in: each has a key of its own under its sender's, which goes with the case that it is about.</summary>
    public static PersonPlace ReceivedMails(DataDirectory data) => new(Received, OfEachHub: false, ForgetAsync: async (gone, ct) =>
    {
        var count = 0;
        foreach (var number in gone.Cases)
        {
            foreach (var stream in await MailsOfAsync(data, number, ct))
            {
                count += await SenderOfAsync(data, stream, ct) is { } sender && (await data.Keys.DestroyAsync(sender, stream, ct)).Entries > 0 ? 1 : 0;
            }
        }

        return count > 0
            ? new PlaceReport(Received, PlaceOutcome.Erased, $"The keys of {count} mails about these cases are destroyed.")
            : new PlaceReport(Received, PlaceOutcome.Nothing, "No mail about these cases had a key of its own any more.");
    });

    private static async Task<IReadOnlySet<string>> MailsOfAsync(DataDirectory data, CaseNumber number, CancellationToken ct)
    {
        var streams = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var recorded in data.Log.ReadStreamAsync(number.Stream, 0, ct))
        {
            if (data.Codec.DecodeOrCarry(recorded).Context is { By: "user", Channel: "mail" } context && MailReceived.StreamOfCause(context.Cause) is { } stream)
            {
                streams.Add(stream);
            }
        }

        return streams;
    }

    private static async Task<PersonId?> SenderOfAsync(DataDirectory data, string stream, CancellationToken ct)
    {
        await foreach (var recorded in data.Log.ReadStreamAsync(stream, 0, ct))
        {
            return (data.Codec.DecodeOrCarry(recorded).Fact as MailReceived)?.Person;
        }

        return null; // A case that came by the API as a mail has none.
    }
}
