using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using IntegrationHub.HostTests.Suppliers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.TroubleTickets;

/// <summary>Another system speaks TMF621 to the hub: what TM Forum's conformance kit asks, and what it does not.</summary>
public sealed class ServingTroubleTickets : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly TicketCaller _caller;
    private ServedHub _hub = null!;

    public ServingTroubleTickets() => _caller = new TicketCaller(() => _hub.Http);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _hub = await HubHere.ServeAsync(_folder.Path, HearingFromSuppliers.TwoSuppliers);

    public ValueTask DisposeAsync()
    {
        _hub.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_ticket_is_given_back_as_it_was_sent_and_found_by_its_severity_and_type()
    {
        var ticket = await _caller.OpenAsync(TicketCaller.V4, new { description = "<anytext>", severity = "High", ticketType = "device" });
        await _caller.OpenAsync(TicketCaller.V4, new { description = "nanana", severity = "Low", ticketType = "connectivity", status = "nanana", externalId = "123", note = new[] { new { author = "a", text = "Första" }, new { author = "b", text = "Andra" } } });
        Assert.Equal(("<anytext>", "High", "device", "acknowledged"), (TicketCaller.Text(ticket, "description"), TicketCaller.Text(ticket, "severity"), TicketCaller.Text(ticket, "ticketType"), TicketCaller.Text(ticket, "status")));

        var (high, headers) = await _caller.ListAsync(TicketCaller.V4 + "/troubleTicket?severity=High");
        Assert.Equal(TicketCaller.Text(ticket, "href"), TicketCaller.Text(Assert.Single(high.EnumerateArray()), "href"));
        Assert.Equal(("1", "1"), (headers.GetValues("X-Total-Count").Single(), headers.GetValues("X-Result-Count").Single()));
        Assert.Equal("nanana", TicketCaller.Text(Assert.Single((await _caller.ListAsync(TicketCaller.V4 + "/troubleTicket?ticketType=connectivity&externalId=123")).Body.EnumerateArray()), "description"));
        Assert.Equal(2, (await _caller.ListAsync(TicketCaller.V4 + "/troubleTicket")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Only_the_fields_that_are_asked_for_are_given()
    {
        var id = TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, new { description = "x", severity = "High", ticketType = "device" }), "id");
        Assert.Equal(["description"], (await _caller.GetAsync($"{TicketCaller.V4}/troubleTicket/{id}?fields=description")).EnumerateObject().Select(field => field.Name));
        Assert.Equal(["severity", "status"], (await _caller.GetAsync($"{TicketCaller.V4}/troubleTicket/{id}?fields=severity,status")).EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    public async Task Version_5_has_its_own_names_and_wants_its_type()
    {
        using var untyped = await _caller.SendAsync(HttpMethod.Post, TicketCaller.V5 + "/troubleTicket", """{"description":"x","severity":"High","ticketType":"p"}""");
        Assert.Equal(HttpStatusCode.BadRequest, untyped.StatusCode);
        var ticket = await _caller.OpenAsync(TicketCaller.V5, new Dictionary<string, object>
        {
            ["@type"] = "TroubleTicket",
            ["description"] = "x",
            ["severity"] = "High",
            ["ticketType"] = "p",
            ["externalIdentifier"] = new[] { new { owner = "telia", externalIdentifierType = "incident", id = "I-7" } },
        });
        Assert.Equal("I-7", TicketCaller.Text(ticket.GetProperty("externalIdentifier")[0], "id"));
        Assert.Equal("acknowledged", TicketCaller.Text(ticket.GetProperty("statusChangeHistory")[0], "status"));
        Assert.Equal("I-7", TicketCaller.Text(await _caller.GetAsync($"{TicketCaller.V4}/troubleTicket/{TicketCaller.Text(ticket, "id")}"), "externalId"));
    }

    [Fact]
    public async Task The_same_ticket_twice_is_one_case_and_another_under_its_id_is_refused()
    {
        var sent = new { description = "x", severity = "High", ticketType = "p", externalId = "E-1" };
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, sent), "id")));
        Assert.Single(ids.Distinct(StringComparer.Ordinal));
        using var other = await _caller.SendAsync(HttpMethod.Post, TicketCaller.V4 + "/troubleTicket", JsonSerializer.Serialize(sent with { description = "y" }));
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
    }

    [Fact]
    public async Task A_supplier_works_on_its_ticket_and_the_partner_confirms()
    {
        var id = TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, new { description = "Skrivaren på plan 3 är trasig", severity = "High", ticketType = "p" }), "id");
        Assert.Equal(HttpStatusCode.NotFound, (await _caller.SendAsync(HttpMethod.Get, $"{TicketCaller.V5}/troubleTicket/{id}", null, "telephony-token")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _caller.PatchAsync(id, """{"status":"inProgress","externalId":"WP-7"}""", "workplace-token")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _caller.PatchAsync(id, """{"status":"pending"}""", "workplace-token")).StatusCode);
        await _caller.PatchAsync(id, """{"status":"pending","statusChangeReason":"Vilken skrivare?"}""", "workplace-token");
        Assert.Equal("pending", TicketCaller.Text(await _caller.GetAsync($"{TicketCaller.V4}/troubleTicket/{id}"), "status"));
        await _caller.PatchAsync(id, """{"status":"inProgress","statusChangeReason":"Den svarta"}""");
        await _caller.PatchAsync(id, """{"status":"resolved","note":[{"text":"Bytte toner."}]}""", "workplace-token");
        Assert.Equal(HttpStatusCode.Conflict, (await _caller.PatchAsync(id, """{"status":"cancelled"}""")).StatusCode);
        await _caller.PatchAsync(id, """{"status":"inProgress","statusChangeReason":"Fortfarande grått"}""");
        await _caller.PatchAsync(id, """{"status":"resolved","statusChangeReason":"Bytte trumma."}""", "workplace-token");
        await _caller.PatchAsync(id, """{"status":"closed"}""");

        var ticket = await _caller.GetAsync($"{TicketCaller.V5}/troubleTicket/{id}");
        Assert.Equal(
            ["acknowledged", "inProgress", "pending", "inProgress", "resolved", "inProgress", "resolved", "closed"],
            ticket.GetProperty("statusChangeHistory").EnumerateArray().Select(change => TicketCaller.Text(change, "status")));
        Assert.Equal(
            ["Vilken skrivare?", "Den svarta", "Bytte toner.", "Fortfarande grått", "Bytte trumma."],
            ticket.GetProperty("note").EnumerateArray().Select(note => TicketCaller.Text(note, "text")));
        Assert.Equal("WP-7", TicketCaller.Text(Assert.Single(ticket.GetProperty("externalIdentifier").EnumerateArray()), "id"));
    }

    [Fact]
    public async Task A_note_that_another_wrote_meanwhile_is_not_lost_though_the_array_is_replaced()
    {
        var id = TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, new { description = "x", severity = "High", ticketType = "p" }), "id");
        await _caller.PatchAsync(id, """{"note":[{"id":"n-1","text":"Ett"}]}""");
        await _caller.PatchAsync(id, """{"note":[{"id":"n-2","text":"Två"}]}""");
        await _caller.PatchAsync(id, """{"note":[{"id":"n-2","text":"Två"},{"text":"Tre"}]}""");
        Assert.Equal(["Ett", "Två", "Tre"], (await _caller.GetAsync($"{TicketCaller.V4}/troubleTicket/{id}")).GetProperty("note").EnumerateArray().Select(note => TicketCaller.Text(note, "text")));
        Assert.Equal(HttpStatusCode.Conflict, (await _caller.PatchAsync(id, """{"note":[{"id":"n-1","text":"Annat"}]}""")).StatusCode);
        using var step = await _caller.SendAsync(HttpMethod.Patch, $"{TicketCaller.V5}/troubleTicket/{id}", """[{"op":"test","path":"/note/0/text","value":"Ett"},{"op":"add","path":"/note/-","value":{"text":"Fyra"}}]""", null, "application/json-patch+json");
        Assert.Equal(4, (await TicketCaller.JsonAsync(step)).GetProperty("note").GetArrayLength());
    }

    [Fact]
    public async Task Pages_follow_each_other_in_the_order_that_was_asked_for()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, new { description = "x" + i, severity = "High", ticketType = "p" }), "id"));
        }

        var (page, headers) = await _caller.ListAsync(TicketCaller.V5 + "/troubleTicket?sort=creationDate&offset=1&limit=2");
        Assert.Equal(ids[1..3], page.EnumerateArray().Select(ticket => TicketCaller.Text(ticket, "id")));
        Assert.Equal(("5", "2"), (headers.GetValues("X-Total-Count").Single(), headers.GetValues("X-Result-Count").Single()));
        Assert.Equal(ids[4], TicketCaller.Text((await _caller.ListAsync(TicketCaller.V5 + "/troubleTicket?sort=-creationDate&limit=1")).Body[0], "id"));
    }

    [Fact]
    public async Task A_listener_hears_each_thing_also_after_the_hub_was_killed_and_only_what_it_asked_for()
    {
        await using var partner = await Partner.StartAsync();
        using var killed = await HubProcess.InsteadOfAsync(_hub, _folder.Path, HearingFromSuppliers.TwoSuppliers);
        _hub = killed;
        var all = await RegisterAsync(TicketCaller.V5, partner.Address + "all", null, "workplace-token");
        await RegisterAsync(TicketCaller.V4, partner.Address + "resolved", "eventType=TroubleTicketResolvedEvent", null);
        using (var again = await _caller.SendAsync(HttpMethod.Post, TicketCaller.V5 + "/hub", JsonSerializer.Serialize(new { callback = partner.Address + "all" }), "workplace-token"))
        {
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        }

        partner.Away = true;
        var id = TicketCaller.Text(await _caller.OpenAsync(TicketCaller.V4, new { description = "Skrivaren på plan 3 är trasig", severity = "High", ticketType = "p" }), "id");
        await _caller.OpenAsync(TicketCaller.V4, new { description = "Min telefon har ingen ton", severity = "High", ticketType = "p" }); // Another supplier's.
        await _caller.PatchAsync(id, """{"status":"inProgress"}""", "workplace-token");
        await killed.KillAsync();
        _hub = await HubHere.ServeAsync(_folder.Path, HearingFromSuppliers.TwoSuppliers, _hub.Address);
        partner.Away = false;
        await _caller.PatchAsync(id, """{"status":"resolved","statusChangeReason":"Bytte toner."}""", "workplace-token");

        var heard = await partner.HearAsync("resolved", 1);
        Assert.Equal("resolved", TicketCaller.Text(heard[0].GetProperty("event").GetProperty("troubleTicket"), "status"));
        heard = await partner.HearAsync("all", 4);
        Assert.Equal(
            ["TroubleTicketCreateEvent", "TroubleTicketStatusChangeEvent", "TroubleTicketStatusChangeEvent", "TroubleTicketResolvedEvent"],
            heard.Select(one => TicketCaller.Text(one, "eventType")));
        Assert.All(heard, one => Assert.Equal(id, TicketCaller.Text(one.GetProperty("event").GetProperty("troubleTicket"), "id")));

        Assert.Equal(HttpStatusCode.NotFound, (await _caller.SendAsync(HttpMethod.Delete, $"{TicketCaller.V5}/hub/{all}", null, "telephony-token")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _caller.SendAsync(HttpMethod.Delete, $"{TicketCaller.V5}/hub/{all}", null, "workplace-token")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _caller.SendAsync(HttpMethod.Get, $"{TicketCaller.V5}/hub/{all}", null, "workplace-token")).StatusCode);
    }

    private async Task<string> RegisterAsync(string version, string callback, string? query, string? token)
    {
        using var answer = await _caller.SendAsync(HttpMethod.Post, version + "/hub", JsonSerializer.Serialize(new { callback, query }), token);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return TicketCaller.Text(await TicketCaller.JsonAsync(answer), "id");
    }

    /// <summary>Another system that listens; it can be away.</summary>
    private sealed class Partner : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private readonly ConcurrentDictionary<string, List<JsonElement>> _heard = new(StringComparer.Ordinal);

        private Partner(WebApplication app) => _app = app;

        public bool Away { get; set; }

        public string Address => _app.Urls.First() + "/";

        public static async Task<Partner> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var partner = new Partner(app);
            app.Run(partner.TakeAsync);
            await app.StartAsync(Ct);
            return partner;
        }

        /// <summary>What came to a path, once there is so much; each <c>eventId</c> once.</summary>
        public async Task<IReadOnlyList<JsonElement>> HearAsync(string path, int count)
        {
            for (var left = 600; left > 0; left--)
            {
                if (_heard.TryGetValue(path, out var list))
                {
                    lock (list)
                    {
                        if (list.DistinctBy(one => TicketCaller.Text(one, "eventId"), StringComparer.Ordinal).ToList() is var heard && heard.Count >= count)
                        {
                            return heard;
                        }
                    }
                }

                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Ct);
            }

            Assert.Fail($"{path} heard too little.");
            return [];
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();

        private async Task TakeAsync(HttpContext http)
        {
            var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            var path = http.Request.Path.Value!.Split('/');
            if (Away)
            {
                http.Response.StatusCode = 503;
                return;
            }

            Assert.Equal(("listener", "t" + TicketCaller.Text(body.RootElement, "eventType")[1..]), (path[2], path[3]));
            var list = _heard.GetOrAdd(path[1], _ => []);
            lock (list)
            {
                list.Add(body.RootElement);
            }

            http.Response.StatusCode = 201;
        }
    }
}
