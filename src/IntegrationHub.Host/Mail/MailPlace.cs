using IntegrationHub.Adapters.Mail;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Privacy;

namespace IntegrationHub.Host.Mail;

/// <summary>What the hub keeps of mails, as places that must forget.</summary>
internal static class MailPlace
{
    private const string Name = "kept mails";

    /// <summary>Where mails are kept.</summary>
    /// <param name="data">The data directory.</param>
    public static string FolderIn(string data) => Path.Combine(data, "mail", "kept");

    /// <summary>The mails that lie in the data directory as no mail server is set.</summary>
    public static PersonPlace KeptMails(KeptMails kept) => new(Name, (gone, _) => Task.FromResult(
        kept.Forget(gone.Person, gone.Cases.Select(number => number.Value)) is var count and > 0
            ? new PlaceReport(Name, PlaceOutcome.Erased, $"{count} mails that were kept in the data directory are deleted.")
            : new PlaceReport(Name, PlaceOutcome.Nothing, "No mail of these cases was kept in the data directory.")));
}
