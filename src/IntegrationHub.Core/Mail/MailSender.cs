using System.Collections.Frozen;
using System.Globalization;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Mail;

/// <summary>When somebody has written lately, so that two robots that answer each other stop after a few.</summary>
/// <param name="Person">The pseudonym of whoever has the address.</param>
/// <param name="Lately">The last mails, as Unix seconds with blanks between, oldest first.</param>
public sealed record MailSender(PersonId Person, string Lately)
{
    /// <summary>So many mails of one sender are taken in an hour; more wait for a person to look.</summary>
    public const int MostAnHour = 10;

    /// <summary>All of them, by pseudonym.</summary>
    public static readonly View<MailSender> View = new(
        "mail-senders", 1, known => (known.Fact as MailReceived)?.Person.Value, Apply, FrozenDictionary<string, Func<MailSender, string?>>.Empty)
    {
        Types = FrozenSet.Create(StringComparer.Ordinal, StoredTypes.NameOf(typeof(MailReceived))),
    };

    /// <summary>How many mails there were in the hour before.</summary>
    public int InTheHourBefore(DateTimeOffset now) =>
        Lately.Split(' ').Count(at => long.Parse(at, CultureInfo.InvariantCulture) > now.AddHours(-1).ToUnixTimeSeconds());

    private static MailSender? Apply(MailSender? row, Known known)
    {
        if (known.Fact is not MailReceived mail)
        {
            return row;
        }

        var at = mail.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new MailSender(mail.Person, row is null ? at : string.Join(' ', row.Lately.Split(' ').TakeLast(MostAnHour).Append(at)));
    }
}
