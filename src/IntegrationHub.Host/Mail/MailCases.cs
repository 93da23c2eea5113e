using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.People;

namespace IntegrationHub.Host.Mail;

/// <summary>Finds the case that a mail is about, or opens one.</summary>
internal sealed class MailCases(CaseStore cases, CaseIntake intake, CityDirectory directory, IPersonKeys keys)
{
    /// <summary>
    /// The case: that of the hub's own mail which this one answers, or one whose number stands in the subject when its sender is somebody
    /// of the case. Null for a new one, also when somebody else names a number: it then stands in the new case's text.
    /// </summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<CaseNumber?> FindAsync(MailReceived mail, CancellationToken ct)
    {
        if (mail is { Thread: { } thread, ThreadEvent: { } message }
            && (await cases.LoadAsync(thread, ct)).History.Any(known => known.Recorded.Id.ToString("N") == message))
        {
            return thread;
        }

        return CaseNumber.FindIn(mail.Subject?.Text) is { } named
            && (await cases.LoadAsync(named, ct)).History is [{ Fact: CaseOpened opened }, ..] && IsOf(opened, mail.Person) ? named : null;
    }

    /// <summary>Opens a case for the mail; the same one again gives the same case.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<CaseNumber> OpenAsync(MailReceived mail, string said, DateTimeOffset now, CancellationToken ct)
    {
        var subject = mail.Subject?.Text?.Trim() ?? "";
        var text = string.Join("\n\n", new[] { subject, said }.Where(part => part.Length > 0).Distinct(StringComparer.Ordinal));
        var description = text.Length == 0 ? "(Ett mejl utan text.)" : text.Length <= NewCase.LongestText ? text : text[..NewCase.LongestText];
        var person = mail.Person;
        var reporter = new Reporter(
            person, mail.Name?.Text is { } name ? new Personal(person, name) : null, Email: new Personal(person, mail.From.Shown));
        var contact = await directory.PlaceAsync(
            new Contact("mail", mail.Key, description, description, reporter, Router.LanguageOf(description)), sponsor: null, ct);
        return (await intake.TakeAsync(contact, now, ct)) is { Refused: null, Number: var number }
            ? number : throw new InvalidOperationException("A mail's key follows from its text, so it is never another matter's.");
    }

    private bool IsOf(CaseOpened opened, PersonId sender) =>
        directory.AreOne(opened.Reporter.Person, sender)
        || (opened.Reporter.Email?.Text is { } email && directory.AreOne(keys.Pseudonym("email", email.ToLowerInvariant()), sender));
}
