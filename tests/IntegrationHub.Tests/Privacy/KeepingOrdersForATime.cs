using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Holdings;
using IntegrationHub.Core.Invoices;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Invoices;
using IntegrationHub.Host.Privacy;

namespace IntegrationHub.Tests.Privacy;

/// <summary>Retention (gallring) of orders and invoices: 100 days after the last thing that happened here.</summary>
public sealed class KeepingOrdersForATime
{
    private static readonly TimeSpan s_time = TimeSpan.FromDays(100);
    private static readonly OrderNumber s_number = OrderNumber.FromSequence(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paid_order_loses_its_texts_of_everybody_when_its_time_has_come_and_keeps_its_record()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (orderer, pupil) = await DeliveredAsync(scene);
        var told = new List<Forgotten>();
        using var erasure = scene.Erasure(Noting(told));
        var group = Group(scene, erasure);
        await scene.AppendAsync(s_number.Stream, "paid", new OrderInvoicePaid("workplace", "F-1", scene.Clock.GetUtcNow()));
        var paid = await LastAsync(scene, s_number.Stream);
        Assert.Contains(paid.Recorded.Type, group.Types);

        Assert.Equal(scene.Clock.GetUtcNow() + s_time, Assert.IsType<WorkNotDue>(await group.DoAsync(paid, Ct)).Due);
        scene.Clock.Advance(s_time);
        Assert.Equal(WorkResult.Done, await group.DoAsync(paid, Ct));
        Assert.Equal((null, null, null), await TextsAsync(scene));
        Assert.Equal([s_number], Assert.Single(told).Orders);
        Assert.Equal("retention", Assert.IsType<OrderTextsErased>((await LastAsync(scene, s_number.Stream)).Fact).Rule);

        // Both are known still, and their other matters keep their texts.
        Assert.NotNull(scene.Data.Keys.Key(orderer));
        Assert.NotNull(scene.Data.Keys.Key(pupil, "another"));
        Assert.Equal(WorkResult.Done, await group.DoAsync(paid, Ct)); // Again, and nothing more is recorded.
        Assert.Single((await new OrderStore(scene.Data.Log, scene.Data.Codec).LoadAsync(s_number, Ct)).History, known => known.Fact is OrderTextsErased);
    }

    [Fact]
    public async Task What_it_brought_is_held_still_so_it_keeps_them_until_so_long_after_its_end()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        await DeliveredAsync(scene);
        using var erasure = scene.Erasure();
        var (group, holding) = (Group(scene, erasure), Holding.IdOf(s_number, 1, 1));
        var delivered = await LastAsync(scene, s_number.Stream);
        await scene.AppendAsync(Holding.StreamOf(holding), "start", new HoldingStarted(
            holding, "equipment", "WP-LAP-EDU", "Elevdator", "hardware", "workplace", s_number, 1, 1, "SN-1", new Holder(null, "utbildning", null, "110-12345", null), new Money(14_900),
            new DateOnly(2026, 11, 24), null, scene.Clock.GetUtcNow()));
        scene.Clock.Advance(s_time * 3);
        await group.DoAsync(delivered, Ct);
        Assert.Equal(("Datorer till 8B", "Bo Ek", "Kim Al"), await TextsAsync(scene));

