using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Orders;

public sealed class CheckingADraft
{
    private static readonly DateTimeOffset s_now = OrderScenario.Now;
    private static readonly PersonId s_pupil = new("p-pupil");
    private static readonly PersonId s_clerk = new("p-clerk");
    private static readonly PersonId s_gone = new("p-gone");

    [Fact]
    public void A_class_gets_one_line_with_a_unit_for_each_pupil()
    {
        var pupils = Enumerable.Range(1, 30).Select(n => new Recipient(new PersonId($"p-{n}"), Personal.Public($"Elev {n}"))).ToList();
        var priced = Check(Draft(new DraftLine("WP-LAP-EDU", null, pupils)) with { Area = "education" });
        Assert.Empty(priced.Faults);
        var line = Assert.Single(priced.Lines);
        Assert.Equal((30, 36, 30 * 36 * 14_900L), (line.Quantity, line.TermMonths, line.Value.Minor));
        Assert.Equal("avdelningschef", priced.Attest);
        Assert.Equal("p-17", line.RecipientOf(17)!.Person.Value);
    }

    [Fact]
    public void A_package_becomes_its_articles_each_with_the_package_named()
    {
        var priced = Check(Draft(new DraftLine(null, "P-FINANCE", [New("Ny Ekonom")])));
        Assert.Empty(priced.Faults);
        Assert.Equal(["WP-ACCOUNT", "WP-LAP-14", "WP-SCR-27", "WP-MOUSE", "WP-OFFICE", "CS-FINANCE", "TE-EXTENSION"], priced.Lines.Select(line => line.Article));
        Assert.All(priced.Lines, line => Assert.Equal("P-FINANCE", line.Package));
        Assert.Equal(2, priced.Lines[2].Quantity);
        Assert.Equal(["workplace", "central-systems", "telephony"], priced.Lines.Select(line => line.Supplier).Distinct());
    }

    [Fact]
    public void A_package_is_changed_for_one_person_with_a_reason_that_is_the_persons()
    {
        var one = New("Ny Medarbetare");
        var adapted = new DraftLine(null, "P-OFFICE", [one]) { Without = ["WP-MOUSE"], With = ["WP-MOUSE-ERGO"], Why = "Värk i handleden" };
        var priced = Check(Draft(adapted));
        Assert.Empty(priced.Faults);
        Assert.DoesNotContain("WP-MOUSE", priced.Lines.Select(line => line.Article));
        Assert.Equal((one.Person, "Värk i handleden"), (priced.Lines[^1].Adaptation!.Reason.Of, priced.Lines[^1].Adaptation!.Reason.Text));
        Assert.Contains(Check(Draft(adapted with { Why = null })).Faults, fault => fault.Field == "lines[0].why");
        Assert.Contains(Check(Draft(adapted with { Recipients = [one, New("En Till")] })).Faults, fault => fault.Field == "lines[0].why");
    }

    [Theory]
    [InlineData("110-12345", true)]
    [InlineData("110", false)]
    [InlineData("", false)]
    [InlineData("110-12345; drop", false)]
    public void A_reference_follows_the_rule_of_its_organisation(string reference, bool fits) =>
        Assert.Equal(fits, Check(Draft(Mouse()) with { Reference = reference }).Faults.Count == 0);

    [Fact]
    public void A_company_writes_its_reference_freely() => Assert.Empty(Check(Draft(Mouse()) with { Organisation = "bolaget", Reference = "Inköp 4711" }).Faults);

    [Fact]
    public void Nothing_is_ordered_for_somebody_who_has_left() => Assert.Contains("has left", Fault(Draft(new DraftLine("WP-MOUSE", null, [new(s_gone)])), "lines[0].recipients[0]"));

    [Fact]
    public void Nobody_gets_what_is_for_the_other_area() => Assert.Contains("is for education", Fault(Draft(new DraftLine("WP-LAP-EDU", null, [new(s_clerk)])), "lines[0].recipients[0]"));

