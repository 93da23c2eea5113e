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
        kept.Forget(gone.Person, gone.Cases.Select(number => number.Value)) is var count and > 0
            ? new PlaceReport(Name, PlaceOutcome.Erased, $"{count} mails that were kept in the data directory are deleted.")
            : new PlaceReport(Name, PlaceOutcome.Nothing, "No mail of these cases was kept in the data directory.")));

    /// <summary>The texts of mails that came in: each has a key of its own under its sender's, which goes with the case that it led to.</summary>
    public static PersonPlace ReceivedMails(DataDirectory data) => new(Received, async (gone, ct) =>
    {
        var count = 0;
        foreach (var stream in data.Keys.Matters(gone.Person).Where(matter => matter.StartsWith("mail-", StringComparison.Ordinal)))
        {
            if (await CaseOfAsync(data, stream, ct) is { } number && gone.Cases.Contains(number))
            {
                await data.Keys.DestroyAsync(gone.Person, stream, ct);
                count++;
            }
        }

        return count > 0
            ? new PlaceReport(Received, PlaceOutcome.Erased, $"The keys of {count} mails that led to these cases are destroyed.")
            : new PlaceReport(Received, PlaceOutcome.Nothing, "No mail had a key of its own any more.");
    });

    private static async Task<CaseNumber?> CaseOfAsync(DataDirectory data, string stream, CancellationToken ct)
    {
        await foreach (var recorded in data.Log.ReadStreamAsync(stream, 1, ct))
        {
            if (data.Codec.Decode(recorded).Fact is MailTaken { Case: { } number })
            {
                return number;
            }
        }

        return null;
    }
}