        await scene.AppendAsync(Holding.StreamOf(holding), "end", new HoldingEnded(DateOnly.FromDateTime(scene.Clock.GetUtcNow().UtcDateTime), "ended", scene.Clock.GetUtcNow()));
        var ended = await LastAsync(scene, Holding.StreamOf(holding));
        Assert.Contains(ended.Recorded.Type, group.Types);
        Assert.IsType<WorkNotDue>(await group.DoAsync(ended, Ct));
        await group.DoAsync(delivered, Ct);
        Assert.NotNull((await TextsAsync(scene)).Wish);
        scene.Clock.Advance(s_time);
        await group.DoAsync(ended, Ct);
        Assert.Null((await TextsAsync(scene)).Wish);
    }

    [Fact]
    public async Task An_order_that_is_open_or_disputed_or_has_gone_on_keeps_them()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        using var erasure = scene.Erasure();
        var group = Group(scene, erasure);
        await PlacedAsync(scene);
        await GoesOnAsync(scene, group, kept: true); // Open.
        await scene.AppendAsync(s_number.Stream, "delivered", new OrderDelivered("workplace", "L-1", [new OrderUnit(1, 1)], new DeliveryProof("signature"), scene.Clock.GetUtcNow(), scene.Clock.GetUtcNow()));
        await scene.AppendAsync(s_number.Stream, "disputed", new OrderInvoiceDisputed("workplace", "d-1", "F-1", 1, "price", new Money(100), scene.Clock.GetUtcNow()));
        await GoesOnAsync(scene, group, kept: true);
        await scene.AppendAsync(s_number.Stream, "settled", new OrderDisputeSettled("d-1", "credited", scene.Clock.GetUtcNow()));
        await group.ApplyAsync(s_number.Value, Ct); // The delivery was long ago, the dispute's end was not.
        Assert.NotNull((await TextsAsync(scene)).Wish);
        await group.ApplyAsync("10000016", Ct); // A case is none of its business.
        await GoesOnAsync(scene, group, kept: false);
    }

    [Fact]
    public async Task A_legal_hold_on_one_of_them_keeps_all_of_it_and_its_end_makes_up_for_it()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, pupil) = await DeliveredAsync(scene);
        using var erasure = scene.Erasure();
        var group = Group(scene, erasure);
        await erasure.HoldAsync(pupil, hold: true, "staff:a", "Mål", Ct);
        await GoesOnAsync(scene, group, kept: true);
        await erasure.HoldAsync(pupil, hold: false, "staff:a", "Avgjort", Ct);
        await new RetentionAfterHold([group], scene.Data).DoAsync(await LastAsync(scene, PersonEvent.StreamOf(pupil)), Ct);
        Assert.Equal((null, null, null), await TextsAsync(scene));
    }

    [Fact]
    public async Task What_another_hub_erased_of_an_order_is_forgotten_here_too()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        await DeliveredAsync(scene);
        var told = new List<Forgotten>();
        using var erasure = scene.Erasure(Noting(told));
        await scene.AppendAsync(s_number.Stream, "erased", new OrderTextsErased("retention", scene.Clock.GetUtcNow()));
        var (group, erased) = (new ErasedElsewhere(scene.Data.Keys, erasure, scene.Cases), await LastAsync(scene, s_number.Stream));
        Assert.Contains(erased.Recorded.Type, group.Types);
        Assert.Equal(s_number.Stream, group.LineOf(erased));
        Assert.Equal(WorkResult.Done, await group.DoAsync(erased, Ct));
        Assert.Equal([s_number], Assert.Single(told).Orders);
        Assert.Equal(erased.Recorded.Position, told[0].Told);
    }

    [Fact]
    public async Task An_invoice_loses_its_words_and_the_document_that_came_and_keeps_amounts_and_references()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (invoice, texts, files) = await InvoiceAsync(scene, "Dator till Åsa Östlund");
        using var erasure = scene.Erasure();
        var store = new InvoiceStore(scene.Data.Log, scene.Data.Codec);
        var group = new InvoiceRetention(s_time, store, files, erasure, scene.Clock);
        var received = await LastAsync(scene, InvoiceEvent.StreamOf(invoice));
        Assert.IsType<WorkNotDue>(await group.DoAsync(received, Ct));
        scene.Clock.Advance(s_time / 2);
        await scene.AppendAsync(InvoiceEvent.StreamOf(invoice), "disputed", new InvoiceDisputed("d-1", "price", null, [1], new Money(100), scene.Clock.GetUtcNow()));
        scene.Clock.Advance(s_time);
        await group.DoAsync(received, Ct);
        Assert.NotNull((await store.LoadAsync(invoice, Ct)).State.Received!.Notes!.Text); // Disputed still.

        await scene.AppendAsync(InvoiceEvent.StreamOf(invoice), "settled", new InvoiceDisputeSettled("d-1", "accepted", null, scene.Clock.GetUtcNow()));
        await group.DoAsync(received, Ct);
        Assert.NotNull((await store.LoadAsync(invoice, Ct)).State.Received!.Notes!.Text); // Settled just now.
        scene.Clock.Advance(s_time);
        await group.DoAsync(await LastAsync(scene, InvoiceEvent.StreamOf(invoice)), Ct);
        var after = (await store.LoadAsync(invoice, Ct)).State.Received!;
        Assert.Equal((null, "F-1", new Money(10_000)), (after.Notes!.Text, after.Number, after.Sums.WithoutVat));
        Assert.Null(await files.Kept.OpenAsync(texts, InvoiceEvent.StreamOf(invoice), after.Original.Reference, Ct));
        Assert.Empty(Directory.GetFiles(FilesIn(scene)));
    }

    [Fact]
    public async Task The_receipt_of_an_erasure_tells_of_invoices_that_name_the_person_and_must_be_kept()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync(); // Åsa Östlund
        var (invoice, _, _) = await InvoiceAsync(scene, "Dator till åsa östlund");
        using var erasure = scene.Erasure();
        var receipt = (PersonErased)Assert.IsType<IntegrationHub.Core.Accepted<PersonEvent>>(await erasure.EraseAsync(person, "staff:a", "Begäran", Ct)).Events[0];
        Assert.Contains(receipt.Places, place => place is { Place: "invoices", Outcome: PlaceOutcome.KeptByLaw } && place.Did.Contains(invoice, StringComparison.Ordinal));
        Assert.Equal("Dator till åsa östlund", (await new InvoiceStore(scene.Data.Log, scene.Data.Codec).LoadAsync(invoice, Ct)).State.Received!.Notes!.Text);
    }

    [Fact]
    public async Task A_mail_about_an_order_is_gone_with_whomever_it_names()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, pupil) = await DeliveredAsync(scene);
        var told = new List<Forgotten>();
        using var erasure = scene.Erasure(Noting(told));
        await scene.AppendAsync(s_number.Stream, "mailed", new OrderNotified("m-1", "confirmation", "sent", scene.Clock.GetUtcNow()));
        var receipt = (PersonErased)Assert.IsType<IntegrationHub.Core.Accepted<PersonEvent>>(await erasure.EraseAsync(pupil, "staff:a", "Begäran", Ct)).Events[0];
        Assert.Equal([s_number.Value], Assert.Single(told).Matters);
        Assert.Contains(receipt.Places, place => place.Place == "mail server" && place.Did.Contains("1 mails", StringComparison.Ordinal));
        Assert.Equal(("Datorer till 8B", "Bo Ek", null), await TextsAsync(scene));
    }

    private static OrderRetention Group(PrivacyScene scene, Erasure erasure) => new(
        s_time, new OrderStore(scene.Data.Log, scene.Data.Codec), new HoldingStore(scene.Data.Log, scene.Data.Codec), erasure, scene.Clock);

    private static async Task GoesOnAsync(PrivacyScene scene, OrderRetention group, bool kept)
    {
        scene.Clock.Advance(s_time);
        await group.ApplyAsync(s_number.Value, Ct);
        Assert.Equal(kept, (await TextsAsync(scene)).Wish is not null);
    }

    private static async Task<(PersonId Orderer, PersonId Pupil)> PlacedAsync(PrivacyScene scene)
    {
        var now = scene.Clock.GetUtcNow();
        var (orderer, pupil) = (scene.Data.Keys.Pseudonym("phone", "+46701111111"), scene.Data.Keys.Pseudonym("phone", "+46702222222"));
        Personal Of(PersonId person, string text) => new Personal(person, text).Within(s_number.Value);
        await scene.AppendAsync(s_number.Stream, "wished", new OrderWished(s_number, orderer, "utbildning", null, Of(orderer, "Datorer till 8B"), null, "web", "sv", null, now));
        var line = new OrderLine(
            1, "WP-LAP-EDU", "Elevdator", "hardware", "workplace", 1, [new Recipient(pupil, Of(pupil, "Kim Al"))], new Money(0), new Money(14_900), 36, "110-12345", "utbildning")
        {
            Specification = Of(orderer, "Bo Ek"),
        };
        await scene.AppendAsync(s_number.Stream, "specified", new OrderSpecified(1, [line], new Money(14_900), null, false, now));
        await scene.AppendAsync(s_number.Stream, "placed", new OrderPlaced("workplace", [1], now));
        return (orderer, pupil);
    }

    private static async Task<(PersonId Orderer, PersonId Pupil)> DeliveredAsync(PrivacyScene scene)
    {
        var who = await PlacedAsync(scene);
        var now = scene.Clock.GetUtcNow();
        await scene.AppendAsync(s_number.Stream, "delivered", new OrderDelivered("workplace", "L-1", [new OrderUnit(1, 1, "SN-1")], new DeliveryProof("signature"), now, now));
        return who;
    }

    private static async Task<(string? Wish, string? Agreed, string? Pupil)> TextsAsync(PrivacyScene scene)
    {
        var state = (await new OrderStore(scene.Data.Log, scene.Data.Codec).LoadAsync(s_number, Ct)).State;
        return (state.Wish!.Wish!.Text, state.Lines[1].Line.Specification!.Text, state.Lines[1].Line.Recipients[0].Name!.Text);
    }

    private static async Task<(string Invoice, PersonId Texts, InvoiceFiles Files)> InvoiceAsync(PrivacyScene scene, string notes)
    {
        var invoice = InvoiceEvent.IdOf("5560000001", "F-1");
        var stream = InvoiceEvent.StreamOf(invoice);
        var texts = scene.Data.Keys.Pseudonym("invoice", "F-1");
        var files = new InvoiceFiles(new KeptFiles(FilesIn(scene), scene.Data.Keys));
        var kept = await files.Kept.KeepAsync(texts, stream, new OpenedFile("invoice", "application/xml", false, [1, 2, 3]), Ct);
        Personal Own(string text) => new Personal(texts, text).Within(stream);
        await scene.AppendAsync(stream, "received", new InvoiceReceived(
            texts, "workplace", Own("Leverantören AB"), "p-seller", "F-1", false, "380", new DateOnly(2026, 11, 20), null, "110-12345", s_number.Value, null, null, [],
            new(new Money(10_000), new Money(2_500), new Money(12_500), new Money(12_500)), 1, 0, Own(notes), [], new(kept.Reference, 3, "mark"), scene.Clock.GetUtcNow()));
        return (invoice, texts, files);
    }

    private static string FilesIn(PrivacyScene scene) => Path.Combine(scene.Data.Path, "invoice-files");

    private static PersonPlace Noting(List<Forgotten> told) => new("here", (gone, _) =>
    {
        told.Add(gone);
        return Task.FromResult(new PlaceReport("here", PlaceOutcome.Erased, ""));
    });

    private static async Task<Known> LastAsync(PrivacyScene scene, string stream)
    {
        await foreach (var recorded in scene.Data.Log.ReadStreamBackwardsAsync(stream, Ct))
        {
            return scene.Data.Codec.Decode(recorded);
        }

        throw new InvalidOperationException($"{stream} is empty.");
    }
}
