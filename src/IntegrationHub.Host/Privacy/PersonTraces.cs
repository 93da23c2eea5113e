using System.Text;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Privacy;

/// <summary>Where the log speaks of a person, found by reading all of it: no index can be out of date.</summary>
/// <param name="Events">How many events hold something sealed for the person.</param>
/// <param name="Streams">In which streams.</param>
/// <param name="Cases">The person's cases.</param>
/// <param name="Texts">Name, number and address as the cases have them, while they can be read.</param>
/// <param name="Unmapped">Suppliers' messages that no rule understood and that speak of the person or of a case.</param>
/// <param name="Suppliers">Who was told of which cases.</param>
/// <param name="Messages">Text messages that the person was sent.</param>
/// <param name="Mails">Mails that the person was sent, or that were sent about orders that the person has a part in.</param>
internal sealed record PersonTraces(
    int Events, IReadOnlyList<string> Streams, IReadOnlyList<CaseNumber> Cases, IReadOnlyList<string> Texts, IReadOnlyList<(PersonId Under, string Stream)> Unmapped,
    IReadOnlyDictionary<string, SortedSet<string>> Suppliers, int Messages, int Mails)
{
    /// <summary>Conversations in which the person was proven, and the pseudonym that each one's texts lie under.</summary>
    public IReadOnlyList<(PersonId Under, string Stream)> Chats { get; init; } = [];

    /// <summary>The orders that the person has a part in.</summary>
    public IReadOnlyList<OrderNumber> Orders { get; init; } = [];

    /// <summary>Invoices whose words name the person: who gets something is often written on a line.</summary>
    public IReadOnlyList<string> Invoices { get; init; } = [];

    private static readonly string[] s_invoices = [StoredTypes.NameOf(typeof(InvoiceReceived)), StoredTypes.NameOf(typeof(InvoiceLineMatched))];

    private static readonly string[] s_unmapped = [StoredTypes.NameOf(typeof(SupplierEventUnmapped)), StoredTypes.NameOf(typeof(SupplierAlertRaised))];

    /// <summary>Reads the log.</summary>
    /// <exception cref="EventLogException">It cannot be read.</exception>
    public static async Task<PersonTraces> FindAsync(IEventLog log, EventCodec codec, CaseStore cases, PersonId person, CancellationToken ct)
    {
        var name = Encoding.UTF8.GetBytes($"\"{person.Value}\"");
        var streams = new SortedSet<string>(StringComparer.Ordinal);
        var (events, billed, unmapped) = (0, false, new List<RecordedEvent>());
        await foreach (var recorded in log.ReadAllAsync(LogPosition.Start, ct))
        {
            billed |= s_invoices.Contains(recorded.Type, StringComparer.Ordinal);
            if (recorded.Data.Span.IndexOf(name) >= 0 && recorded.Stream != PersonEvent.StreamOf(person))
            {
                events++;
                streams.Add(recorded.Stream);
            }
            else if (s_unmapped.Contains(recorded.Type, StringComparer.Ordinal))
            {
                unmapped.Add(recorded);
            }
        }

        var chats = new List<(PersonId Under, string Stream)>();
        foreach (var stream in streams.Where(ChatStore.IsStream))
        {
            await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
            {
                if (codec.Decode(recorded).Fact is ChatStarted started)
                {
                    chats.Add((started.Person, stream)); // Its texts lie under a pseudonym of its own: nobody was known when it began.
                }

                break;
            }
        }

        var told = new Told();
        foreach (var stream in streams.Where(stream => stream.StartsWith("case-", StringComparison.Ordinal)))
        {
            if (CaseNumber.TryParse(stream["case-".Length..], out var number))
            {
                told.Begin(number);
                (await cases.LoadAsync(number, ct)).History.ToList().ForEach(known => told.Take(number, known.Fact));
            }
        }

        foreach (var stream in streams.Where(stream => OrderNumber.IsStream(stream, out _)))
        {
            _ = OrderNumber.IsStream(stream, out var number);
            told.Orders.Add(number);
            await foreach (var recorded in log.ReadStreamAsync(stream, 0, ct))
            {
                told.Take(number, codec.DecodeOrCarry(recorded).Fact, person);
            }
        }

        return new PersonTraces(
            events, [.. streams], told.Cases, [.. told.Texts], [.. Speaking(unmapped, codec, [.. told.Texts, .. told.Mentions])], told.Suppliers, told.Messages, told.Mails)
        {
            Chats = chats,
            Orders = told.Orders,
            Invoices = billed ? await NamedAsync(log, codec, told.Texts, ct) : [],
        };
    }

    /// <summary>Invoices whose words hold one of the texts. Read anew, since only now it is known what to look for; those are few who are erased.</summary>
    private static async Task<IReadOnlyList<string>> NamedAsync(IEventLog log, EventCodec codec, IReadOnlyCollection<string> texts, CancellationToken ct)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var recorded in log.ReadAllAsync(LogPosition.Start, ct))
        {
            if (s_invoices.Contains(recorded.Type, StringComparer.Ordinal) && InvoiceEvent.IdIn(recorded.Stream) is { } invoice
                && (codec.DecodeOrCarry(recorded).Fact switch { InvoiceReceived e => e.Notes?.Text, InvoiceLineMatched e => e.Texts?.Text, _ => null }) is { } words
                && texts.Any(text => words.Contains(text, StringComparison.OrdinalIgnoreCase)))
            {
                found.Add(invoice);
            }
        }

        return [.. found];
    }

    private static IEnumerable<(PersonId Under, string Stream)> Speaking(List<RecordedEvent> unmapped, EventCodec codec, List<string> sought)
    {
        foreach (var recorded in unmapped)
        {
            var said = codec.Decode(recorded).Fact switch
            {
                SupplierEventUnmapped e => e.Content,
                SupplierAlertRaised e => e.Text,
                _ => null,
            };
            if (said is { Text: { } content, Of: var under } && sought.Exists(text => content.Contains(text, StringComparison.OrdinalIgnoreCase)))
            {
                yield return (under, recorded.Stream);
            }
        }
    }

    /// <summary>The first word of the person's name, number or address that a text gives away; null when it gives away none.</summary>
    public string? GivenAwayBy(string text)
    {
        const int ShortestWord = 3;
        const int ShortestNumber = 6;
        var words = text.Split([.. text.Where(c => !char.IsLetter(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return Texts.FirstOrDefault(known =>
            text.Contains(known, StringComparison.OrdinalIgnoreCase)
            || (known[0] == '+' && digits.Length >= ShortestNumber && digits.Contains(known[^ShortestNumber..], StringComparison.Ordinal))
            || known.Split([' ', '-']).Any(part => part.Length >= ShortestWord && words.Contains(part, StringComparer.OrdinalIgnoreCase)));
    }
    /// <summary>What the person's cases tell of the person, and to whom they were told.</summary>
    private sealed class Told
    {
        public List<CaseNumber> Cases { get; } = [];

        public List<OrderNumber> Orders { get; } = [];

        public HashSet<string> Texts { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Mentions { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, SortedSet<string>> Suppliers { get; } = new(StringComparer.Ordinal);

        public int Messages { get; private set; }

        public int Mails { get; private set; }

        public void Begin(CaseNumber number)
        {
            Cases.Add(number);
            Mentions.Add(number.Value);
        }

        public void Take(CaseNumber number, object? fact)
        {
            switch (fact)
            {
                case CaseOpened { Reporter: { } who }:
                    Texts.UnionWith(new[] { who.Name?.Text, who.Phone?.Text, who.Email?.Text }.OfType<string>());
                    break;
                case CallBackBooked { Phone.Text: { } phone }:
                    Texts.Add(phone);
                    break;
                case CallBackMoved { Phone.Text: { } phone }:
                    Texts.Add(phone);
                    break;
                case SupplierInformed e:
                    By(e.Supplier).Add($"case {number}");
                    break;
                case SupplierReported { Ticket: { } ticket } e:
                    By(e.Supplier).Add($"its ticket {ticket}");
                    Mentions.Add(ticket);
                    break;
                case UserNotified { Channel: "sms", Outcome: not "refused" }:
                    Messages++;
                    break;
                case UserNotified { Channel: "mail", Outcome: "sent" }:
                    Mails++;
                    break;
            }
        }

        public void Take(OrderNumber number, object? fact, PersonId person)
        {
            switch (fact)
            {
                case OrderWished { Mail.Text: { } mail } e when e.Orderer == person:
                    Texts.Add(mail);
                    break;
                case OrderSpecified e:
                    Texts.UnionWith(e.Lines.SelectMany(line => line.Recipients).Where(who => who.Person == person).Select(who => who.Name?.Text).OfType<string>());
                    break;
                case OrderSupplierInformed e:
                    By(e.Supplier).Add($"order {number}");
                    break;
                case OrderNotified { Outcome: "sent" }:
                    Mails++; // Also those to the orderer: they name whom it is for.
                    break;
            }
        }

        private SortedSet<string> By(string supplier) => Suppliers.TryGetValue(supplier, out var told) ? told : Suppliers[supplier] = new(StringComparer.Ordinal);
    }
}
