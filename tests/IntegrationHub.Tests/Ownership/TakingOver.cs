using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Work;
using IntegrationHub.Host.Cases;

namespace IntegrationHub.Tests.Ownership;

/// <summary>A supplier is replaced in two waves, with hundreds of cases in all states; the hub is killed in the middle.</summary>
public sealed class TakingOver : IDisposable
{
    private const int OfEach = 30;
    private const string Old = "workplace";
    private const string New = "central-systems";
    private static readonly string[] s_areas = ["office", "education"];

    private static readonly string[] s_states =
        ["unrouted", "offered", "in-progress", "awaiting-user", "resolved", "closed", "closed-unconfirmed", "being-handed-over", "handed-over"];

    private readonly OwnershipScene _scene = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task No_case_is_lost_doubled_or_without_a_responsible_party()
    {
        var cases = await HundredsAsync();
        await _scene.DecideAsync(Wave("office", OpenCases.HandOver, days: 1), Ct);
        await _scene.DecideAsync(Wave("education", OpenCases.Finish, days: 30), Ct);
        await _scene.WorkAllAsync(Ct);
        Assert.Equal(4 * OfEach, (await _scene.WaveAsync("office", Ct)).Count); // The preview: offered, in progress, awaiting the user, being handed over.
        await KilledInTheMiddleAsync();
        var answered = await AnswerAsync();
        _scene.Pass(TimeSpan.FromDays(31));
        await _scene.WorkAllAsync(Ct);

        Assert.Equal(cases.Count, await _scene.CountStreamsAsync(Ct));
        foreach (var (number, state, area) in cases)
        {
            var loaded = await _scene.Cases.LoadAsync(number, Ct);
            var offers = loaded.History.Select(known => known.Fact).OfType<HandoverProposed>().Count(offer => offer.TakeOver is not null);
            Assert.Equal(area == "office" && state is ("offered" or "in-progress" or "awaiting-user" or "being-handed-over") ? 1 : 0, offers);
            Assert.Equal(Expected(state, area, answered.GetValueOrDefault(number)), loaded.State.Responsible.Value);
            AddsUp(loaded, _scene.Now);
        }
    }

    [Fact]
    public async Task A_case_that_is_reopened_goes_to_whoever_owns_the_service_then()
    {
        var cases = await HundredsAsync();
        await _scene.DecideAsync(Wave("education", OpenCases.Finish, days: 1), Ct);
        _scene.Pass(TimeSpan.FromDays(2));
        foreach (var (number, state, area) in cases.Where(one => one.State is "resolved" or "closed" or "closed-unconfirmed"))
        {
            await _scene.DoAsync(number, new ReopenCase("Den krånglar igen.", _scene.Now), Ct);
            var loaded = await _scene.Cases.LoadAsync(number, Ct);
            Assert.Equal("desk:" + (area == "education" ? New : Old), loaded.State.Responsible.Value);
            Assert.Equal(area == "education" ? New : Old, CaseView.Of(loaded)!.Supplier);
            Assert.Equal(area == "education" ? CasePhase.Offered : CasePhase.InProgress, loaded.State.Phase);
        }
    }

    [Fact]
    public async Task A_case_that_came_to_the_old_desk_too_late_for_the_wave_is_offered_too()
    {
        await _scene.DecideAsync(Wave("office", OpenCases.HandOver, days: 1), Ct);
        var withAnother = await OpenAsync(1, "being-handed-over", "office");
        _scene.Pass(TimeSpan.FromDays(2));
        await _scene.WorkAllAsync(Ct);
        Assert.Equal("telephony", (await _scene.Cases.LoadAsync(withAnother, Ct)).State.HandoverTo);
        await _scene.DoAsync(withAnother, new DeclineHandover("telephony", "Inte vårt.", _scene.Now), Ct);
        var late = await OpenAsync(2, "in-progress", "office");
        await _scene.WorkAllAsync(Ct);
        foreach (var number in new[] { withAnother, late })
        {
            var state = (await _scene.Cases.LoadAsync(number, Ct)).State;
            Assert.Equal((New, "desk:" + Old), (state.HandoverTo, state.Responsible.Value));
        }
    }

    [Fact]
    public async Task A_change_of_supplier_is_no_bounce()
    {
        await _scene.DecideAsync(Wave("office", OpenCases.HandOver, days: 1), Ct);
        var number = await OpenAsync(1, "in-progress", "office");
        await _scene.DoAsync(number, new ProposeHandover(Old, New, "Hör till er.", _scene.Now), Ct);
        await _scene.DoAsync(number, new AcceptHandover(New, _scene.Now), Ct);
        await _scene.DoAsync(number, new ProposeHandover(New, "mobile", "Hör till er.", _scene.Now), Ct);
        await _scene.DoAsync(number, new AcceptHandover("mobile", _scene.Now), Ct);
        var before = (await _scene.Cases.LoadAsync(number, Ct)).State;
        Assert.Equal("handover-third", Handovers.BrokenRule(before, "telephony"));

        await _scene.DoAsync(number, new ProposeHandover("mobile", New, "Byte av leverantör.", _scene.Now) { TakeOver = new TakeOver("d", New) }, Ct);
        await _scene.DoAsync(number, new AcceptHandover(New, _scene.Now), Ct);
        var after = (await _scene.Cases.LoadAsync(number, Ct)).State;
        Assert.Equal(("desk:" + New, before.Handovers), (after.Responsible.Value, after.Handovers));
    }

