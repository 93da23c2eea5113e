using CsCheck;
using IntegrationHub.Core.Correlation;
using IntegrationHub.Core.Simulation;

namespace IntegrationHub.Tests.Correlation;

/// <summary>Common causes are found in reports as they come.</summary>
public sealed class CorrelatingReports
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 4, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Most_faults_are_found_few_that_are_none_and_the_links_are_right()
    {
        var settings = new SimulationSettings(480 * 30, 30, 4711, s_start) { FewestReports = 10, LongestMinutes = 90 };
        var (reports, truth) = History(settings);
        var score = BacktestScore.Of([.. Backtest.Run(reports, new CorrelationSettings())], reports, truth);
        Assert.True(score.FoundPart >= 0.85, $"{score}");
        Assert.True(score.FalseADay < 0.3, $"{score}");
        Assert.True(score.LinkedRight >= 0.9, $"{score}");
        Assert.True(score.MedianDelay <= 6, $"{score}");
    }

    [Theory]
    [InlineData("service", 0.75)]
    [InlineData("site", 0.75)]
    [InlineData("organisation", 0.75)]
    [InlineData("text", 0.6)]
    [InlineData("sense", 0.72)]
    public void What_a_history_lacks_costs_no_more_than_what_it_would_have_told(string lacks, double found)
    {
        var settings = new SimulationSettings(480 * 30, 30, 4711, s_start) { FewestReports = 10, LongestMinutes = 90 };
        var (whole, truth) = History(settings);
        Report[] reports = [.. whole.Select((report, n) => lacks switch
        {
            "service" => report with { Service = null },
            "site" => report with { Site = null },
            "organisation" => report with { Organisation = null },
            "text" => report with { Words = null },
            _ => report with { Words = string.Join(' ', Enumerable.Range(1, 8).Select(k => $"w{(char)('a' + (n * k % 23))}{(char)('a' + (n * 7 * k % 19))}")) },
        })];
        var score = BacktestScore.Of([.. Backtest.Run(reports, new CorrelationSettings())], reports, truth);
        Assert.True(score.FoundPart >= found && score.FalseADay < 0.3 && score.LinkedRight >= 0.85, $"{score}");
    }

    [Fact]
    public void Trouble_at_a_small_site_is_found_with_the_fourth_voice_whatever_service_they_name()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        string[] services = ["email", "wifi", "printing", "storage"];
        var findings = services.SelectMany((service, n) => engine.Take(Say($"f{n}", at.AddMinutes(3 * n), service, "site-9999", "org-01", "inget fungerar här", $"p{n}"))).ToList();
        var declared = Assert.Single(findings.OfType<CauseDeclared>());
        Assert.Equal(CauseKind.Site, declared.Cause.Kind);
        Assert.Equal("site-9999", declared.Cause.Site);
        Assert.Equal(["f0", "f1", "f2", "f3"], declared.Links.Select(link => link.Report).Order(StringComparer.Ordinal));
        Assert.All(declared.Links, link => Assert.Contains("site-9999", link.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void One_persons_flood_is_one_voice()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        Assert.DoesNotContain(
            Enumerable.Range(0, 500).SelectMany(n => engine.Take(Say($"f{n}", at.AddSeconds(20 * n), "tablet", "site-9999", "org-01", "hjälp plattan", "p1"))),
            finding => finding is CauseDeclared or CauseProposed);
    }

    [Fact]
    public void A_supplier_whose_monitoring_floods_is_one_voice()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        Assert.DoesNotContain(
            Enumerable.Range(0, 2_000).SelectMany(n => engine.Take(Say($"a{n}", at.AddSeconds(2 * n), "network", null, null, "link down", "supplier/telephony"))),
            finding => finding is CauseDeclared);
    }

    [Fact]
    public void What_is_known_to_be_apart_before_it_comes_is_not_linked()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        engine.TakeApart("f7");
        var links = Enumerable.Range(0, 9).SelectMany(n => engine.Take(Say($"f{n}", at.AddMinutes(2 * n), "tablet", "site-9999", "org-01", "plattan är död", $"p{n}"))).SelectMany(Links).ToList();
        Assert.Equal(["f0", "f1", "f2", "f3", "f4", "f5", "f6", "f8"], links.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_a_person_took_apart_is_never_linked_again()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        engine.TakeApart("f1");
        var findings = Enumerable.Range(0, 12).SelectMany(n => engine.Take(Say($"f{n}", at.AddMinutes(2 * n), "tablet", "site-9999", "org-01", "plattan är död", $"p{n}"))).ToList();
        var linked = findings.SelectMany(Links).ToList();
        Assert.Contains("f2", linked);
        Assert.DoesNotContain("f1", linked);
    }

    [Fact]
    public void A_word_that_may_be_a_name_joins_reports_and_stands_in_no_reason()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        string[] services = ["email", "wifi", "printing", "storage", "tablet", "account", "network", "intranet", "sim", "finance"];
        var findings = services.SelectMany((service, n) => engine.Take(
            Say($"f{n}", at.AddMinutes(n), service, $"site-9{n}", $"org-0{n % 5}", "karlssonska kvaddade", $"p{n}"))).ToList();
        var reasons = findings.OfType<CauseDeclared>().SelectMany(declared => declared.Links).Concat(findings.OfType<ReportLinked>().Select(linked => linked.Link)).Select(link => link.Reason).ToList();
        Assert.Contains(reasons, reason => reason.Contains("that share a word", StringComparison.Ordinal));
        Assert.All(reasons, reason => Assert.DoesNotContain("karlsson", reason, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Cases_that_a_supplier_has_one_ticket_for_have_one_cause_whatever_they_say_and_a_ticket_of_its_own_tells_nothing()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        string[] cases = ["a", "b", "c", "d"], services = ["pc", "printing", "email", "account"], words = ["skärmen är svart", "papper har fastnat", "bilagan saknas", "vikarien börjar"];
        foreach (var (id, n) in cases.Select((id, n) => (id, n)))
        {
            Assert.Empty(engine.Take(Say(id, at.AddMinutes(9 * n), services[n], $"site-000{n + 1}", $"org-0{n + 1}", words[n], "p" + id)));
        }

        Assert.Empty(engine.Ticketed("a", "workplace/T-1"));
        Assert.Empty(engine.Ticketed("b", "workplace/T-2"));
        var declared = Assert.IsType<CauseDeclared>(Assert.Single(engine.Ticketed("c", "workplace/T-1")));
        Assert.Equal((CauseKind.Ticket, "workplace/T-1"), (declared.Cause.Kind, declared.Cause.Ticket));
        Assert.Equal(["a", "c"], declared.Links.Select(link => link.Report).Order(StringComparer.Ordinal));
        Assert.Empty(engine.Ticketed("c", "workplace/T-1"));
        Assert.Empty(engine.Ticketed("nobody", "workplace/T-1"));
        Assert.Equal("d", Assert.IsType<ReportLinked>(Assert.Single(engine.Ticketed("d", "workplace/T-1"))).Link.Report);
    }

    [Fact]
    public void A_ticket_of_a_case_that_has_a_cause_brings_in_the_other_cases_of_the_ticket_but_none_that_a_person_took_apart()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        var declared = Enumerable.Range(0, 6).SelectMany(n => engine.Take(Say($"f{n}", at.AddMinutes(2 * n), "tablet", "site-9999", "org-01", "plattan är död", $"p{n}")))
            .OfType<CauseDeclared>().Single();
        Assert.Empty(engine.Take(Say("other", at.AddMinutes(13), "finance", "site-0001", "org-02", "en helt annan sak", "p50")));
        Assert.Empty(engine.Take(Say("apart", at.AddMinutes(14), "finance", "site-0002", "org-03", "något tredje", "p51")));
        engine.TakeApart("apart");
        Assert.Empty(engine.Ticketed("apart", "workplace/T-7"));
        Assert.Empty(engine.Ticketed("other", "workplace/T-7"));
        var linked = Assert.IsType<ReportLinked>(Assert.Single(engine.Ticketed("f0", "workplace/T-7")));
        Assert.Equal((declared.Cluster, "other"), (linked.Cluster, linked.Link.Report));
    }

    [Fact]
    public void An_ended_cause_takes_in_nothing_more()
    {
        var engine = Experienced();
        var at = s_start.AddDays(24).AddHours(10);
        var declared = Enumerable.Range(0, 6).SelectMany(n => engine.Take(Say($"f{n}", at.AddMinutes(2 * n), "tablet", "site-9999", "org-01", "plattan är död", $"p{n}")))
            .OfType<CauseDeclared>().Single();
        engine.End(declared.Cluster);
        Assert.Empty(engine.Take(Say("later", at.AddMinutes(20), "tablet", "site-9999", "org-01", "plattan är död", "p99")));
    }

    [Fact]
    public void A_report_whose_clock_is_far_off_does_no_harm()
    {
        var (with, without) = (Experienced(), Experienced());
        var at = s_start.AddDays(24).AddHours(10);
        with.Take(Say("mad", at.AddYears(40), "pc", "site-0001", "org-01", "konstigt", "p0"));
        with.Take(Say("old", at.AddYears(-40), "pc", "site-0001", "org-01", "konstigt", "p0"));
        List<CauseDeclared> Declared(CorrelationEngine engine) => [.. Enumerable.Range(0, 5)
            .SelectMany(n => engine.Take(Say($"f{n}", at.AddMinutes(3 * n), "tablet", "site-9999", "org-01", "plattan är död", $"p{n}"))).OfType<CauseDeclared>()];
        Assert.Equal(Assert.Single(Declared(without)).At, Assert.Single(Declared(with)).At);
    }

    [Fact]
    public void Planned_work_makes_a_common_cause_easier_to_believe()
    {
        var (told, untold) = (Experienced(), Experienced());
        var at = s_start.AddDays(24).AddHours(10);
        told.Announce(new PlannedWorkAnnounced("telephony", "w1", "Byte", [], ["org-02"], [], at.AddHours(-1), at.AddHours(2), false, at.AddDays(-1)));
        double Strongest(CorrelationEngine engine) => Enumerable.Range(0, 4)
            .SelectMany(n => engine.Take(Say($"f{n}", at.AddMinutes(4 * n), "reporting", null, "org-02", "konstigt", $"p{n}")))
            .Select(found => found switch { CauseDeclared e => e.Cause.Evidence, CauseProposed e => e.Cause.Evidence, _ => 0 }).DefaultIfEmpty(0).Max();
        Assert.True(Strongest(told) > Strongest(untold) + 1);
    }

    [Fact]
    public void Memory_is_bounded_whatever_comes()
    {
        var settings = new CorrelationSettings { Remembered = 2_000 };
        var engine = new CorrelationEngine(settings);
        for (var n = 0; n < 20_000; n++)
        {
            engine.Take(Say($"f{n}", s_start.AddSeconds(n), $"service-{n}", $"site-{n}", $"org-{n}", $"ord{(char)('a' + (n % 26))}{(char)('a' + (n / 26 % 26))}x", $"p{n}"));
            Assert.True(engine.Remembered <= settings.Remembered + 1);
        }
    }

    [Fact]
    public void Replayed_it_finds_the_same() => Some().Sample(
        reports => Assert.Equal(Found(reports), Found(reports)), iter: 60);

    [Fact]
    public void Hostile_reports_break_nothing() => Some().Sample(reports =>
    {
        var engine = new CorrelationEngine(new CorrelationSettings());
        HashSet<string> linked = new(StringComparer.Ordinal);
        foreach (var report in reports)
        {
            foreach (var one in engine.Take(report).Where(finding => finding is not CauseProposed).SelectMany(Links))
            {
                Assert.True(linked.Add(one), $"{one} was linked twice.");
            }
        }
    }, iter: 100);

    /// <summary>Few of each, so that much of it coincides; times that jump, and texts that are none.</summary>
    private static Gen<Report[]> Some() =>
        (from at in Gen.Int[-3_000, 3_000]
         from jump in Gen.Int[0, 40]
         from service in OneOf("email", "wifi", "", null, "password")
         from site in OneOf("a", "b", null)
         from words in Gen.OneOf(Gen.String.Select(text => (string?)text), OneOf("nätet är nere", "kan inte logga in", new string('x', 5_000)))
         from person in OneOf("p1", "p2", "p3", "p4", "p5", "p6", null)
         select (At: s_start.AddSeconds(at * (jump == 0 ? 1_000_000L : 1)), service, site, words, person))
        .Array[0, 120].Select(drawn => drawn.Select((one, n) => new Report($"r{n}", one.At)
        {
            Service = one.service,
            Site = one.site,
            Organisation = one.site is null ? null : "o",
            Words = one.words,
            Person = one.person,
        }).ToArray());

    private static Gen<string?> OneOf(params string?[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static List<string> Found(Report[] reports)
    {
        var engine = new CorrelationEngine(new CorrelationSettings { DeclareAt = 3, ProposeAt = 2, Fewest = 3 });
        return [.. reports.SelectMany(engine.Take).Select(found => $"{found.GetType().Name} {found.Cluster} {found.At:O} {string.Join(',', Links(found))}")];
    }

    /// <summary>An engine that has seen three weeks without a common fault.</summary>
    private static CorrelationEngine Experienced()
    {
        var engine = new CorrelationEngine(new CorrelationSettings());
        foreach (var report in History(new SimulationSettings(480 * 24, 24, 7, s_start) { FaultsOnAWeekday = 0 }).Reports)
        {
            engine.Take(report);
        }

        return engine;
    }

    private static (Report[] Reports, Dictionary<string, string> Truth) History(SimulationSettings settings)
    {
        var history = HistorySimulation.Make(settings);
        return ([.. history.Reports.Select(one => one.Report)],
            history.Reports.Where(one => one.Fault is not null).ToDictionary(one => one.Report.Id, one => one.Fault!, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Links(Finding finding) => finding switch
    {
        CauseDeclared e => e.Links.Select(link => link.Report),
        CauseWidened e => e.Links.Select(link => link.Report),
        ReportLinked e => [e.Link.Report],
        _ => [],
    };

    private static Report Say(string id, DateTimeOffset at, string? service, string? site, string? organisation, string words, string person) =>
        new(id, at) { Service = service, Site = site, Organisation = organisation, Words = words, Person = person };
}
