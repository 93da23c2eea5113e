using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using IntegrationHub.Adapters.Invoices.Peppol;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Invoices;
using IntegrationHub.Host.Orders;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;
using Microsoft.Extensions.Time.Testing;

namespace IntegrationHub.Tests.Invoices;

/// <summary>Invoices come in over a log in memory: whose they are, how often they come, and what they lead to.</summary>
public sealed class TakingAnInvoice : IDisposable
{
    private const string OwnNumber = "5565001234";
    private const string OtherNumber = "5565009999";
    private static readonly EventContext s_context = new("hub", "hub");
    private static readonly OrderNumber s_order = new("500000013");
    private static readonly FrozenSet<string> s_buyers = FrozenSet.Create(StringComparer.Ordinal, "2120000142");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("invoices-");
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 9, 0, 0, TimeSpan.Zero));
    private readonly TestKeys _keys = new();
    private readonly EventCodec _codec;
    private readonly MemoryEventLog _log;
    private readonly OrderStore _orders;
    private readonly InvoiceStore _invoices;
    private readonly InvoiceFiles _files;
    private readonly LiveView<OrderTrace> _traces;
    private readonly LiveView<HoldingRow> _holdings;
    private readonly LiveView<InvoiceRow> _rows;

    public TakingAnInvoice()
    {
        (_log, _codec) = (new MemoryEventLog(_clock), new EventCodec(_keys));
        (_orders, _invoices) = (new OrderStore(_log, _codec), new InvoiceStore(_log, _codec));
        _files = new InvoiceFiles(new KeptFiles(Path.Combine(_folder.FullName, "files"), _keys));
        _traces = LiveView.Open(OrderTrace.View, _folder.FullName);
        _holdings = LiveView.Open(HoldingRow.View, _folder.FullName);
        _rows = LiveView.Open(InvoiceRow.View, _folder.FullName);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _traces.Dispose();
        _holdings.Dispose();
        _rows.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Another_sellers_invoice_is_refused_and_writes_nothing_sound_or_not()
    {
        var (sound, text) = (Supplier("other", OtherNumber), Examples.Text("month-of-rent"));
        string[] sent =
        [
            text, text.Replace("5471.25", "5471.26", StringComparison.Ordinal), text.Replace("2120000142", "2120000159", StringComparison.Ordinal),
            text.Replace($"<cbc:EndpointID schemeID=\"0007\">{OwnNumber}<", $"<cbc:EndpointID schemeID=\"0007\">{OtherNumber}<", StringComparison.Ordinal), // Its own address, another's number.
        ];
        foreach (var body in sent)
        {
            Assert.Equal((403, "wrong-seller", null), await TakeAsync(body, sound));
        }

        Assert.Equal((403, "wrong-seller", null), await TakeAsync(text, Supplier("unnumbered", null))); // It is known whose the number is.
        Assert.Equal(LogPosition.Start, await _log.HeadAsync(Ct));
        Assert.Equal(201, (await TakeAsync(text, Supplier("workplace", OwnNumber))).Status);
    }

    [Fact]
    public async Task The_same_invoice_many_times_at_once_is_one_invoice()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TakeAsync(Examples.Text("month-of-rent"), Supplier("workplace", OwnNumber)), Ct)));
        Assert.Single(taken, answer => answer.Status == 201);
        Assert.All(taken, answer => Assert.Equal((null, taken[0].Invoice), (answer.Code, answer.Invoice)));
        Assert.Equal(0, (await _invoices.LoadAsync(taken[0].Invoice!, Ct)).Revision);
    }

    [Fact]
    public async Task What_a_supplier_answers_to_a_dispute_of_a_line_is_kept_with_its_invoice()
    {
        await PlaceAsync();
        var invoice = (await TakeAsync(Examples.Text("month-of-rent"), Supplier("workplace", OwnNumber))).Invoice!;
        await CatchUpAsync();
        Assert.IsType<Accepted<InvoiceEvent>>(await Matcher(_clock).MatchAsync(invoice, s_context, Ct));
        await CatchUpAsync();
        var told = (await _orders.LoadAsync(s_order, Ct)).State.Disputes.Values.First();
        var answers = new InvoiceAnswers(_invoices, _rows);
        await answers.TakeAsync(new DisputeAnswer("workplace", s_order, told.Dispute, told.Invoice, "will-credit", "Fel hos oss", EventId.From("answer"), s_context, _clock.GetUtcNow()), Ct);
        await Assert.ThrowsAsync<EventLogException>(() => answers.TakeAsync(new DisputeAnswer("mobile", s_order, told.Dispute, told.Invoice, "rejected", null, EventId.From("other"), s_context, _clock.GetUtcNow()), Ct));

        Assert.Equal("will-credit", Assert.Single((await _invoices.LoadAsync(invoice, Ct)).State.Answers.Values).Outcome);
    }

    [Fact]
    public async Task An_invoice_of_more_lines_than_the_log_takes_at_once_is_noted_on_its_order()
    {
        const int Lines = AppendLimits.Events + 100;
        await PlaceAsync();
        var invoice = (await TakeAsync(Examples.Text("month-of-rent"), Supplier("workplace", OwnNumber))).Invoice!;
        var matched = Enumerable.Range(1, Lines).Select(position => new InvoiceLineMatched(
            position, position.ToString(CultureInfo.InvariantCulture), "2026-1001", new(2026, 10, 31), "workplace", 1, "MON", 329, new Money(1), null, null, "WP-LAP-14", "110-12345", "item", null,
            new OrderedLine(s_order.Value, 1, InvoiceClues.PurchaseOrder, "workplace", "WP-LAP-14", "Dator", "110-12345", null, null, new PersonId("p-o"), []), [], _clock.GetUtcNow())).ToList();
        await _invoices.DecideAsync(invoice, new MatchInvoice(matched, _clock.GetUtcNow()), EventId.From("match"), s_context, Ct);
        await Matcher(_clock).NoteAsync(invoice, s_context, Ct);
        await Matcher(_clock).NoteAsync(invoice, s_context, Ct);

        Assert.Equal(Lines, (await _orders.LoadAsync(s_order, Ct)).State.Lines[1].Billed.Count);
    }

    [Fact]
    public async Task What_was_taken_by_the_rules_of_its_day_is_matched_also_when_a_rule_came_since()
    {
        await PlaceAsync();
        var text = Examples.Text("month-of-rent");
        var received = (await _invoices.LoadAsync((await TakeAsync(text, Supplier("workplace", OwnNumber))).Invoice!, Ct)).State.Received!;
        var (older, stream) = ("i-older", InvoiceEvent.StreamOf("i-older"));
        var lax = Encoding.UTF8.GetBytes(text.Replace("<cbc:ID schemeID=\"0160\">", "<cbc:ID>", StringComparison.Ordinal));
        Assert.IsType<InvoiceUnreadable>(Examples.Read(lax));
        var kept = await _files.Kept.KeepAsync(received.Texts, stream, new OpenedFile("invoice", "application/xml", false, lax), Ct);
        await _invoices.DecideAsync(older, new ReceiveInvoice(received with { Original = received.Original with { Reference = kept.Reference } }, _clock.GetUtcNow()), EventId.From("older"), s_context, Ct);
        await CatchUpAsync();
        Assert.IsType<Accepted<InvoiceEvent>>(await Matcher(_clock).MatchAsync(older, s_context, Ct));
        Assert.NotNull((await _invoices.LoadAsync(older, Ct)).State.Matched);
    }

    [Fact]
    public async Task What_can_never_be_worked_on_is_put_aside_for_a_person_and_not_tried_for_ever()
    {
        var invoice = (await TakeAsync(Examples.Text("month-of-rent"), Supplier("workplace", OwnNumber))).Invoice!;
        await CatchUpAsync();
        var received = Assert.Single(await _log.ReadStreamAsync(InvoiceEvent.StreamOf(invoice), 0, Ct).ToListAsync(Ct));
        var work = new InvoiceWork(Matcher(new TooLate()), _clock);
        Assert.IsType<WorkHopeless>(await work.DoAsync(_codec.Decode(received), Ct));
    }

    private async Task<(int Status, string? Code, string? Invoice)> TakeAsync(string body, SupplierSettings sender)
    {
        SupplierSettings[] suppliers = [Supplier("workplace", OwnNumber), Supplier("other", OtherNumber), Supplier("unnumbered", null)];
        var settings = InvoiceSettings.Default with { AnyBuyer = false, Buyers = s_buyers };
        var answer = await new InvoiceIntake(_invoices, _files, _keys, settings, suppliers, _clock).TakeAsync(Encoding.UTF8.GetBytes(body), sender, s_context, Ct);
        return (answer.Status, answer.Code, answer.Invoice);
    }

    private InvoiceMatcher Matcher(TimeProvider clock) => new(_invoices, _orders, _files, _traces, _holdings, _keys, InvoiceSettings.Default, clock);

    private async Task PlaceAsync()
    {
        var now = _clock.GetUtcNow();
        OrderCommand[] commands =
        [
            new WishForOrder(new OrderWished(s_order, new PersonId("p-o"), "utbildning", null, null, null, "web", "sv", null, now), now),
            new SpecifyOrder(0, [OrdersHere.Line(1, "WP-LAP-14", 3, 0, 32_900), OrdersHere.Line(2, "WP-SCR-24", 2, 169_500, 0)], Attest: null, Together: false, now),
        ];
        foreach (var (index, command) in commands.Index())
        {
            Assert.IsType<Accepted<OrderEvent>>(await _orders.DecideAsync(s_order, command, EventId.From("place", index.ToString(CultureInfo.InvariantCulture)), s_context, ifRevision: null, Ct));
        }
    }

    private async Task CatchUpAsync()
    {
        await _traces.CatchUpAsync(_log, Ct);
        await _holdings.CatchUpAsync(_log, Ct);
        await _rows.CatchUpAsync(_log, Ct);
    }

    private static SupplierSettings Supplier(string id, string? number) => new(id, "cloudevents", new Uri("https://s.example"), "token-of-" + id)
    {
        Options = number is null ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [InvoiceSettings.OrganisationNumber] = number },
    };

    /// <summary>A clock that is beyond all days, as arithmetic with an impossible day is.</summary>
    private sealed class TooLate : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.MaxValue.AddDays(1);
    }
}
