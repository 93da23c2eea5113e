using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Benchmarks;

/// <summary>Cases as the hub stores them, with sealed texts: eight events each, a thousand cases open at any time.</summary>
internal sealed class CaseHistory(EventCodec codec)
{
    /// <summary>Events of each case.</summary>
    public const int EventsPerCase = 8;

    private const int OpenAtOnce = 1_000;
    private static readonly DateTimeOffset s_start = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_desks = ["workplace", "central-systems", "telephony", "mobile"];
    private static readonly string[] s_services = ["printing", "pay-system", "telephones", "phones-and-tablets"];

    /// <summary>Appends the history; every case goes on when all others have come as far.</summary>
    /// <returns>How many cases.</returns>
    public async Task<int> WriteAsync(IEventLog log, int events, CancellationToken ct)
    {
        var cases = events / EventsPerCase;
        for (var first = 0; first < cases; first += OpenAtOnce)
        {
            for (var step = 0; step < EventsPerCase; step++)
            {
                var revision = step - 1L;
                await Task.WhenAll(Enumerable.Range(first, Math.Min(OpenAtOnce, cases - first)).Select(async sequence =>
                {
                    var result = await log.AppendAsync(CaseNumber.FromSequence(sequence + 1).Stream, ExpectedRevision.Exactly(revision), [Event(sequence, (int)revision + 1)], ct);
                    _ = result as Appended ?? throw new InvalidOperationException($"The log answered {result}.");
                }));
            }
        }

        return cases;
    }

    private NewEvent Event(int sequence, int step)
    {
        var number = CaseNumber.FromSequence(sequence + 1);
        var id = EventId.From("bench", number.Value, step.ToString(CultureInfo.InvariantCulture));
        return codec.Encode(id, Fact(number, sequence, step), new EventContext(step is 0 or 7 ? "user" : "supplier:" + s_desks[sequence % 4], step is 0 or 7 ? "web" : "supplier", id.ToString()));
    }

    private static CaseEvent Fact(CaseNumber number, int sequence, int step)
    {
        var (desk, service) = (s_desks[sequence % 4], s_services[sequence % 4]);
        var at = s_start.AddMinutes(sequence).AddHours(step);
        var person = new PersonId(string.Create(CultureInfo.InvariantCulture, $"p-{sequence / 3:x20}"));
        Personal Said(string text) => new(person, text, number.Value);
        return step switch
        {
            0 => new CaseOpened(
                number, CaseKind.Fault, Said("Skrivaren på plan 3 är trasig sedan i morse, den drar in två papper åt gången och stannar."),
                new Reporter(person, Said("Åsa Öst"), Said("+46701740605"), Said("asa.ost@example.se")), "web", "sv", "office", "Tekniska nämndhuset", "stadsledning", $"contact-{sequence}", at),
            1 => new CaseRouted(
                service, desk, desk + "-supplier", 0.91, ["words: skrivare", "area: office"], [], at.AddHours(4), at),
            2 => new CaseAccepted(desk, $"INC{sequence:D8}", at),
            3 => new ProgressTold(desk, Said("En tekniker är på väg och är framme före lunch."), at),
            4 => new UserAsked(desk, Said("Vilken modell är det? Det står på framsidan, uppe till vänster."), at),
            5 => new UserAnswered(Said("HP LaserJet 400, den vid köket."), at),
            6 => new CaseResolved(desk, Said("Valsen är bytt och skrivaren provkörd."), at.AddDays(2), at.AddDays(5), at),
            _ => new CaseClosed(at),
        };
    }
}

/// <summary>Keys that follow from the person, kept once asked for, as those of a hub that has just read them from its file.</summary>
internal sealed class BenchKeys : IPersonKeys
{
    private readonly ConcurrentDictionary<string, byte[]> _keys = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public PersonId Pseudonym(string kind, string value) => new("p-" + value);

    /// <inheritdoc/>
    public byte[]? Key(PersonId person) => _keys.GetOrAdd(person.Value, static name => SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