    [Fact]
    public void Somebody_unknown_needs_a_name() => Assert.Contains("Nobody in the directory", Fault(Draft(new DraftLine("WP-MOUSE", null, [new(new PersonId("p-x"))])), "lines[0].recipients[0]"));

    [Fact]
    public void Lines_that_contradict_each_other_are_told()
    {
        Assert.Contains("by 2 lines", Fault(Draft(new DraftLine("WP-MOUSE", null, [new(s_clerk)]), new DraftLine("wp-mouse", null, [new(s_clerk)])), "lines"));
        Assert.Contains("named twice", Fault(Draft(new DraftLine("WP-MOUSE", null, [new(s_clerk), new(s_clerk)])), "lines[0].recipients"));
        Assert.Contains("either article or package", Fault(Draft(new DraftLine("WP-MOUSE", "P-OFFICE", [])), "lines[0]"));
        Assert.Contains("taken back twice", Fault(Draft(Laptop() with { Swap = ["a"] }, new DraftLine("TE-DESKPHONE", null, []) { Swap = ["a"] }), "lines"));
    }

    [Fact]
    public void Software_is_not_sent_in_a_box() => Assert.Contains("not by box", Fault(Draft(new DraftLine("WP-CAD", null, [new(s_clerk)]) { Way = DeliveryWay.Box }), "lines[0].way"));

    [Fact]
    public void A_term_is_one_of_the_articles() => Assert.Contains("36 or 24", Fault(Draft(Laptop() with { TermMonths = 12 }), "lines[0].termMonths"));

    [Fact]
    public void A_term_said_for_a_package_is_one_of_each_of_its_articles_that_run()
    {
        var package = new DraftLine(null, "P-FINANCE", [New("Ny Ekonom")]);
        var priced = Check(Draft(package with { TermMonths = 24 }));
        Assert.All(priced.Lines.Where(line => ArticleCatalogue.Default.Find(line.Article)!.Terms.Count == 0), line => Assert.Null(line.TermMonths));
        Assert.All(priced.Lines.Where(line => ArticleCatalogue.Default.Find(line.Article)!.Terms.Contains(24)), line => Assert.Equal(24, line.TermMonths));
        Assert.Contains(Check(Draft(package with { TermMonths = 17 })).Faults, fault => fault.Field == "lines[0].termMonths" && fault.What.Contains("is taken for", StringComparison.Ordinal));
    }

    [Fact]
    public void An_order_has_no_more_units_in_all_than_can_be_held_together() => Assert.Contains("2000 units", Fault(
        Draft([.. Enumerable.Range(0, 3).Select(_ => new DraftLine("WP-MOUSE", null, []) { Quantity = 700 })]), "lines"));

    [Fact]
    public void Only_kronor_are_ordered()
    {
        var catalogue = ArticleCatalogue.Of(1, [ArticleCatalogue.Default.Find("WP-MOUSE")! with { Once = new Money(100, "EUR") }], []);
        Assert.Contains("SEK alone", Assert.Single(Checks(catalogue).Of(Draft(Mouse())).Faults).What);
        Assert.Contains("currency is SEK", Assert.Single(ArticleChecks.Of(new ArticleFile([.. catalogue.Articles.Values], []), ArticleCatalogue.Default, OrderRules.Default, Core.Routing.ServiceCatalogue.Default)));
    }

    [Fact]
    public void A_price_beyond_counting_is_a_fault_and_no_failure() => Assert.Contains("0 or more", Fault(
        Draft(new DraftLine("WP-SERVER", null, []) { Specification = "4 kärnor", AgreedMonthly = new Money(long.MaxValue), Quantity = 900 }), "lines[0].agreedOnce"));

