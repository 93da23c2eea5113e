using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.HostTests.Suppliers.ServiceNow;

/// <summary>What is particular to incidents: rights that drop without a word, copies, holds, pages that others change while they are read.</summary>
public sealed class WorkingInIncidents : IAsyncLifetime
{
    private static int s_messages = 7_000_000;
    private ServiceNowPeer _peer = null!;
    private ISupplierSystem _hub = null!;
    private readonly DateTimeOffset _begun = TimeProvider.System.GetUtcNow();
    private string? _cursor;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ServiceNowDouble Instance => _peer.Double;

    public async ValueTask InitializeAsync()
    {
        _peer = await ServiceNowPeer.NewAsync("client-credentials");
        _hub = _peer.Adapter(TimeProvider.System);
        _cursor = (await ReadAsync(null)).Cursor;
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Theory]
    [InlineData("basic")]
    [InlineData("password")]
    public async Task The_hub_logs_in_as_the_supplier_wants_it(string login)
    {
        await using var peer = await ServiceNowPeer.NewAsync(login);
        Assert.IsType<Delivered>(await peer.Adapter(TimeProvider.System).TellAsync(Telling(Assigned("1001")), Ct));
        Assert.Equal(login == "basic" ? 0 : 1, peer.Double.Logins);
    }

    [Fact]
    public async Task A_token_that_the_instance_forgot_is_replaced_within_the_same_try()
    {
        var ticket = await GivenAsync("1001");
        Instance.ExpireTokens();
        await TellAsync(new CaseNoteAdded("1001", "Hej.", "user", ticket));
        await TellAsync(new CaseNoteAdded("1001", "Hej igen.", "user", ticket));
        Assert.Equal((2, 2), (Instance.Logins, (await _peer.TicketAsync(ticket)).Public.Count));
    }

