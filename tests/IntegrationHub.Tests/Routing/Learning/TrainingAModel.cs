using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Tests.Routing.Learning;

public sealed class TrainingAModel
{
    [Theory]
    [InlineData("krumelur kladdar på valsen", "printing")]
    [InlineData("ANTENN blinkar!", "wifi")]
    [InlineData("staketet vid gungan", "not-ours")]
    [InlineData("antenen blinkr", "wifi")]
    public void What_was_learnt_is_known_again_with_typing_errors_too(string text, string label)
    {
        var judged = History.Trained.Model.Judge(text);
        Assert.Equal(label, judged[0].Label);
        Assert.Equal(1, judged.Sum(one => one.Confidence), 3);
        Assert.True(judged[0].Confidence > 0.6, $"{judged[0]}");
    }

    [Fact]
    public void The_same_texts_give_the_same_model_and_other_texts_another()
    {
        ModelFile.Write(History.Trained.Model);
        var again = ModelTraining.Train(History.Texts(), History.Now, null, CancellationToken.None).Model;
        ModelFile.Write(again);
        Assert.Equal(History.Trained.Model.Version, again.Version);
        var other = ModelTraining.Train(History.Texts()[1..], History.Now, null, CancellationToken.None).Model;
        ModelFile.Write(other);
        Assert.NotEqual(again.Version, other.Version);
    }

    [Fact]
    public void A_tenth_is_kept_back_and_tells_what_the_model_is_worth()
    {
        Assert.InRange(History.Trained.KeptBack, 30, 120);
        Assert.True(History.Trained.Right > 0.95, $"{History.Trained.Right}");
        Assert.True(History.Trained.Covered > 0.9, $"{History.Trained.Covered}");
    }

    [Theory]
    [InlineData(2, 50, false)]
    [InlineData(3, 3, true)]
    public void Words_that_fewer_than_three_persons_say_are_not_learnt(int people, int texts, bool learnt)
    {
        var history = History.Texts();
        history.AddRange(Enumerable.Range(0, texts).Select(at => new LearntText("Xylofonsson qwertyx", "wifi", $"own-{at % people}")));
        var model = ModelTraining.Train(history, History.Now, null, CancellationToken.None).Model;
        Assert.Equal(learnt, model.Judge("xylofonsson qwertyx")[0] != model.Judge("")[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\ud800\udfff'; DROP TABLE cases; -- <script>")]
    [InlineData("这是一个测试 العربية 😀😀😀")]
    public void Strange_texts_are_judged_like_any_other(string text) =>
        Assert.Equal(1, History.Trained.Model.Judge(text).Sum(one => one.Confidence), 3);

    [Fact]
    public void A_huge_text_takes_no_longer_than_its_first_part()
    {
        var judged = History.Trained.Model.Judge("krumelur " + new string('x', 20_000_000));
        Assert.Equal(3, judged.Count);
    }

    [Fact]
    public void Too_little_history_is_refused_in_plain_words()
    {
        var few = Assert.Throws<InvalidDataException>(() => ModelTraining.Train(History.Texts()[..20], History.Now, null, CancellationToken.None));
        Assert.Contains("too few", few.Message, StringComparison.Ordinal);
        List<LearntText> one = [.. History.Texts().Where(text => text.Label == "wifi")];
        Assert.Throws<InvalidDataException>(() => ModelTraining.Train(one, History.Now, null, CancellationToken.None));
    }

    [Fact]
    public async Task Training_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.ThrowsAny<Exception>(() => ModelTraining.Train(History.Texts(), History.Now, null, stop.Token));
    }
}
