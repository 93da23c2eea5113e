using System.Net;
using System.Text.Json;
using IntegrationHub.HostTests.Cases;
using IntegrationHub.HostTests.Suppliers;

namespace IntegrationHub.HostTests.Orders;

/// <summary>Orders in a hub whose suppliers do nothing by themselves: who may order, approve and see what, and what is refused.</summary>
public sealed class OrderingOverHttp : IAsyncLifetime
{
    private readonly OrderingHub _hub = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task An_orderer_orders_a_chief_approves_and_those_whom_it_concerns_see_it()
    {
        var order = await OrderingHub.OkAsync(HttpStatusCode.Created, await _hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ylva", article: "WP-SCR-27"), key: "k1"));
        var number = OpeningACase.Text(order, "number");
        Assert.Equal(("awaiting-approval", "enhetschef"), (OpeningACase.Text(order, "status"), OpeningACase.Text(order, "attest")));
        Assert.Equal(number, OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await _hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ylva", article: "WP-SCR-27"), key: "k1")), "number"));
        Assert.Equal("key-reused", await OrderingHub.RefusedAsync(HttpStatusCode.Conflict, await _hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ylva"), key: "k1")));

        // The orderer of another organisation sees nothing of it, in no list and under no number.
        Assert.Equal("order-unknown", await OrderingHub.RefusedAsync(HttpStatusCode.NotFound, await _hub.GetAsync("bo", $"/api/orders/{number}")));
        Assert.Equal(HttpStatusCode.OK, (await _hub.GetAsync("ylva", $"/api/orders/{number}")).StatusCode);
        Assert.Equal("own-order", await OrderingHub.RefusedAsync(HttpStatusCode.Forbidden, await _hub.SendAsync("ada", $"/api/orders/{number}/approval", new { decision = "approve" })));
        await WorkingWithTheSimulator.UntilAsync(async () => (await _hub.ListAsync("eva", "approval=enhetschef")).Count == 1);
        Assert.Empty(await _hub.ListAsync("bo", ""));

        // The page lists it to the chief of its organisation, and to nobody else: neither a chief elsewhere nor the orderer.
        async Task<bool> ToApproveAsync(string who) => (await (await _hub.GetAsync(who, "/orders")).Content.ReadAsStringAsync(Ct)).Contains("id=\"approve\"", StringComparison.Ordinal);
        Assert.Equal((true, false, false), (await ToApproveAsync("eva"), await ToApproveAsync("kim"), await ToApproveAsync("ada")));

        var approved = await OrderingHub.OkAsync(HttpStatusCode.OK, await _hub.SendAsync("eva", $"/api/orders/{number}/approval", new { decision = "approve" }));
        Assert.Equal("placed", OpeningACase.Text(approved, "status"));
        await WorkingWithTheSimulator.UntilAsync(async () => await MailToAsync("ada@example.se", number, "godkänd"));
    }

    [Fact]
    public async Task What_cannot_be_ordered_is_told_whole_and_nothing_is_ordered()
    {
        var faulty = new
        {
            reference = "x",
            lines = new object[]
            {
                new { article = "NO-SUCH" }, new { article = "WP-CAD", way = "box", recipients = new[] { new { person = "ylva" } } }, new { article = "WP-LAP-14", recipients = new[] { new { person = "nobody" } } },
            },
        };
        var answer = await _hub.SendAsync("ada", "/api/orders", faulty);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await OpeningACase.JsonAsync(answer)).GetProperty("errors").EnumerateObject().Select(error => error.Name).ToList();
        Assert.Equal(["lines[0].article", "lines[1].reference", "lines[1].way", "lines[2].recipients[0]", "lines[2].reference"], errors.Order(StringComparer.Ordinal));
        Assert.Empty(await _hub.ListAsync("ada", ""));
        Assert.False((await OrderingHub.OkAsync(HttpStatusCode.OK, await _hub.SendAsync("ada", "/api/orders/check", faulty))).GetProperty("isSound").GetBoolean());
    }

    [Fact]
    public async Task Whoever_orders_for_nobody_orders_nothing_and_a_desk_sees_only_its_own()
    {
        Assert.Equal("not-orderer", await OrderingHub.RefusedAsync(HttpStatusCode.Forbidden, await _hub.SendAsync("ylva", "/api/orders", OrderingHub.Mouse("ylva"))));
        Assert.Equal("not-orderer", await OrderingHub.RefusedAsync(HttpStatusCode.Forbidden, await _hub.SendAsync("bo", "/api/orders", OrderingHub.Mouse("bo", organisation: "utbildning"))));
        var number = OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await _hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ada"))), "number");
        Assert.Equal(HttpStatusCode.OK, (await _hub.GetAsync(null, $"/api/orders/{number}", "desk:workplace")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.GetAsync(null, $"/api/orders/{number}", "desk:mobile")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _hub.GetAsync(null, $"/api/orders/{number}", "pupil")).StatusCode);
    }

    [Fact]
    public async Task A_wish_in_words_is_an_order_whose_clock_runs_and_is_specified_later()
    {
        var wish = await OrderingHub.OkAsync(HttpStatusCode.Created, await _hub.SendAsync("ada", "/api/orders", new { wish = "Något att rita på" }));
        var number = OpeningACase.Text(wish, "number");
        Assert.Equal("wished", OpeningACase.Text(wish, "status"));
        var specified = await OrderingHub.OkAsync(HttpStatusCode.OK, await _hub.SendAsync("ada", $"/api/orders/{number}/specification", OrderingHub.Mouse("ada")));
        Assert.Equal(("placed", wish.GetProperty("wishedAt").GetDateTimeOffset()), (OpeningACase.Text(specified, "status"), specified.GetProperty("wishedAt").GetDateTimeOffset()));
        Assert.Equal("order-placed", await OrderingHub.RefusedAsync(HttpStatusCode.Conflict, await _hub.SendAsync("ada", $"/api/orders/{number}/specification", OrderingHub.Mouse("ada"))));
    }

    [Fact]
    public async Task The_catalogue_is_imported_as_a_file_and_an_order_keeps_what_it_was_ordered_under()
    {
        var number = OpeningACase.Text(await OrderingHub.OkAsync(HttpStatusCode.Created, await _hub.SendAsync("ada", "/api/orders", OrderingHub.Mouse("ada"))), "number");
        var file = Path.Combine(_hub.Folder, "articles.csv");
        await File.WriteAllTextAsync(
            file,
            """
            kind,id,sv,type,supplier,once,items
            article,WP-MOUSE,Mus med sladd,accessory,workplace,9900,
            article,WP-KEYS,Tangentbord,accessory,workplace,19900,
            package,P-DESK,Skrivbord,,,,WP-MOUSE;WP-KEYS*2

            """, Ct);
        var (exit, output, error) = await HubProcess.RunAsync("catalogue", "import", file, "--data", _hub.Folder);
        Assert.True(exit == 0 && output.Contains("2 articles and 1 packages", StringComparison.Ordinal), output + error);
        var articles = (await OrderingHub.OkAsync(HttpStatusCode.OK, await _hub.GetAsync("ada", "/api/articles"))).GetProperty("articles").EnumerateArray().ToList();
        Assert.Equal(["WP-KEYS", "WP-MOUSE"], articles.Select(article => OpeningACase.Text(article, "id")));
        var line = (await OrderingHub.OkAsync(HttpStatusCode.OK, await _hub.GetAsync("ada", $"/api/orders/{number}"))).GetProperty("lines")[0];
        Assert.Equal(("Mus, trådlös", 24_900), (OpeningACase.Text(line, "name"), line.GetProperty("once").GetProperty("minor").GetInt32()));

        await File.WriteAllTextAsync(file, "id,sv,type,supplier,once\nX 1,Fel,unheard-of,nobody,-1\n", Ct);
        (exit, _, error) = await HubProcess.RunAsync("catalogue", "import", file, "--data", _hub.Folder);
        Assert.Equal(1, exit);
        Assert.Contains("once", error, StringComparison.Ordinal);
    }

    private async Task<bool> MailToAsync(string address, string number, string word)
    {
        var kept = Directory.Exists(Path.Combine(_hub.Folder, "mail")) ? Directory.GetFiles(Path.Combine(_hub.Folder, "mail"), "*.eml", SearchOption.AllDirectories) : [];
        foreach (var file in kept)
        {
            var mail = await MimeKit.MimeMessage.LoadAsync(file, Ct);
            if (mail.To.Mailboxes.Any(to => to.Address == address) && mail.TextBody!.Contains(word, StringComparison.Ordinal) && string.Concat(mail.Subject!.Where(char.IsAsciiDigit)) == number)
            {
                return true;
            }
        }

        return false;
    }
}
