using IntegrationHub.Adapters.Search.Lucene;
using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Search;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Search;

namespace IntegrationHub.Tests.Privacy;

public sealed class ErasingAPerson
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leaves_the_record_and_no_text_and_gives_a_receipt_of_every_place()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        var (others, _) = await scene.OpenAsync("other", "+46709999999");
        await scene.AppendAsync(number.Stream, "told", new SupplierInformed("workplace", "m-1", "t", null, scene.Clock.GetUtcNow()));
        using var erasure = scene.Erasure();
        var before = (await scene.Cases.LoadAsync(number, Ct)).History;

        var receipt = Receipt(await erasure.EraseAsync(person, "staff:a", "Begäran 2026-114", Ct));

        Assert.Equal(("staff:a", "Begäran 2026-114", number.Value), (receipt.By, receipt.Reason, Assert.Single(receipt.Cases)));
        Assert.Equal(
            [
                PlaceOutcome.Erased, PlaceOutcome.Unreadable, PlaceOutcome.Unreadable, PlaceOutcome.Nothing, PlaceOutcome.Nothing,
                PlaceOutcome.Nothing, PlaceOutcome.Nothing, PlaceOutcome.Erased, PlaceOutcome.Nothing, PlaceOutcome.Nothing, PlaceOutcome.LeftToOthers, PlaceOutcome.LeftToOthers,
            ],
            receipt.Places.Select(place => place.Outcome));
        Assert.Contains(receipt.Places, place => place.Place == "supplier workplace" && place.Did.Contains(number.Value, StringComparison.Ordinal));

        var after = (await scene.Cases.LoadAsync(number, Ct)).History;
        Assert.Equal([.. before.Select(known => known.Recorded.Type), "case-texts-erased.v1"], after.Select(known => known.Recorded.Type));
        Assert.Equal(before.Select(Bytes), after.SkipLast(1).Select(Bytes));
        var view = await scene.ViewAsync(number);
        Assert.Equal((Personal.Erased, Personal.Erased, Personal.Erased), (view.Description.Shown, view.Reporter.Name!.Shown, view.Reporter.Phone!.Shown));
        Assert.Equal("Skrivaren är trasig", (await scene.ViewAsync(others)).Description.Shown);
    }

    [Fact]
    public async Task Takes_the_conversations_in_which_the_person_was_proven_though_they_lie_under_another_key()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync();
        var stream = ChatStore.StreamOf(ChatChannel.Web, "c-1");
        var unknown = scene.Data.Keys.Pseudonym("contact", stream);
        Personal Own(string text) => new Personal(unknown, text).Within(stream);
        await scene.AppendAsync(stream, "started", new ChatStarted(ChatChannel.Web, Own("c-1"), unknown, "sv", scene.Clock.GetUtcNow()));
        var turn = new ChatTurn(ChatTurnKind.Anything, "sv") { Who = new ChatWho(new PersonId("p-directory"), person, Own("Åsa")) };
        await scene.AppendAsync(stream, "step", new ChatStepTaken(1, new ChatHeard(ChatAct.Message, Own("Det är Åsa Öst")), turn, Own("[]"), scene.Clock.GetUtcNow()));
        using var erasure = scene.Erasure();
        var receipt = Receipt(await erasure.EraseAsync(person, "staff:a", "Begäran", Ct));
        Assert.Contains(receipt.Places, place => place is { Place: "conversations", Outcome: PlaceOutcome.Erased });
        var chat = await new ChatStore(scene.Data.Log, scene.Data.Codec, scene.Data.Keys).LoadAsync(stream, Ct);
        Assert.Equal((null, null), (Assert.IsType<ChatStepTaken>(chat.History[1].Fact).Heard.Text?.Text, chat.State.Conversation?.Text));
    }

    [Fact]
    public async Task A_second_time_gives_the_first_receipt_and_does_nothing()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync();
        var told = 0;
        using var erasure = scene.Erasure(new PersonPlace("here", (_, _) => Task.FromResult(new PlaceReport("here", PlaceOutcome.Erased, $"{++told}"))));
        var first = Receipt(await erasure.EraseAsync(person, "staff:a", "Begäran", Ct));
        scene.Clock.Advance(TimeSpan.FromDays(1));
        var second = Receipt(await erasure.EraseAsync(person, "staff:b", "Igen", Ct));
        Assert.Equal((first.At, first.By, first.Reason), (second.At, second.By, second.Reason));
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task The_same_contact_again_is_still_the_same_case_and_another_matter_of_the_same_number_is_a_new_person()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync("k");
        Assert.Equal("key-reused", (await scene.TryOpenAsync("k", "+46701234567", "Annat")).Refused);
        using var erasure = scene.Erasure();
        await erasure.EraseAsync(person, "staff:a", "Begäran", Ct);
        Assert.Equal(number, (await scene.OpenAsync("k")).Number);
        var (fresh, again) = await scene.OpenAsync("k2", text: "Ny skrivare");
        Assert.NotEqual(person, again);
        Assert.Equal("Ny skrivare", (await scene.ViewAsync(fresh)).Description.Shown);
    }

    [Fact]
    public async Task Under_legal_hold_it_is_refused_and_nothing_is_lost()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        using var erasure = scene.Erasure();
        await erasure.HoldAsync(person, hold: true, "staff:a", "Mål 12-26", Ct);
        Assert.Equal("person-held", Refusal(await erasure.EraseAsync(person, "staff:a", "Begäran", Ct)));
        Assert.Equal("Skrivaren är trasig", (await scene.ViewAsync(number)).Description.Shown);
        await erasure.HoldAsync(person, hold: false, "staff:a", "Avgjort", Ct);
        Receipt(await erasure.EraseAsync(person, "staff:a", "Begäran", Ct));
    }

    [Theory]
    [InlineData("Begäran från Åsa Östlund")]
    [InlineData("Begäran från östlund, 2026")]
    [InlineData("Ringde från 070-123 45 67")]
    public async Task A_reason_that_names_the_person_is_refused_as_it_stays_in_the_log(string reason)
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync();
        using var erasure = scene.Erasure();
        Assert.Equal("reason-personal", Refusal(await erasure.EraseAsync(person, "staff:a", reason, Ct)));
    }

    [Theory]
    [InlineData("p-nobody", "Begäran", "person-unknown")]
    [InlineData(null, " ", "invalid-reason")]
    public async Task What_cannot_be_ordered_is_refused(string? who, string reason, string code)
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync();
        using var erasure = scene.Erasure();
        Assert.Equal(code, Refusal(await erasure.EraseAsync(who is null ? person : new PersonId(who), "staff:a", reason, Ct)));
    }

    [Fact]
    public async Task A_place_that_could_not_forget_is_told_again_by_the_work_that_the_order_leads_to()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync();
        var broken = true;
        using var erasure = scene.Erasure(new PersonPlace("here", (_, _) =>
            broken ? throw new IOException("full") : Task.FromResult(new PlaceReport("here", PlaceOutcome.Erased, "gone"))));
        await Assert.ThrowsAsync<IOException>(() => erasure.EraseAsync(person, "staff:a", "Begäran", Ct));
        Assert.Null(scene.Data.Keys.Key(person));
        Assert.Null((await erasure.RecordAsync(person, Ct)).Erased);

        broken = false;
        var order = await LastAsync(scene, PersonEvent.StreamOf(person));
        var group = new UnfinishedErasures(erasure, scene.Data.Keys, scene.Clock);
        Assert.Contains(order.Recorded.Type, group.Types);
        await group.DoAsync(order, Ct);
        var receipt = (await erasure.RecordAsync(person, Ct)).Erased!;
        Assert.Equal(("staff:a", "Begäran"), (receipt.By, receipt.Reason));
        Assert.Contains(receipt.Places, place => place is { Place: "here", Outcome: PlaceOutcome.Erased });
    }

    [Fact]
    public async Task A_suppliers_message_that_no_rule_understood_goes_when_it_speaks_of_the_person_and_only_then()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync();
        var supplier = scene.Data.Keys.Pseudonym("contact", "unmapped:workplace");
        SupplierEventUnmapped Kept(string stream, string content) =>
            new("workplace", "s", stream, "t", new Personal(supplier, content, stream), "", scene.Clock.GetUtcNow());
        await scene.AppendAsync("unmapped-1", "1", Kept("unmapped-1", """{"who":"Åsa östlund"}"""));
        await scene.AppendAsync("unmapped-2", "2", Kept("unmapped-2", """{"who":"nobody"}"""));
        using var erasure = scene.Erasure();
        await erasure.EraseAsync(person, "staff:a", "Begäran", Ct);
        Assert.Null(((SupplierEventUnmapped)(await LastAsync(scene, "unmapped-1")).Fact!).Content.Text);
        Assert.NotNull(((SupplierEventUnmapped)(await LastAsync(scene, "unmapped-2")).Fact!).Content.Text);
    }

    [Fact]
    public async Task The_search_index_forgets_the_texts_and_finds_the_case_all_the_same()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        using var live = new LiveIndex(new LuceneSearchStore(Path.Combine(scene.Data.Path, "search"), SearchBudget.Usual));
        var index = await live.OpenAsync(Ct);
        await index.PutAsync([(await DrawAsync(scene, number, Ct))!], new LogPosition(1), Ct);
        await index.CommitAsync(new LogPosition(1_000_000), Ct); // The feed has caught up.
        using var erasure = scene.Erasure(SearchPlace.OfRunning(live, (of, ct) => DrawAsync(scene, CaseNumber.OfStream(of), ct), scene.Data.Log, scene.Clock));
        var receipt = Receipt(await erasure.EraseAsync(person, "staff:a", "Begäran", Ct));
        Assert.Contains(receipt.Places, place => place is { Place: "search index", Outcome: PlaceOutcome.Erased });
        Assert.Equal(0, await HitsAsync(index, "skrivaren"));
        Assert.Equal(1, await HitsAsync(index, number.Value));
    }

    [Fact]
    public async Task A_file_beside_the_hubs_own_that_names_the_person_is_told_of()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (_, person) = await scene.OpenAsync();
        await File.WriteAllTextAsync(Path.Combine(scene.Data.Path, "notes.txt"), "Ring Åsa Östlund", Ct);
        using var erasure = scene.Erasure();
        var receipt = Receipt(await erasure.EraseAsync(person, "staff:a", "Begäran", Ct));
        Assert.Contains(receipt.Places, place => place is { Place: "data directory", Outcome: PlaceOutcome.LeftToOthers } && place.Did.Contains("notes.txt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_hub_erased_is_forgotten_here_in_the_hubs_own_places_only_once_it_is_gone_elsewhere()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        var forgotten = new List<Forgotten>();
        PersonPlace Place(bool ofEachHub) => new("here", (gone, _) =>
        {
            Assert.True(ofEachHub, "The key store is not this hub's own.");
            forgotten.Add(gone);
            return Task.FromResult(new PlaceReport("here", PlaceOutcome.Erased, ""));
        }, ofEachHub);
        using var erasure = scene.Erasure(Place(true), Place(false));
        var group = new ErasedElsewhere(scene.Data.Keys, erasure, scene.Cases);
        foreach (var (stream, fact) in new (string, object)[]
        {
            (PersonEvent.StreamOf(person), new PersonErasureOrdered(person, "staff:a", "Begäran", scene.Clock.GetUtcNow())),
            (number.Stream, new CaseTextsErased(Erasure.OfAPerson, scene.Clock.GetUtcNow())),
            (PersonEvent.StreamOf(person), new PersonErased(person, "staff:a", "Begäran", [number.Value], [], scene.Clock.GetUtcNow())),
            (number.Stream, new CaseTextsErased("retention", scene.Clock.GetUtcNow())),
        })
        {
            await scene.AppendAsync(stream, fact.ToString()!, fact);
            var happened = await LastAsync(scene, stream);
            Assert.Contains(happened.Recorded.Type, group.Types);
            Assert.Equal(stream, group.LineOf(happened));
            Assert.Same(IntegrationHub.Core.Work.WorkResult.Done, await group.DoAsync(happened, Ct));
        }

        Assert.Equal([(person, number), (person, number)], forgotten.Select(gone => (gone.Person, Assert.Single(gone.Cases))));
    }

    private static async Task<SearchDocument?> DrawAsync(PrivacyScene scene, CaseNumber number, CancellationToken ct)
    {
        var view = CaseView.Of(await scene.Cases.LoadAsync(number, ct))!;
        return new SearchDocument(number.Stream, SearchKind.Case, number.Value, view.OpenedAt, view.Description.Shown)
        {
            Texts = view.Description.Text is { } text ? [text] : [],
        };
    }

    private static async Task<int> HitsAsync(ISearchIndex index, string words) =>
        (await index.SearchAsync(SearchQuery.Parse([KeyValuePair.Create<string, string?>("q", words)]).Query!, SearchReader.Everything, Ct)).Hits.Count;

    private static async Task<Known> LastAsync(PrivacyScene scene, string stream)
    {
        await foreach (var recorded in scene.Data.Log.ReadStreamBackwardsAsync(stream, Ct))
        {
            return scene.Data.Codec.Decode(recorded);
        }

        throw new InvalidOperationException($"{stream} is empty.");
    }

    private static string Bytes(Known known) => Convert.ToHexString(known.Recorded.Data.Span);

    private static PersonErased Receipt(Decision<PersonEvent> decision) =>
        Assert.IsType<PersonErased>(Assert.Single(Assert.IsType<Accepted<PersonEvent>>(decision).Events));

    private static string Refusal(Decision<PersonEvent> decision) => Assert.IsType<Refused<PersonEvent>>(decision).Code;
}