    private static ServiceOwnerDecided Wave(string area, OpenCases openCases, int days) => new(
        area, "printing", New, New, new Place(area), OwnershipScene.Start.AddDays(days), null, openCases, "Våg", OwnershipScene.Start);

    /// <summary>The log dies after some offers, once before and once after one is durable; then another hub goes on.</summary>
    private async Task KilledInTheMiddleAsync()
    {
        _scene.Pass(TimeSpan.FromDays(2));
        foreach (var (appends, durable) in new[] { (OfEach, false), (OfEach, true) })
        {
            await Assert.ThrowsAsync<EventLogException>(() => _scene.DieAfterAsync(appends, durable, Ct));
        }

        Assert.InRange((await _scene.WaveAsync("office", Ct)).Count(row => row.HandoverTo == New), (2 * OfEach) + 1, (2 * OfEach) + 1);
        await _scene.WorkAllAsync(Ct);
        await _scene.WorkAgainAsync(Ct);
    }

    /// <summary>The new desk takes two of three; the desk that was asked before the wave says no.</summary>
    private async Task<Dictionary<CaseNumber, bool>> AnswerAsync()
    {
        foreach (var row in (await _scene.WaveAsync("office", Ct)).Where(row => row.HandoverTo == "telephony"))
        {
            await _scene.DoAsync(CaseNumber.OfStream("case-" + row.Number), new DeclineHandover("telephony", "Inte vårt.", _scene.Now), Ct);
        }

        await _scene.WorkAllAsync(Ct);
        var answered = new Dictionary<CaseNumber, bool>();
        foreach (var (index, row) in (await _scene.WaveAsync("office", Ct)).Where(row => row.HandoverTo == New).Index())
        {
            var number = CaseNumber.OfStream("case-" + row.Number);
            answered[number] = index % 3 != 0;
            await _scene.DoAsync(number, answered[number] ? new AcceptHandover(New, _scene.Now) : new DeclineHandover(New, "Vi har inte utrustningen.", _scene.Now), Ct);
        }

        return answered;
    }

    private static string Expected(string state, string area, bool taken) => (state, area) switch
    {
        ("unrouted", _) => "user",
        ("resolved", _) => "user",
        ("closed" or "closed-unconfirmed", _) => "nobody",
        ("handed-over", _) => "desk:telephony",
        ("offered" or "in-progress" or "awaiting-user" or "being-handed-over", "office") when taken => "desk:" + New,
        ("awaiting-user", _) => "user",
        _ => "desk:" + Old,
    };

    /// <summary>From the opening to the closing or to now somebody was responsible at every moment, one party at a time.</summary>
    private static void AddsUp(LoadedCase loaded, DateTimeOffset now)
    {
        var ledger = CaseTimeline.Of(loaded.State.Number, loaded.History, now, null, CaseEndpoints.Shown).Ledger;
        var view = CaseView.Of(loaded)!;
        Assert.Equal(view.OpenedAt, ledger[0].From);
        Assert.All(ledger.Zip(ledger.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.From));
        Assert.Equal(((view.ClosedAt ?? now) - view.OpenedAt).TotalSeconds, ledger.Sum(span => span.Seconds), 3);
    }

    private async Task<List<(CaseNumber Number, string State, string Area)>> HundredsAsync()
    {
        List<(CaseNumber Number, string State, string Area)> cases = [];
        for (var n = 0; n < OfEach * s_states.Length * s_areas.Length; n++)
        {
            var (state, area) = (s_states[n % s_states.Length], s_areas[n / s_states.Length % s_areas.Length]);
            cases.Add((await OpenAsync(n + 1, state, area), state, area));
        }

        return cases;
    }

    private async Task<CaseNumber> OpenAsync(int n, string state, string area)
    {
        var number = CaseNumber.FromSequence(n);
        var now = _scene.Now;
        CaseCommand[] commands = state switch
        {
            "in-progress" => [new AcceptCase(Old, null, now)],
            "awaiting-user" => [new AskUser(Old, "Vilken skrivare?", now)],
            "resolved" => [new ResolveCase(Old, "Bytte toner.", now)],
            "closed" => [new ResolveCase(Old, "Bytte toner.", now), new ConfirmResolution(now)],
            "closed-unconfirmed" => [
                new ResolveCase(Old, "Bytte toner.", now), new PressForConfirmation(now.AddDays(2)), new PressForConfirmation(now.AddDays(5)),
                new PressForConfirmation(now.AddDays(10))],
            "being-handed-over" => [new ProposeHandover(Old, "telephony", "Nätverket.", now)],
            "handed-over" => [new ProposeHandover(Old, "telephony", "Nätverket.", now), new AcceptHandover("telephony", now)],
            _ => [],
        };
        await _scene.OpenAsync(number, area, state == "unrouted", Ct);
        foreach (var command in commands)
        {
            await _scene.DoAsync(number, command, Ct);
        }

        return number;
    }
}
