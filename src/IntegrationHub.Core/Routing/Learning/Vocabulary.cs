using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A text as numbers: the features that the vocabulary knows, each with its weight; of length 1.</summary>
/// <param name="Features">Numbers of features, ascending.</param>
/// <param name="Weights">One per feature.</param>
internal readonly record struct TextVector(int[] Features, float[] Weights);

/// <summary>The features that a member of the model knows, with how telling each is (inverse document frequency).</summary>
/// <remarks>
/// A feature is kept only when it stands in <see cref="LeastCases"/> texts of <see cref="LeastPeople"/> persons: a name, a number or a phrase
/// of a single person is never learnt, so nobody's words can be found in a model, not even by trying them.
/// </remarks>
internal sealed class Vocabulary
{
    /// <summary>In how many texts a feature stands at least.</summary>
    public const int LeastCases = 3;

    /// <summary>Of how many persons these texts are at least.</summary>
    public const int LeastPeople = 3;

    private readonly Dictionary<ulong, int> _numbers;
    private readonly float[] _telling;

    /// <summary>A vocabulary as it was kept.</summary>
    /// <param name="view">What it looks at.</param>
    /// <param name="features">The features' hashes, by number.</param>
    /// <param name="telling">How telling each is.</param>
    public Vocabulary(TextView view, ulong[] features, float[] telling)
    {
        (View, Features, _telling) = (view, features, telling);
        _numbers = new Dictionary<ulong, int>(features.Length);
        for (var number = 0; number < features.Length; number++)
        {
            _numbers[features[number]] = number;
        }
    }

    /// <summary>What it looks at.</summary>
    public TextView View { get; }

    /// <summary>The features' hashes, by number.</summary>
    public ulong[] Features { get; }

    /// <summary>How telling each feature is.</summary>
    public ReadOnlySpan<float> Telling => _telling;

    /// <summary>Learns which features there are.</summary>
    /// <param name="texts">Each text's words.</param>
    /// <param name="people">Whose each text is, as a number that tells persons apart.</param>
    /// <param name="view">What to look at.</param>
    public static Vocabulary Of(IReadOnlyList<List<string>> texts, IReadOnlyList<int> people, TextView view)
    {
        var seen = new Dictionary<ulong, Seen>();
        var counts = new Dictionary<ulong, int>();
        for (var text = 0; text < texts.Count; text++)
        {
            TextFeatures.Read(texts[text], view, counts);
            foreach (var feature in counts.Keys)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(seen, feature, out _).Add(people[text]);
            }
        }

        ulong[] kept = [.. seen.Where(pair => pair.Value.IsCommon).Select(pair => pair.Key).Order()];
        return new Vocabulary(view, kept, [.. kept.Select(feature => (float)(Math.Log((1.0 + texts.Count) / (1 + seen[feature].Cases)) + 1))]);
    }

    /// <summary>The text as numbers; without a feature that is known it is empty.</summary>
    /// <param name="words">The text's words.</param>
    /// <param name="counts">A place to count in, used again from text to text.</param>
    public TextVector Read(List<string> words, Dictionary<ulong, int> counts)
    {
        TextFeatures.Read(words, View, counts);
        var found = new List<(int Feature, float Weight)>(counts.Count);
        var square = 0f;
        foreach (var (feature, count) in counts)
        {
            if (_numbers.TryGetValue(feature, out var number))
            {
                var weight = (1 + MathF.Log(count)) * _telling[number];
                found.Add((number, weight));
                square += weight * weight;
            }
        }

        found.Sort((one, other) => one.Feature.CompareTo(other.Feature));
        var length = square > 0 ? 1 / MathF.Sqrt(square) : 0;
        var vector = new TextVector(new int[found.Count], new float[found.Count]);
        for (var at = 0; at < found.Count; at++)
        {
            (vector.Features[at], vector.Weights[at]) = (found[at].Feature, found[at].Weight * length);
        }

        return vector;
    }

    /// <summary>How often a feature was seen, and the first persons whose it was.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Seen
    {
        private int _first;
        private int _second;
        private int _people;

        public int Cases { get; private set; }

        public readonly bool IsCommon => Cases >= LeastCases && _people >= LeastPeople;

        public void Add(int person)
        {
            Cases++;
            switch (_people)
            {
                case 0:
                    (_first, _people) = (person, 1);
                    break;
                case 1 when person != _first:
                    (_second, _people) = (person, 2);
                    break;
                case 2 when person != _first && person != _second:
                    _people = 3;
                    break;
            }
        }
    }
}
