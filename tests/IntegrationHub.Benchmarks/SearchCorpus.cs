using System.Globalization;
using IntegrationHub.Core.Search;

namespace IntegrationHub.Benchmarks;

/// <summary>Cases and orders of a city, three to one, as searches see them: made up, the same for the same number.</summary>
/// <remarks>Words come as often as in a language (Zipf): a matter is about one of 120 things, the first of them one in seven; around it what people say, and a long tail that is rare.</remarks>
internal static class SearchCorpus
{
    /// <summary>What the names of its streams begin with.</summary>
    public const string Prefix = "made-";

    private const int RareWords = 120_000;
    private const int TitleWords = 6;
    private const int Things = 120;

    private static readonly string[] s_things =
    [
        "skrivare", "dator", "skärm", "lösenord", "nätverk", "mejl", "kalender", "telefon", "headset", "projektor", "licens", "konto", "behörighet", "mapp", "fil",
        "server", "webbläsare", "kamera", "mikrofon", "tangentbord", "mus", "docka", "surfplatta", "app", "portal", "schema", "journal", "faktura", "system", "kort",
    ];

    private static readonly string[] s_endings = ["", "n", "en", "er", "na", "erna", "s", "ns"];

    private static readonly string[] s_said =
    [
        "fungerar", "inte", "och", "jag", "kan", "svarar", "trasig", "startar", "hänger", "sig", "efter", "uppdatering", "på", "plan", "rum", "det", "är", "när", "loggar", "in",
        "får", "felmeddelande", "saknar", "hjälp", "idag", "sedan", "igår", "alla", "elever", "personal", "skolan", "kontoret", "prova", "igen", "tack", "byta", "ny", "beställa", "långsam", "skriva", "ut",
    ];

    private static readonly string[] s_statuses = ["closed", "closed", "closed", "closed", "closed-unconfirmed", "in-progress", "resolved", "awaiting-user"];

    private static readonly DateTimeOffset s_start = new(2016, 1, 1, 6, 0, 0, TimeSpan.Zero);

    /// <summary>The name of the n-th document's stream.</summary>
    public static string Stream(int n) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{n}");

    /// <summary>The document of a stream.</summary>
    public static SearchDocument OfStream(string stream) => Document(int.Parse(stream.AsSpan(Prefix.Length), CultureInfo.InvariantCulture));

    /// <summary>The n-th document; 640 a day.</summary>
    public static SearchDocument Document(int n)
    {
        var random = new Random(n * 7_919);
        var isOrder = n % 4 == 3;
        var number = (10_000_000 + n).ToString(CultureInfo.InvariantCulture);
        var (supplier, organisation) = (Skewed(random, 12), Skewed(random, 30));
        var about = Thing(Skewed(random, Things));
        return new SearchDocument(
            (isOrder ? "order-" : "case-") + number, isOrder ? SearchKind.Order : SearchKind.Case, number, At(n), Text(random, about, TitleWords))
        {
            Texts = [Text(random, about, 8 + random.Next(30)), Text(random, about, 4 + random.Next(14)), Text(random, about, 3 + random.Next(8))],
            Supplier = [$"supplier-{supplier}"],
            Desk = [$"desk-{supplier}"],
            HadBy = [isOrder ? $"supplier-{supplier}" : $"desk-{supplier}"],
            Service = [$"service-{Skewed(random, 60)}"],
            Area = [random.Next(3) == 0 ? "office" : "education"],
            Organisation = [$"organisation-{organisation}"],
            Site = [$"site-{organisation}-{Skewed(random, 60)}"],
            Person = [$"p-{random.Next(60_000):x8}"],
            Ticket = [$"INC{n:0000000}"],
            Article = isOrder ? [$"A{Skewed(random, 800):0000}"] : [],
            Status = [s_statuses[random.Next(s_statuses.Length)]],
        };
    }

    /// <summary>The n-th search of somebody at work: one to three words, within a desk, an organisation, a service or a tenth of the time.</summary>
    /// <param name="n">Which.</param>
    /// <param name="documents">How many documents there are.</param>
    public static SearchQuery Query(int n, int documents)
    {
        var random = new Random(n * 104_729);
        var thing = Thing(Skewed(random, Things)) + s_endings[random.Next(s_endings.Length)];
        var query = new SearchQuery
        {
            Q = random.Next(5) switch
            {
                0 => thing,
                1 => $"{thing} plan",
                2 => $"{thing} {s_said[random.Next(s_said.Length)]} {Rare(random)}",
                3 => thing[..Math.Min(4, thing.Length)] + "*",
                _ => $"{thing} {s_said[random.Next(s_said.Length)]}",
            },
        };
        return random.Next(4) switch
        {
            0 => query with { Desk = [$"desk-{Skewed(random, 12)}"], Status = ["closed"] },
            1 => query with { Organisation = [$"organisation-{Skewed(random, 30)}"], Sort = SearchSort.Newest },
            2 => query with { From = At(documents / 2), To = At(documents * 6L / 10), Kind = SearchKind.Case },
            _ => query with { Service = [$"service-{Skewed(random, 60)}"] },
        };
    }

    private static string Text(Random random, string about, int words)
    {
        var text = new System.Text.StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(i == 0 ? "" : random.Next(12) == 0 ? ". " : " ").Append(Word(random, about));
        }

        return text.ToString();
    }

    private static string Word(Random random, string about) => random.Next(100) switch
    {
        < 65 => s_said[Skewed(random, s_said.Length)],
        < 77 => about + s_endings[random.Next(s_endings.Length)],
        < 80 => Thing(random.Next(Things)) + s_endings[random.Next(s_endings.Length)],
        < 82 => about + "s" + Thing(random.Next(Things)),
        < 88 => random.Next(1_000).ToString(CultureInfo.InvariantCulture),
        _ => Rare(random),
    };

    /// <summary>What a matter is about: those of the list, and as many again of each first half.</summary>
    private static string Thing(int n) => n < s_things.Length ? s_things[n] : s_things[n % s_things.Length] + s_things[n / s_things.Length][..3];

    private static string Rare(Random random)
    {
        var n = Skewed(random, RareWords);
        return string.Create(CultureInfo.InvariantCulture, $"{s_things[n % s_things.Length][..3]}{(char)('a' + (n % 23))}{n / 29:x}k");
    }

    private static DateTimeOffset At(long n) => s_start.AddMinutes(n * 2.25);

    /// <summary>The k-th is half as likely as twice as near to the front.</summary>
    private static int Skewed(Random random, int count) => (int)Math.Min(count - 1, Math.Exp(random.NextDouble() * Math.Log(count + 1)) - 1);
}
