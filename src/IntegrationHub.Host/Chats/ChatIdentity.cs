using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.People;
using PhoneNumber = IntegrationHub.Adapters.People.PhoneNumber;

namespace IntegrationHub.Host.Chats;

/// <summary>Who a user is: by a code that is sent to what the directory has, or by the Entra id that a channel has proven.</summary>
internal sealed class ChatIdentity(CityDirectory directory, LiveView<CaseRow> rows, IPersonKeys keys)
{
    private const int MostShown = 5;

    /// <summary>A code for the one person that the directory has this number or address for; none for anybody else, and nobody is told which.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<ChatOutcome> PromiseAsync(string said, LoadedChat chat, string language, DateTimeOffset now, CancellationToken ct)
    {
        var (way, to, pseudonym) = said.Contains('@', StringComparison.Ordinal)
            ? ("mail", said.Trim(), PersonWays.Mail(keys, said.Trim()))
            : PhoneNumber.ToE164(said) is { } phone ? ("sms", phone, PersonWays.Phone(keys, phone)) : default;
        if (way is null || await directory.WhoHasAsync(pseudonym, ct) is null)
        {
            return new ChatOutcome.CodePromised(null);
        }

        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        Personal Own(string text) => new Personal(chat.State.Person, text).Within(chat.Stream);
        return new ChatOutcome.CodePromised(new ChatCodePromised(way, Own(to!), Own(code), language, now + ChatDialogue.CodeHolds, now));
    }

    /// <summary>Whether the code is the one that was sent, in time; then, who that is.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<ChatOutcome> TryAsync(string said, LoadedChat chat, DateTimeOffset now, CancellationToken ct)
    {
        if (chat.State.Code is { } promised && promised.Until < now)
        {
            return new ChatOutcome.NotDone("code-over");
        }

        // Also where no code was sent: how long the answer takes tells nothing.
        var right = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(said.PadLeft(6)), Encoding.ASCII.GetBytes(chat.State.Code?.Code.Text ?? "------"));
        if (!right || said.Length != 6 || chat.State.Code is not { To.Text: { } to, Way: var way })
        {
            return new ChatOutcome.NotDone("code-wrong");
        }

        var pseudonym = way == "mail" ? PersonWays.Mail(keys, to) : PersonWays.Phone(keys, to);
        return await directory.WhoHasAsync(pseudonym, ct) is { } known ? new ChatOutcome.Proven(Who(known, pseudonym, chat)) : new ChatOutcome.NotDone("code-over");
    }

    /// <summary>The person whose external id in the directory is this Entra id; null when there is none.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<ChatWho?> FindAsync(string entraId, LoadedChat chat, CancellationToken ct)
    {
        var way = PersonWays.External(keys, entraId);
        return await directory.WhoHasAsync(way, ct) is { } known ? Who(known, way, chat) : null;
    }

    /// <summary>The person's cases, the last changed first.</summary>
    public ChatOutcome.OwnCases CasesOf(ChatWho who)
    {
        IEnumerable<(CaseRow Row, long Place)> Of(string field, string value) =>
            rows.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = value }, before: null, MostShown);
        return new ChatOutcome.OwnCases([.. directory.PseudonymsOf(who.Person).SelectMany(way => Of("person", way.Value))
            .OrderByDescending(found => found.Place).Select(found => found.Row.Number).Distinct(StringComparer.Ordinal).Take(MostShown)
            .Select(number => CaseNumber.TryParse(number, out var parsed) ? parsed : default)]);
    }

    private ChatWho Who(KnownPerson known, PersonId way, LoadedChat chat)
    {
        Personal? Own(string? text) => text is null ? null : new Personal(chat.State.Person, text).Within(chat.Stream);
        var placed = known.Facts.Placed;
        return new ChatWho(known.Person, WayOf(known, way), Own(known.Facts.GivenName?.Text))
        {
            Phone = Own(PhoneOf(known.Facts)),
            Mail = Own(known.Facts.Mails is [var first, ..] ? first.Value.Text : null),
            Area = placed.Area,
            Organisation = placed.Organisation,
            Site = placed.Site,
        };
    }

    private static string? PhoneOf(PersonFacts facts) =>
        (facts.Phones.FirstOrDefault(phone => phone.Type == "mobile") ?? (facts.Phones is [var first, ..] ? first : null))?.Value.Text;

    /// <summary>The pseudonym that the person's cases bear: of the number, so that the telephone finds them as its caller's own.</summary>
    private PersonId WayOf(KnownPerson known, PersonId proven) =>
        PhoneOf(known.Facts) is { } phone
            ? PersonWays.Phone(keys, phone) : proven;
}
