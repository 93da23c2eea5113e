using IntegrationHub.Core.Cases;

namespace IntegrationHub.Core.Routing;

/// <summary>Reads from the words how many are hit and how badly: the start of the priority, which a desk may correct with a reason.</summary>
public static class SeverityReader
{
    private static readonly string[] s_city = ["hela staden", "alla skolor", "alla forvaltningar", "whole city", "entire city", "all schools"];
    private static readonly string[] s_site = ["hela skolan", "hela kontoret", "hela huset", "hela enheten", "hela forvaltningen", "whole school", "whole office", "entire school", "entire office", "whole building"];
    private static readonly string[] s_group = ["hela klassen", "alla elever", "alla pa avdelningen", "flera av oss", "ingen av oss", "eleverna", "alla kan inte", "vi kan inte", "ingen kan", "whole class", "all pupils", "several of us", "none of us", "nobody can", "no one can", "the whole team"];
    private static readonly string[] s_stopped = ["kan inte jobba", "kan inte arbeta", "star still", "helt dod", "ingenting fungerar", "inget fungerar", "kommer inte in", "utelast", "cannot work", "can t work", "completely dead", "nothing works", "locked out", "virus", "ransomware"];
    private static readonly string[] s_working = ["nar ni har tid", "ingen bradska", "undrar", "fraga om", "vill bestalla", "no hurry", "when you have time", "wondering", "would like to order"];
    private static readonly string[] s_lesson = ["lektion", "undervisning", "nationella prov", "lesson", "in class", "teaching", "national test"];
    private static readonly string[] s_night = ["nattpersonal", "natten pa boendet", "aldreboende", "vardboende", "night shift", "nursing home", "night staff"];

    /// <summary>Effect, urgency and circumstances as the words say; one hindered person when they say nothing.</summary>
    public static Severity Read(string text)
    {
        var said = " " + Words.Fold(text);
        string? Found(string[] phrases) => phrases.FirstOrDefault(phrase => said.Contains(" " + phrase, StringComparison.Ordinal));

        var (effect, who) = Found(s_city) is { } city ? (Effect.City, city)
            : Found(s_site) is { } site ? (Effect.Site, site)
            : Found(s_group) is { } group ? (Effect.Group, group)
            : (Effect.One, null);
        var (urgency, how) = Found(s_stopped) is { } stopped ? (Urgency.Stopped, stopped)
            : Found(s_working) is { } working ? (Urgency.Working, working)
            : (Urgency.Hindered, null);
        var circumstances = (Found(s_lesson) is null ? Circumstances.None : Circumstances.Lesson)
            | (Found(s_night) is null ? Circumstances.None : Circumstances.NightCare);
        string?[] words = [who, how, Found(s_lesson), Found(s_night)];
        var heard = words.OfType<string>().ToList();
        return new Severity(effect, urgency, circumstances, heard.Count == 0
            ? "One person, hindered: nothing else was said." : $"The words: {string.Join(", ", heard)}.");
    }
}
