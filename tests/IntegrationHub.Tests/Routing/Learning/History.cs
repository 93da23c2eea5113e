using IntegrationHub.Core.Routing.Learning;

namespace IntegrationHub.Tests.Routing.Learning;

/// <summary>A made-up history with three labels that are easily told apart, and a model of it.</summary>
internal static class History
{
    public static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly (string Label, string[] Words)[] s_about =
    [
        ("printing", ["krumelur", "zorp", "valsen", "kladdar", "magenta", "bricka"]),
        ("wifi", ["frekvens", "blinkar", "masten", "vagnor", "antenn", "sorl"]),
        ("not-ours", ["gungan", "sandladan", "grillen", "bryggan", "eken", "staketet"]),
    ];

    private static readonly Lazy<Trained> s_trained = new(() => ModelTraining.Train(Texts(), Now, progress: null, CancellationToken.None));

    public static Trained Trained => s_trained.Value;

    /// <summary>Six hundred texts of two hundred persons; always the same.</summary>
    public static List<LearntText> Texts()
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, 600).Select(at =>
        {
            var (label, words) = s_about[at % s_about.Length];
            var said = string.Join(' ', Enumerable.Range(0, 4).Select(_ => words[random.Next(words.Length)]).Append("idag").Append("hos oss"));
            return new LearntText($"{said} {at}", label, $"p-{at % 200}");
        })];
    }
}
