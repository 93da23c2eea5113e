namespace IntegrationHub.Core.Routing.Learning;

/// <summary>One of the models that judge a text together: they err differently, so their mean is right more often than any of them.</summary>
internal interface IModelMember
{
    /// <summary>The features that it knows.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>How likely each label is, as far as this member can tell. Safe to share between threads.</summary>
    /// <param name="text">As <see cref="Vocabulary"/> reads it.</param>
    /// <param name="likely">One place per label, filled with values that add up to 1.</param>
    void Judge(TextVector text, Span<float> likely);

    /// <summary>Puts down what was learnt; the vocabulary is the file's business.</summary>
    void Write(BinaryWriter to);
}

/// <summary>Numbers to shares of 1.</summary>
internal static class Shares
{
    /// <summary>Exponents, divided by their sum.</summary>
    /// <param name="values">Replaced.</param>
    /// <param name="sureness">How much a difference counts; 1 as it is.</param>
    public static void Of(Span<float> values, float sureness)
    {
        var most = float.NegativeInfinity;
        foreach (var value in values)
        {
            most = MathF.Max(most, value);
        }

        var sum = 0f;
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = MathF.Exp((values[at] - most) * sureness);
            sum += values[at];
        }

        for (var at = 0; at < values.Length; at++)
        {
            values[at] /= sum;
        }
    }
}
