namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A network with one hidden layer: it learns which features mean something together.</summary>
/// <param name="vocabulary">The features that it knows.</param>
/// <param name="hidden">How many hidden units there are.</param>
/// <param name="inner">For each feature, then for the constant, one weight per hidden unit.</param>
/// <param name="outer">For each label one weight per hidden unit, then the constant.</param>
internal sealed class NetworkMember(Vocabulary vocabulary, int hidden, float[] inner, float[] outer) : IModelMember
{
    /// <inheritdoc/>
    public Vocabulary Vocabulary => vocabulary;

    /// <summary>How many hidden units there are.</summary>
    public int Hidden => hidden;

    /// <summary>For each feature, then for the constant, one weight per hidden unit.</summary>
    internal float[] Inner => inner;

    /// <summary>For each label one weight per hidden unit, then the constant.</summary>
    internal float[] Outer => outer;

    /// <inheritdoc/>
    public void Judge(TextVector text, Span<float> likely)
    {
        Span<float> units = stackalloc float[hidden];
        Excite(text, units);
        foreach (ref var unit in units)
        {
            unit = MathF.Max(unit, 0);
        }

        Weigh(units, likely);
    }

    /// <summary>What reaches the hidden units.</summary>
    internal void Excite(TextVector text, Span<float> units)
    {
        inner.AsSpan(vocabulary.Features.Length * hidden, hidden).CopyTo(units);
        for (var at = 0; at < text.Features.Length; at++)
        {
            Floats.AddScaled(text.Weights[at], inner.AsSpan(text.Features[at] * hidden, hidden), units);
        }
    }

    /// <summary>From hidden units to labels.</summary>
    internal void Weigh(ReadOnlySpan<float> units, Span<float> likely)
    {
        for (var label = 0; label < likely.Length; label++)
        {
            likely[label] = Floats.Dot(units, outer.AsSpan(label * (hidden + 1), hidden)) + outer[(label * (hidden + 1)) + hidden];
        }

        Shares.Of(likely, sureness: 1);
    }

    /// <inheritdoc/>
    public void Write(BinaryWriter to)
    {
        to.Write(hidden);
        Floats.Write(to, inner);
        Floats.Write(to, outer);
    }

    /// <summary>What <see cref="Write"/> put down.</summary>
    /// <exception cref="InvalidDataException">The number of units cannot be.</exception>
    public static NetworkMember Read(BinaryReader from, Vocabulary vocabulary, int labels)
    {
        var hidden = from.ReadInt32();
        return hidden is > 0 and <= 1_024
            ? new NetworkMember(vocabulary, hidden, Floats.Read(from, (vocabulary.Features.Length + 1) * hidden), Floats.Read(from, labels * (hidden + 1)))
            : throw new InvalidDataException($"{hidden} hidden units");
    }
}
