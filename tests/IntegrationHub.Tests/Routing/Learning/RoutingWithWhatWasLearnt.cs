using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Tests.Routing.Learning;

public sealed class RoutingWithWhatWasLearnt
{
    private static readonly Router s_rules = new(ServiceCatalogue.Default);
    private static readonly TextModel s_model = ModelFile.Read(ModelFile.Write(History.Trained.Model));
    private static readonly Router s_both = new(ServiceCatalogue.Default, model: () => s_model);

    [Fact]
    public void No_text_moves_a_service_further_than_the_model_may()
    {
        string[] services = ["printing", "wifi", "not-ours"];
        var scores = new double[services.Length];
        Assert.NotNull(new LearntRules(History.Trained.Model, services).AddTo(scores, string.Concat(Enumerable.Repeat("frekvens blinkar masten vagnor antenn sorl ", 3))));
        Assert.All(scores, score => Assert.InRange(score, -LearntRules.Most, LearntRules.Most));
        Assert.Equal(-3, scores[0]); // It is as good as sure, and says no more than it may.
    }

    [Fact]
    public void Words_that_the_catalogue_does_not_know_route_by_what_became_of_earlier_cases()
    {
        var matter = new Matter("krumelur kladdar magenta");
        Assert.NotNull(s_rules.Route(matter).Ask);
        var decision = s_both.Route(matter);
        Assert.Equal(("printing", "workplace", s_model.Version), (decision.Service, decision.Desk, decision.Model));
        Assert.Contains(decision.Reasons, reason => reason.StartsWith("learnt from earlier cases: printing", StringComparison.Ordinal));
        Assert.DoesNotContain(decision.Reasons, reason => reason.Contains("krumelur", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_sure_sign_of_the_rules_is_not_outvoted() =>
        Assert.Equal("password", s_both.Route(new Matter("jag har glömt mitt lösenord, krumelur kladdar magenta")).Service);

    [Fact]
    public void Not_ours_is_learnt_too()
    {
        var decision = s_both.Route(new Matter("gungan och staketet vid bryggan"));
        Assert.Equal((ServiceCatalogue.NotOurs, null), (decision.Service, decision.Desk));
    }

    [Fact]
    public void A_text_without_a_known_word_is_left_to_the_rules()
    {
        var matter = new Matter("qqq www eee");
        var (rules, both) = (s_rules.Route(matter), s_both.Route(matter));
        Assert.Equal((rules.Service, rules.Confidence, null), (both.Service, both.Confidence, both.Model));
    }

    [Fact]
    public void What_the_person_chose_needs_no_model() =>
        Assert.Null(s_both.Route(new Matter("krumelur", Service: "sim")).Model);

    [Fact]
    public void Services_of_the_other_area_stay_left_out() =>
        Assert.NotEqual("pupil-registry", s_both.Route(new Matter("hanna", Area: "office")).Service);

    [Fact]
    public void A_new_model_holds_at_once_and_its_end_too()
    {
        TextModel? now = null;
        var router = new Router(ServiceCatalogue.Default, model: () => now);
        var matter = new Matter("krumelur kladdar magenta");
        Assert.Null(router.Route(matter).Model);
        now = s_model;
        Assert.Equal(s_model.Version, router.Route(matter).Model);
        now = null;
        Assert.Null(router.Route(matter).Model);
    }

    [Fact]
    public void The_same_matter_and_model_give_the_same_decision_again()
    {
        var again = new Router(ServiceCatalogue.Default, model: () => ModelFile.Read(ModelFile.Write(s_model)));
        var matter = new Matter("masten blinkar i aulan");
        var (first, second) = (s_both.Route(matter), again.Route(matter));
        Assert.Equal((first.Service, first.Confidence, first.Model), (second.Service, second.Confidence, second.Model));
        Assert.Equal(first.Reasons, second.Reasons);
    }

    /// <summary>Learning from the part that the words were tuned on must not make the rest worse.</summary>
    [Fact]
    public void A_model_of_what_people_said_does_not_hurt_what_they_say_next()
    {
        List<LearntText> history = [.. Utterance.All.Where(said => !said.KeptBack).Select((said, at) => new LearntText(said.Text, said.Service, $"p-{at}"))];
        var model = ModelFile.Read(ModelFile.Write(ModelTraining.Train(history, History.Now, null, CancellationToken.None).Model));
        var joined = new Router(ServiceCatalogue.Default, model: () => model);
        Utterance[] next = [.. Utterance.All.Where(said => said.KeptBack)];
        var (rules, both) = (RoutingFigures.Of(s_rules, next), RoutingFigures.Of(joined, next));
        Assert.True(both.Desk >= rules.Desk - 0.01 && both.Service >= rules.Service - 0.01 && both.RightOrAsked >= rules.RightOrAsked - 0.01, $"{rules} / {both}");
    }
}
