namespace IntegrationHub.Core.Simulation;

/// <summary>A service as people tell of it.</summary>
/// <param name="Weight">How common its matters are.</param>
/// <param name="Things">What people call it, in the definite form.</param>
/// <param name="Troubles">What is wrong with it on an ordinary day.</param>
internal sealed record SimulatedService(string Id, double Weight, string[] Things, string[] Troubles);

/// <summary>What people say, in Swedish as most do: matters of every day, and what a common fault makes them say.</summary>
internal static class SimulatedTexts
{
    /// <summary>Ids as in the sample catalogue.</summary>
    public static readonly SimulatedService[] Services =
    [
        new("password", 17, ["lösenordet", "mitt lösenord", "inloggningen"], ["har gått ut", "har jag glömt", "är spärrat efter för många försök", "behöver bytas", "tas inte emot"]),
        new("pc", 12, ["datorn", "skärmen", "laptopen", "tangentbordet", "dockan"], ["startar inte", "är väldigt långsam", "är svart", "hänger sig hela tiden", "laddar inte", "låter konstigt"]),
        new("printing", 9, ["skrivaren", "utskriften", "kopiatorn"], ["har fastnat", "drar inget papper", "skriver ut tomma sidor", "vill ha toner", "hittas inte från min dator"]),
        new("email", 8, ["mejlen", "Outlook", "kalendern", "e-posten"], ["är full", "visar fel tid", "skickar inte bilagan", "hittar inte mötesrummet", "har försvunnit ur listan"]),
        new("account", 7, ["kontot", "behörigheten", "mitt konto"], ["saknas för den nya kollegan", "är avslutat för tidigt", "gäller fel enhet", "måste förlängas", "behövs till en vikarie"]),
        new("software", 6, ["programmet", "Teams", "Excel", "Word"], ["måste installeras", "kräver en uppdatering", "kraschar när jag sparar", "frågar efter licens", "öppnar inte filen"]),
        new("storage", 4, ["mappen", "G:", "filen", "OneDrive"], ["är borttagen av misstag", "kan bara läsas", "är full", "synkar inte", "behöver återläsas"]),
        new("smartcard", 3, ["tjänstekortet", "kortläsaren", "SITHS-kortet"], ["är spärrat", "läses inte", "har gått ut", "saknar certifikat"]),
        new("pupil-pc", 4, ["elevdatorn", "Chromebooken", "elevens dator"], ["har en sprucken skärm", "vill inte ladda", "är borttappad", "saknar program", "måste återställas"]),
        new("remote-access", 3, ["VPN", "fjärrskrivbordet", "distansarbetet"], ["bryts ibland", "går segt hemifrån", "vill ha en ny kod", "är inte beställt åt mig"]),
        new("local-systems", 2, ["bokningssystemet", "passersystemet", "verksamhetssystemet"], ["visar gamla uppgifter", "behöver en ny användare", "ger fel i rapporten"]),
        new("it-security", 1, ["ett misstänkt mejl", "viruslarmet", "en konstig länk"], ["kom i dag", "vill jag anmäla", "har jag klickat på"]),
        new("ordering", 3, ["beställningen", "leveransen", "den nya datorn"], ["har inte kommit", "gick till fel adress", "behöver ändras", "var är den"]),
        new("invoice", 1, ["fakturan", "referensen på fakturan"], ["är fel", "saknar IKB", "avser någon annan"]),
        new("finance", 2.5, ["Agresso", "ekonomisystemet"], ["visar fel konto", "saknar en attestant", "kan inte bokföra min post"]),
        new("hr-payroll", 3, ["LISA", "lönesystemet", "tidrapporten"], ["visar fel semester", "saknar mitt schema", "går inte att attestera"]),
        new("pupil-registry", 2, ["BoSko", "Hanna", "elevregistret"], ["saknar en elev", "visar fel klass", "behöver rätt roll"]),
        new("social-care", 2.5, ["Paraply", "sociala systemet", "journalen"], ["saknar en utredning", "har fel handläggare", "går inte att låsa upp"]),
        new("records", 1.5, ["diariet", "ärendesystemet"], ["saknar en handling", "visar fel status"]),
        new("intranet", 1, ["intranätet", "webbsidan"], ["har en trasig länk", "visar fel nyhet", "behöver en redaktör"]),
        new("reporting", 0.6, ["LIS", "rapporten"], ["saknar förra månaden", "visar noll"]),
        new("desk-phone", 1.5, ["telefonen", "bordstelefonen"], ["brusar", "ringer inte", "visar fel namn"]),
        new("switchboard", 1.5, ["svarsgruppen", "växeln"], ["har fel öppettid", "kopplar till fel person"]),
        new("voicemail", 0.8, ["röstbrevlådan", "hänvisningen"], ["är full", "säger fel tid"]),
        new("network", 2, ["nätverket", "nätverksuttaget", "internet"], ["är dött vid ett skrivbord", "är långsamt i ett rum", "behöver dras till en ny plats"]),
        new("wifi", 3, ["wifi", "det trådlösa nätet"], ["är svagt i ett klassrum", "vill ha lösenord för gäster", "tappar min mobil"]),
        new("mobile-phone", 2.5, ["mobilen", "min iPhone"], ["är tappad", "har dåligt batteri", "är låst med fel kod"]),
        new("sim", 1, ["SIM-kortet", "abonnemanget"], ["är borta", "behöver bytas", "frågar efter PUK"]),
        new("mobile-data", 0.8, ["surfen", "mobildatan"], ["är slut", "är dyr utomlands"]),
        new("mobile-sync", 1.2, ["mejlen i mobilen", "kalendern i mobilen"], ["synkar inte", "vill ha lösenordet igen"]),
        new("tablet", 2, ["plattan", "iPaden", "surfplattan"], ["är sprucken", "saknar en app", "laddar inte"]),
    ];