    [Theory]
    [InlineData("correlation_id", "cancel INC")]
    [InlineData("correlation_display", "cancel INC")]
    [InlineData("impact", "complete the incident")]
    [InlineData("assignment_group", "complete the incident")]
    public async Task A_column_that_was_dropped_without_a_word_is_missed(string column, string advice)
    {
        Instance.In(tables => tables.Locked.Add(column));
        var no = Assert.IsType<Refused>(await _hub.TellAsync(Telling(Assigned("1001") with { Priority = "1" }), Ct));
        Assert.Contains(column, no.Why, StringComparison.Ordinal);
        Assert.Contains(advice, no.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_does_not_exist_there_is_missed_and_not_called_delivered()
    {
        var lost = _peer.Adapter(TimeProvider.System, new Dictionary<string, string>(StringComparer.Ordinal) { ["Set:assignment_group"] = "00000000000000000000000000000000" });
        Assert.Contains("assignment_group", Assert.IsType<Refused>(await lost.TellAsync(Telling(Assigned("1001")), Ct)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_was_dropped_without_a_word_is_missed()
    {
        var ticket = await GivenAsync("1001");
        Instance.In(tables => tables.Locked.Add("comments"));
        Assert.Contains("comments", Assert.IsType<Refused>(await _hub.TellAsync(Telling(new CaseNoteAdded("1001", "Hej.", "user", ticket)), Ct)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_dropped_is_set_once_the_right_is_there_and_the_words_are_not_written_again()
    {
        var ticket = await GivenAsync("1001");
        Instance.In(tables => tables.Locked.Add("state"));
        var telling = Telling(new CaseWithdrawn("1001", "Fel leverantör.", ticket));
        Assert.IsType<Refused>(await _hub.TellAsync(telling, Ct));
        Instance.In(tables => tables.Locked.Remove("state"));
        Assert.Equal("Canceled", (await TellAsync(telling)).Status);
        Assert.Single((await _peer.TicketAsync(ticket)).Internal);
    }

    [Theory]
    [InlineData("1001^NQnumber=INC0010001")]
    [InlineData("1001,1002")]
    [InlineData("javascript:gs.getUserID")]
    public async Task A_number_that_would_change_the_query_is_not_sent(string number)
    {
        var other = await GivenAsync("1001");
        Assert.Equal(400, Assert.IsType<Refused>(await _hub.TellAsync(Telling(new CaseNoteAdded(number, "Hej.", "user", other)), Ct)).Status);
        Assert.Empty((await _peer.TicketAsync(other)).Public);
    }

    [Fact]
    public async Task Of_two_incidents_that_bear_the_number_the_one_that_the_hub_knows_is_written_to()
    {
        var ticket = await GivenAsync("1001");
        var copy = Instance.Make(("correlation_id", "1001"), ("correlation_display", "it-support"));
        await TellAsync(new CaseNoteAdded("1001", "Till originalet.", "user", ticket));
        await TellAsync(new CaseNoteAdded("1001", "Till kopian.", "user", copy));
        Assert.Equal((1, 1), ((await _peer.TicketAsync(ticket)).Public.Count, (await _peer.TicketAsync(copy)).Public.Count));
        Assert.Equal(ticket, (await TellAsync(Assigned("1001"))).Ticket);
    }

    [Fact]
    public async Task A_text_is_shown_and_never_run_and_a_long_one_is_whole()
    {
        var text = "[CODE]<script>x()</script>[/code]" + new string('å', 6000) + " slut";
        var ticket = (await TellAsync(Assigned("1001") with { Description = text })).Ticket!;
        await TellAsync(new CaseNoteAdded("1001", text, "user", ticket));
        var stands = await _peer.TicketAsync(ticket);
        Assert.EndsWith("Tjänst: switchboard", Assert.Single(stands.Internal), StringComparison.Ordinal);
        Assert.Contains("slut\n", stands.Internal[0].ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("[code]", stands.Public[0] + stands.Internal[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_agent_proposes_another_desk_with_the_reason()
    {
        var ticket = await GivenAsync("1001");
        Instance.Save(ticket, ("u_handover", "mobile"), ("comments", "Det är en mobil."));
        Assert.Equal(new TicketHandoverProposed("1001", ticket, "mobile", "Det är en mobil."), Assert.Single(await HeardAsync()));
    }

    [Fact]
    public async Task Waiting_for_a_vendor_is_the_suppliers_business_and_waiting_for_the_caller_a_question()
    {
        var ticket = await GivenAsync("1001");
        Instance.Save(ticket, ("state", "2"));
        Instance.Save(ticket, ("state", "3"), ("hold_reason", "4"));
        Instance.Save(ticket, ("hold_reason", "1"), ("comments", "Vilken våning?"));
        Assert.Equal(
            [new TicketAccepted("1001", ticket), new TicketProgressed("1001", ticket, "On Hold: Awaiting Vendor"), new TicketQuestionAsked("1001", ticket, "Vilken våning?")],
            await HeardAsync());
    }

    [Fact]
    public async Task A_rule_that_copies_what_the_hub_wrote_tells_the_hub_nothing_and_an_agent_who_quotes_it_is_heard()
    {
        var ticket = await GivenAsync("1001");
        await TellAsync(new CaseNoteAdded("1001", "Det brinner.", "user", ticket));
        var copied = (await _peer.TicketAsync(ticket)).Public[0];
        Instance.SaveAs("system", ticket, ("comments", copied));
        Instance.SaveAs("system", ticket, ("comments", copied), ("state", "2"));
        Instance.Save(ticket, ("comments", "Vi kommer.\n> " + copied));
        Assert.StartsWith("Vi kommer.", Assert.IsType<TicketNoteAdded>(Assert.Single(await HeardAsync())).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_a_question_that_was_asked_once_more_meanwhile_leaves_case_and_incident_alike()
    {
        var ticket = await GivenAsync("1001");
        Instance.Save(ticket, ("state", "2"));
        await _peer.AskAsync(ticket, "Vilken våning?");
        await HeardAsync();
        Instance.Save(ticket, ("state", "2"));
        await _peer.AskAsync(ticket, "Vilket hus?");
        await TellAsync(new CaseQuestionAnswered("1001", "Femte.", ticket));
        var heard = await HeardAsync();
        Assert.Equal(new TicketProgressed("1001", ticket, "In Progress"), heard[^1]);
        Assert.Contains(new TicketQuestionAsked("1001", ticket, "Vilket hus?"), heard);
    }

    [Fact]
    public async Task Where_the_audit_does_not_hold_the_comments_they_are_heard_all_the_same()
    {
        Instance.In(tables => tables.AuditsJournals = false);
        var ticket = await GivenAsync("1001");
        await TellAsync(new CaseNoteAdded("1001", "Hej.", "user", ticket));
        Instance.Save(ticket, ("state", "2"));
        Instance.Save(ticket, ("comments", "Vi tittar."));
        Assert.Equal([new TicketAccepted("1001", ticket), new TicketNoteAdded("1001", ticket, "Vi tittar.")], await HeardAsync());
    }

    [Fact]
    public async Task A_hub_that_may_not_see_how_incidents_changed_says_so()
    {
        Instance.Save(await GivenAsync("1001"), ("state", "2"));
        Instance.In(tables => tables.Closed.Add("sys_audit") && tables.Closed.Add("sys_journal_field"));
        Assert.Contains("sys_audit", (await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(_cursor))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_that_is_dated_ahead_does_not_hide_what_is_done_to_the_others()
    {
        var (ahead, ticket) = (await GivenAsync("1001"), await GivenAsync("1002"));
        Instance.Save(ahead, ("state", "2"));
        Instance.In(tables => tables.Incident(ahead)["sys_updated_on"] = "2099-01-01 00:00:00");
        Assert.Equal([new TicketAccepted("1001", ahead)], await HeardAsync());
        Instance.Save(ticket, ("state", "2"));
        Assert.Equal([new TicketAccepted("1002", ticket)], await HeardAsync());
    }

    [Fact]
    public async Task Nothing_is_lost_by_small_pages_hidden_rows_and_incidents_that_change_while_they_are_read()
    {
        var numbers = Enumerable.Range(2001, 9).Select(number => number.ToString(CultureInfo.InvariantCulture)).ToList();
        List<string> tickets = [];
        foreach (var number in numbers)
        {
            tickets.Add(await GivenAsync(number));
        }

        _hub = _peer.Adapter(TimeProvider.System, pageSize: 2);
        var before = _begun.AddSeconds(-10).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        foreach (var ticket in tickets)
        {
            Instance.Save(ticket, ("state", "2"));
            Instance.In(tables => tables.Incident(ticket)["sys_updated_on"] = before); // So that a further change moves it, however quick the test.
        }

        Instance.In(tables => tickets[2..6].TrueForAll(tables.Hidden.Add)); // At least one page holds nothing that may be seen.
        HashSet<string> accepted = new(StringComparer.Ordinal);
        for (var more = true; more;)
        {
            var read = await ReadAsync(_cursor);
            (_cursor, more) = (read.Cursor, read.More);
            var fresh = read.Reports.Select(report => report.Report).OfType<TicketAccepted>().Where(report => accepted.Add(report.Case)).ToList();
            foreach (var report in fresh.Take(accepted.Count < 5 ? 1 : 0))
            {
                Instance.Save(report.Ticket!, ("comments", "Vi tittar.")); // Moves to the end, and those behind it up.
            }
        }

        Assert.Equal(numbers.Except(numbers[2..6]), accepted.Order(StringComparer.Ordinal));
    }

    private static CaseAssigned Assigned(string number) => new(
        number, "telephony", $"Växeln tappar samtal i {number}", new Reporter("Åsa Öst", "+46701234567"), "switchboard", Priority: "3");

    private static SupplierTelling Telling(HubMessage news) => new(
        news, Interlocked.Increment(ref s_messages).ToString("x32", CultureInfo.InvariantCulture), "/hub/cases", TimeProvider.System.GetUtcNow(), null, news.Ticket);

    private Task<Delivered> TellAsync(HubMessage news) => TellAsync(Telling(news));

    private async Task<Delivered> TellAsync(SupplierTelling telling) => Assert.IsType<Delivered>(await _hub.TellAsync(telling, Ct));

    private async Task<string> GivenAsync(string number) => (await TellAsync(Assigned(number))).Ticket!;

    private Task<PolledReports> ReadAsync(string? cursor) => ((IPolledSystem)_hub).ReadAsync(cursor, Ct);

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>What is new since the last time.</summary>
    private async Task<IReadOnlyList<SupplierReport>> HeardAsync()
    {
        var read = await ReadAsync(_cursor);
        Assert.False(read.More);
        _cursor = read.Cursor;
        return [.. read.Reports.Where(report => _seen.Add(report.Id)).Select(report => report.Report)];
    }
}
