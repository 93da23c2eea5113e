namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A trained model: says of a text which label is how likely. Only read once it is made, and safe to share between threads.</summary>
/// <remarks>Three members judge a text, each by what it looks at; their mean is tempered so that a confidence of 0.9 is right nine times of ten.</remarks>
public sealed class TextModel
{
    private readonly IReadOnlyList<IModelMember> _members;

    internal TextModel(IReadOnlyList<string> labels, IReadOnlyList<IModelMember> members, float sureness, int texts, DateTimeOffset trainedAt) =>
        (Labels, _members, Sureness, Texts, TrainedAt) = (labels, members, sureness, texts, trainedAt);

    /// <summary>What it may answer.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>How many texts it has learnt from.</summary>
    public int Texts { get; }

    /// <summary>When it was trained, UTC.</summary>
    public DateTimeOffset TrainedAt { get; }

    /// <summary>Names just this model, as decisions keep it: 12 hex digits, of its content. Empty until it has been written or read.</summary>
    public string Version { get; internal set; } = "";

    /// <summary>How much the members' mean counts, from the texts that were kept back while it was trained.</summary>
    internal float Sureness { get; }

    internal IReadOnlyList<IModelMember> Members => _members;

    /// <summary>All labels, likeliest first. Never throws on a text, whatever it holds; without a word that it knows the shares tell little.</summary>
    /// <param name="text">The first 4,000 characters are read.</param>
    public IReadOnlyList<LabelLikelihood> Judge(string text)
    {
        var likely = new float[Labels.Count];
        Judge(Words.Of(text), likely);
        var ranked = new LabelLikelihood[likely.Length];
        for (var label = 0; label < ranked.Length; label++)
        {
            ranked[label] = new LabelLikelihood(Labels[label], likely[label]);
        }

        return [.. ranked.OrderByDescending(label => label.Confidence)];
    }

    /// <summary>What the members that knew a word of the text say together, by number of label.</summary>
    /// <returns>Whether there was a word that any of them knew.</returns>
    internal bool Judge(List<string> words, Span<float> likely)
    {
        Span<float> one = stackalloc float[likely.Length];
        var counts = new Dictionary<ulong, int>();
        var known = false;
        likely.Clear();
        foreach (var member in _members)
        {
            var text = member.Vocabulary.Read(words, counts);
            known |= text.Features.Length > 0;
            member.Judge(text, one);
            Floats.AddScaled(1f / _members.Count, one, likely);
        }

        Temper(likely, Sureness);
        return known;
    }

    /// <summary>Makes shares surer or less sure, in the same order.</summary>
    internal static void Temper(Span<float> shares, float sureness)
    {
        for (var label = 0; label < shares.Length; label++)
        {
            shares[label] = MathF.Log(MathF.Max(shares[label], 1e-9f));
        }

        Shares.Of(shares, sureness);
    }
}
