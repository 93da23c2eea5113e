using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Tests.Privacy;

namespace IntegrationHub.Tests.Cases;

public sealed class ReadingACaseAgain
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_was_added_since_is_read()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        var decoded = new List<string>();
        var codec = new EventCodec(scene.Data.Keys, type =>
        {
            decoded.Add(type);
            return StoredTypes.Find(type);
        });
        var cases = new CaseStore(scene.Data.Log, codec, recent: new RecentCases());
        var before = await cases.LoadAsync(number, Ct);
        Assert.Equal(before.History.Count, decoded.Count);
        decoded.Clear();

        await NoteAsync(scene, number, person, "Den står still.");
        var after = await cases.LoadAsync(number, Ct);

        Assert.Equal([StoredTypes.NameOf(typeof(NoteAdded))], decoded);
        var anew = await new CaseStore(scene.Data.Log, scene.Data.Codec).LoadAsync(number, Ct);
        Assert.Equal(anew.History.Select(known => known.Recorded.Id), after.History.Select(known => known.Recorded.Id));
        Assert.Equal(anew.Revision, after.Revision);
        Assert.Equal(anew.State.Phase, after.State.Phase);
    }

    [Fact]
    public async Task Cases_that_were_read_before_a_key_was_destroyed_are_read_anew()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync(text: "Skrivaren är trasig");
        Assert.Equal("Skrivaren är trasig", (await scene.ViewAsync(number)).Description.Shown);

        await scene.Data.Keys.DestroyAsync(person, null, Ct);

        Assert.Equal(Personal.Erased, (await scene.ViewAsync(number)).Description.Shown);
    }

    [Fact]
    public async Task A_case_whose_reading_began_before_an_erasure_is_not_kept()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, _) = await scene.OpenAsync();
        var recent = new RecentCases();
        var began = recent.Forgotten;
        var loaded = await scene.Cases.LoadAsync(number, Ct);
        recent.ForgetAll();

        recent.Keep(number, loaded, began);

        Assert.Null(recent.Find(number));
    }

    [Fact]
    public async Task So_many_cases_are_kept_as_there_is_room_for_and_those_asked_for_stay()
    {
        await using var scene = await PrivacyScene.BeginAsync();
        var (number, person) = await scene.OpenAsync();
        await NoteAsync(scene, number, person, new string('å', 2_000));
        var loaded = await scene.Cases.LoadAsync(number, Ct);
        var size = loaded.History.Sum(known => known.Recorded.Data.Length + known.Recorded.Metadata.Length);
        var recent = new RecentCases(size * 10);
        var numbers = Enumerable.Range(1, 100).Select(sequence => CaseNumber.FromSequence(sequence)).ToList();
        foreach (var one in numbers)
        {
            recent.Keep(one, loaded, recent.Forgotten);
            Assert.NotNull(recent.Find(numbers[0]));
        }

        Assert.InRange(numbers.Count(one => recent.Find(one) is not null), 5, 10);
    }

    private static Task NoteAsync(PrivacyScene scene, CaseNumber number, PersonId person, string text) => scene.AppendAsync(
        number.Stream, text[..5], new NoteAdded(NoteVisibility.Public, new Personal(person, text, number.Value), scene.Clock.GetUtcNow()));
}
