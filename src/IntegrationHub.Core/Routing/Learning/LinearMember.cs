namespace IntegrationHub.Core.Routing.Learning;

/// <summary>One line between each label and all others: a linear support vector machine with squared loss, one against the rest.</summary>
/// <param name="vocabulary">The features that it knows.</param>
/// <param name="labels">How many labels there are.</param>
/// <param name="weights">For each feature, then for the constant, one weight per label.</param>
internal sealed class LinearMember(Vocabulary vocabulary, int labels, float[] weights) : IModelMember
{
    private const float Sureness = 2.5f; // Margins to odds; the committee's own calibration follows.
    private const int MostRounds = 12;
    private const double GoodEnough = 0.05;

    /// <inheritdoc/>
    public Vocabulary Vocabulary => vocabulary;

    /// <inheritdoc/>
    public void Judge(TextVector text, Span<float> likely)
    {
        weights.AsSpan(vocabulary.Features.Length * labels, labels).CopyTo(likely);
        for (var at = 0; at < text.Features.Length; at++)
        {
            Floats.AddScaled(text.Weights[at], weights.AsSpan(text.Features[at] * labels, labels), likely);
        }

        Shares.Of(likely, Sureness);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter to) => Floats.Write(to, weights);

    /// <summary>What <see cref="Write"/> put down.</summary>
    public static LinearMember Read(BinaryReader from, Vocabulary vocabulary, int labels) =>
        new(vocabulary, labels, Floats.Read(from, (vocabulary.Features.Length + 1) * labels));

    /// <summary>Learns from texts.</summary>
    /// <param name="vocabulary">The features.</param>
    /// <param name="texts">As the vocabulary reads them.</param>
    /// <param name="answers">Each text's label, by number.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="cost">What an error costs; more follows the texts more closely.</param>
    /// <param name="step">Called after each label.</param>
    public static LinearMember Learn(Vocabulary vocabulary, TextVector[] texts, int[] answers, int labels, double cost, Action step)
    {
        var weights = new float[(vocabulary.Features.Length + 1) * labels];
        for (var label = 0; label < labels; label++)
        {
            var line = Line(texts, answers, label, vocabulary.Features.Length, cost);
            for (var feature = 0; feature < line.Length; feature++)
            {
                weights[(feature * labels) + label] = line[feature];
            }

            step();
        }

        return new LinearMember(vocabulary, labels, weights);
    }

    /// <summary>Dual coordinate descent: Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1.</summary>
    private static float[] Line(TextVector[] texts, int[] answers, int label, int features, double cost)
    {
        var line = new float[features + 1];
        var pulls = new double[texts.Length];
        var softness = 1 / (2 * cost);
        var order = Enumerable.Range(0, texts.Length).ToArray();
        var random = new Random(label);
        for (var round = 0; round < MostRounds; round++)
        {
            random.Shuffle(order);
            var furthest = 0.0;
            foreach (var at in order)
            {
                var side = answers[at] == label ? 1 : -1;
                var gradient = (side * Floats.Dot(line, texts[at])) - 1 + (softness * pulls[at]);
                var projected = pulls[at] == 0 ? Math.Min(gradient, 0) : gradient;
                if (projected == 0)
                {
                    continue;
                }

                furthest = Math.Max(furthest, Math.Abs(projected));
                var length = texts[at].Features.Length == 0 ? 1 : 2; // Its square: a text has length 1, and so has the constant.
                var pull = Math.Max(pulls[at] - (gradient / (length + softness)), 0);
                Floats.AddScaled((float)((pull - pulls[at]) * side), texts[at], line);
                pulls[at] = pull;
            }

            if (furthest < GoodEnough)
            {
                break;
            }
        }

        return line;
    }
}
