using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Privacy;

namespace IntegrationHub.Tests.Privacy;

/// <summary>Retention (gallring): faults lose their texts 30 days after closing here, other kinds keep them.</summary>
public sealed class KeepingTextsForATime
{
    private static readonly Dictionary<CaseKind, TimeSpan> s_after = new() { [CaseKind.Fault] = TimeSpan.FromDays(30) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_case_loses_its_texts_when_its_time_has_come_and_the_persons_other_cases_keep_theirs()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync("old");
        var (young, _) = await scene.OpenAsync("young");
        await scene.CloseAsync(number);
        var told = new List<Forgotten>();
        using var erasure = scene.Erasure(Noting(told));
        var group = new CaseRetention(CaseKind.Fault, Rule(scene, erasure), scene.Clock);
        var closed = await ClosedAsync(scene, number);

        var wait = Assert.IsType<WorkNotDue>(await group.DoAsync(closed, Ct));
        Assert.Equal(scene.Clock.GetUtcNow() + TimeSpan.FromDays(30), wait.Due);
        Assert.Equal("Skrivaren är trasig", (await scene.ViewAsync(number)).Description.Shown);

        scene.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(WorkResult.Done, await group.DoAsync(closed, Ct));
        var view = await scene.ViewAsync(number);
        Assert.Equal((Personal.Erased, Personal.Erased, CasePhase.Closed), (view.Description.Shown, view.Reporter.Name!.Shown, view.Status));
        Assert.Equal("Skrivaren är trasig", (await scene.ViewAsync(young)).Description.Shown);
        Assert.Equal([number], Assert.Single(told).Cases);
        Assert.Equal("retention", (await scene.Cases.LoadAsync(number, Ct)).History.Select(known => known.Fact).OfType<CaseTextsErased>().Single().Rule);
        Assert.Equal(person, (await scene.OpenAsync("new")).Person);
    }

    [Fact]
    public async Task A_kind_without_a_rule_keeps_them()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, _) = await scene.OpenAsync(kind: CaseKind.Complaint);
        await scene.CloseAsync(number);
        Assert.False(await IsErasedAfterAsync(scene, number, TimeSpan.FromDays(3_000)));
    }

    [Fact]
    public async Task A_case_that_was_reopened_keeps_them_and_counts_from_its_last_closing()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, _) = await scene.OpenAsync();
        await scene.CloseAsync(number);
        scene.Clock.Advance(TimeSpan.FromDays(20));
        await scene.AppendAsync(number.Stream, "reopen", new CaseReopened(null, Personal.Public("Igen"), scene.Clock.GetUtcNow()));
        Assert.False(await IsErasedAfterAsync(scene, number, TimeSpan.FromDays(20)));
        await scene.CloseAsync(number, "again");
        Assert.False(await IsErasedAfterAsync(scene, number, TimeSpan.FromDays(20)));
        Assert.True(await IsErasedAfterAsync(scene, number, TimeSpan.FromDays(10)));
    }

    [Fact]
    public async Task A_legal_hold_keeps_them_and_its_end_makes_up_for_it()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        await scene.CloseAsync(number);
        using var erasure = scene.Erasure();
        await erasure.HoldAsync(person, hold: true, "staff:a", "Mål", Ct);
        Assert.False(await IsErasedAfterAsync(scene, number, TimeSpan.FromDays(40)));
        await erasure.HoldAsync(person, hold: false, "staff:a", "Avgjort", Ct);
        var released = new Known(null!, new PersonReleased(person, "staff:a", "Avgjort", scene.Clock.GetUtcNow()), new EventContext("staff:a", "hub"));
        await new RetentionAfterHold([Rule(scene, erasure)], scene.Data).DoAsync(released, Ct);
        Assert.Equal(Personal.Erased, (await scene.ViewAsync(number)).Description.Shown);
    }

    [Fact]
    public async Task A_try_that_failed_at_a_place_is_made_again_whole()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, _) = await scene.OpenAsync();
        await scene.CloseAsync(number);
        scene.Clock.Advance(TimeSpan.FromDays(31));
        var tries = 0;
        using var erasure = scene.Erasure(new PersonPlace("here", (_, _) =>
            ++tries == 1 ? throw new IOException("full") : Task.FromResult(new PlaceReport("here", PlaceOutcome.Erased, ""))));
        var rule = Rule(scene, erasure);
        await Assert.ThrowsAsync<IOException>(() => rule.ApplyAsync(number, CaseKind.Fault, Ct));
        await rule.ApplyAsync(number, CaseKind.Fault, Ct);
        Assert.Equal(2, tries);
        Assert.Single((await scene.Cases.LoadAsync(number, Ct)).History, known => known.Fact is CaseTextsErased);
    }

    private static async Task<bool> IsErasedAfterAsync(PrivacyScene scene, CaseNumber number, TimeSpan time)
    {
        scene.Clock.Advance(time);
        using var erasure = scene.Erasure();
        await Rule(scene, erasure).ApplyAsync(number, CaseKind.Fault, Ct);
        return (await scene.ViewAsync(number)).Description.Text is null;
    }

    private static CaseRetentionRule Rule(PrivacyScene scene, Erasure erasure) => new(s_after, scene.Cases, scene.Data, erasure, scene.Clock);

    private static PersonPlace Noting(List<Forgotten> told) => new("here", (gone, _) =>
    {
        told.Add(gone);
        return Task.FromResult(new PlaceReport("here", PlaceOutcome.Erased, ""));
    });

    private static async Task<Known> ClosedAsync(PrivacyScene scene, CaseNumber number) =>
        (await scene.Cases.LoadAsync(number, Ct)).History.Last(known => known.Fact is CaseClosed);
}