    private static readonly string[] s_openings = ["", "", "", "Hej! ", "Hej, ", "God morgon, ", "Hallå, ", "Jag behöver hjälp, ", "Kollegan säger att ", "Sedan i går: "];
    private static readonly string[] s_closings = ["", "", "", "", ".", " på plan 3", " i rum 214", ", tack på förhand", " sedan i förrgår", ", ring mig gärna", ", det är bråttom", " och jag har startat om"];

    private static readonly string[] s_down =
        ["är nere", "ligger nere", "går inte att komma in i", "svarar inte", "fungerar inte för någon", "ger bara ett felmeddelande", "hänger sig för alla", "har slutat fungera", "laddar i evighet"];

    private static readonly string[] s_network =
        ["inget nät på hela kontoret", "internet är borta här", "vi har ingen uppkoppling", "nätverket är nere hos oss", "wifi försvann för alla", "ingen i huset kommer ut på nätet", "allt är offline"];

    private static readonly string[] s_signIn =
        ["kan inte logga in", "inloggningen misslyckas", "kommer inte in, den säger fel lösenord", "blir utkastad vid inloggning", "inloggningssidan laddar inte", "det går inte att logga in"];

    private static readonly string[] s_vague =
        ["det fungerar inte", "allt står still", "ingenting fungerar hos oss", "vi kan inte arbeta", "något är fel", "hjälp", "det krånglar igen", "samma fel som min kollega"];

    /// <summary>A matter of every day.</summary>
    public static string Everyday(SimulatedService service, Random random) => Told($"{Any(service.Things, random)} {Any(service.Troubles, random)}", random);

    /// <summary>A report of a common fault.</summary>
    /// <param name="shape">Of the fault.</param>
    /// <param name="named">The service that the person names.</param>
    /// <param name="symptoms">What this fault makes people say: some of what such faults do.</param>
    /// <param name="random">Chance.</param>
    public static string OfFault(FaultShape shape, SimulatedService named, int[] symptoms, Random random)
    {
        var all = shape switch { FaultShape.SiteNetwork => s_network, FaultShape.SignIn => s_signIn, _ => s_down };
        var said = all[symptoms[random.Next(symptoms.Length)] % all.Length];
        return Told(shape == FaultShape.SiteNetwork && random.NextDouble() < 0.6 ? said : $"{Any(named.Things, random)} {said}", random);
    }

    /// <summary>A report that says nothing of what it is.</summary>
    public static string Vague(Random random) => Told(Any(s_vague, random), random);

    private static string Told(string said, Random random)
    {
        var opening = Any(s_openings, random);
        var text = opening + (opening.Length == 0 ? char.ToUpperInvariant(said[0]) + said[1..] : said) + Any(s_closings, random);
        return random.NextDouble() < 0.06 ? Mistyped(text, random) : text;
    }

    private static string Mistyped(string text, Random random)
    {
        var at = random.Next(text.Length);
        return text.Remove(at, 1);
    }

    private static string Any(string[] texts, Random random) => texts[random.Next(texts.Length)];
}