    [Fact]
    public void What_was_agreed_is_the_orderers_to_erase() => Assert.Equal(
        (OrderScenario.Orderer, "4 kärnor"),
        Assert.Single(Check(Draft(new DraftLine("WP-SERVER", null, []) { Specification = "4 kärnor", AgreedMonthly = new Money(95_000) })).Lines).Specification is { } agreed ? (agreed.Of, agreed.Text) : default);

    [Fact]
    public void A_server_is_specified_first_with_its_price()
    {
        var server = new DraftLine("WP-SERVER", null, []);
        Assert.Contains("specified with the supplier first", Fault(Draft(server), "lines[0].specification"));
        Assert.Empty(Check(Draft(server with { Specification = "4 kärnor, 16 GB", AgreedMonthly = new Money(95_000) })).Faults);
        Assert.Contains("is the catalogue's", Fault(Draft(Mouse() with { AgreedOnce = new Money(1) }), "lines[0].agreedOnce"));
    }

    [Fact]
    public void What_has_retired_is_not_ordered()
    {
        var catalogue = ArticleCatalogue.Of(1, [ArticleCatalogue.Default.Find("WP-MOUSE")! with { RetiresOn = new DateOnly(2026, 11, 30) }], []);
        Assert.Contains("since 2026-11-30", Assert.Single(Checks(catalogue).Of(Draft(Mouse())).Faults).What);
    }

    [Fact]
    public void A_wanted_time_lies_ahead() => Assert.Contains("lies ahead", Fault(Draft(Mouse() with { Wanted = new(s_now.AddDays(-2), s_now.AddDays(-1)) }), "lines[0].wanted"));

    [Theory]
    [InlineData(0, "lines[0].quantity")]
    [InlineData(1_001, "lines[0].quantity")]
    public void Quantities_are_within_reason(int quantity, string field) => Assert.NotNull(Fault(Draft(Mouse() with { Quantity = quantity }), field));

    [Fact]
    public void The_sample_catalogue_is_sound() => Assert.Empty(ArticleChecks.Of(
        new ArticleFile([.. ArticleCatalogue.Default.Articles.Values], [.. ArticleCatalogue.Default.Packages.Values]), ArticleCatalogue.Of(0, [], []), OrderRules.Default, Core.Routing.ServiceCatalogue.Default));

    [Fact]
    public void A_role_may_approve_what_those_below_it_may()
    {
        var rule = OrderRules.Default.AttestOf("any");
        Assert.Null(rule.RoleFor(new Money(50_000)));
        Assert.Equal("enhetschef", rule.RoleFor(new Money(50_001)));
        Assert.Equal("förvaltningschef", rule.RoleFor(new Money(long.MaxValue)));
        Assert.Equal(["enhetschef", "avdelningschef"], rule.RolesOf(["Avdelningschef"]));
        Assert.Empty(rule.RolesOf(["lärare"]));
    }

    private static DraftLine Mouse() => new("WP-MOUSE", null, [new(s_clerk)]);

    private static DraftLine Laptop() => new("WP-LAP-14", null, [new(s_clerk)]);

    private static Recipient New(string name) => new(new PersonId("p-" + name.Length), Personal.Public(name));

    private static OrderDraft Draft(params DraftLine[] lines) => new("utbildning", "Ekskolan", null, "110-12345", null, null, false, null, lines);

    private static PricedDraft Check(OrderDraft draft) => Checks(ArticleCatalogue.Default).Of(draft);

    private static string Fault(OrderDraft draft, string field) => Assert.Single(Check(draft).Faults, fault => fault.Field == field).What;

    private static OrderChecks Checks(ArticleCatalogue catalogue) => new(catalogue, OrderRules.Default, OrderScenario.Orderer, person =>
        person == s_pupil ? new RecipientFacts(true, ["education"], "utbildning", null)
        : person == s_clerk ? new RecipientFacts(true, ["office"], "utbildning", null)
        : person == s_gone ? new RecipientFacts(false, [], null, null)
        : null, s_now, new DateOnly(2026, 11, 30));
}
