namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A model, and what it was worth on the tenth of the texts that was kept back while its confidence was adjusted.</summary>
/// <param name="Model">Trained on all texts.</param>
/// <param name="KeptBack">How many texts the figures are of; 0 when there were too few to keep any back.</param>
/// <param name="Right">The share of them that was right, by a model trained on the others.</param>
/// <param name="Covered">The share that could go by itself with 95 of 100 right.</param>
public sealed record Trained(TextModel Model, int KeptBack, double Right, double Covered);

/// <summary>Trains a model on history. The same texts in the same order give the same model.</summary>
public static class ModelTraining
{
    /// <summary>How many texts are needed at least.</summary>
    public const int LeastTexts = 50;

    private const int Share = 10; // One of ten is kept back.
    private const int EnoughToAdjust = 50;
    private const float NotAdjusted = 0.7f; // Cautious, where too little is known.
    private const double Cost = 0.3;

    // What each member looks at; how it learns follows from its place. Chosen on a part of the training texts: ops/decisions/0010.
    private static readonly (TextView View, NetworkPlan? Network)[] s_members =
    [
        (TextView.Words | TextView.Neighbours | TextView.Subject | TextView.Ending, new NetworkPlan(96, 4, 0.5)),
        (TextView.Words | TextView.Neighbours | TextView.Letters | TextView.Company | TextView.Subject, null),
        (TextView.Words | TextView.Beginning | TextView.Subject, new NetworkPlan(128, 6, 0.5)),
    ];

    /// <summary>Trains on all texts, after a first model has shown on a tenth how far its confidence is to be believed.</summary>
    /// <param name="texts">At least <see cref="LeastTexts"/>, with two labels or more.</param>
    /// <param name="now">The time, kept in the model.</param>
    /// <param name="progress">Told how many of how many steps are done, from several threads.</param>
    /// <param name="ct">Ends the training.</param>
    /// <exception cref="InvalidDataException">There are too few texts, or only one label.</exception>
    public static Trained Train(IReadOnlyList<LearntText> texts, DateTimeOffset now, Action<int, int>? progress, CancellationToken ct)
    {
        string[] labels = [.. texts.Select(text => text.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (texts.Count < LeastTexts || labels.Length < 2)
        {
            throw new InvalidDataException(
                $"{texts.Count} texts with {labels.Length} labels are too few to learn from: {LeastTexts} texts and 2 labels are needed. Wait until there is more history.");
        }

        var read = new Read([.. texts.Select(text => Words.Of(text.Text))], Numbers(texts.Select(text => text.Person)),
            [.. texts.Select(text => Array.BinarySearch(labels, text.Label, StringComparer.Ordinal))], labels);
        var steps = 2 * s_members.Sum(member => 1 + (member.Network?.Rounds ?? labels.Length));
        var done = 0;
        void Step()
        {
            ct.ThrowIfCancellationRequested();
            progress?.Invoke(Interlocked.Increment(ref done), steps);
        }

        var keptBack = Enumerable.Range(0, texts.Count).Where(at => IsKeptBack(texts[at].Text)).ToHashSet();
        if (keptBack.Count < EnoughToAdjust)
        {
            return new Trained(Learn(read, NotAdjusted, now, Step), 0, 0, 0);
        }

        var first = Learn(read.Only(at => !keptBack.Contains(at)), sureness: 1, now, Step);
        var adjusting = new Calibration(first, read.Only(keptBack.Contains));
        return new Trained(Learn(read, adjusting.Sureness, now, Step), keptBack.Count, adjusting.Right, adjusting.Covered(0.95));
    }

    private static TextModel Learn(Read texts, float sureness, DateTimeOffset now, Action step)
    {
        var members = new IModelMember[s_members.Length];
        Parallel.For(0, members.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, members.Length) }, at =>
        {
            var (view, network) = s_members[at];
            var counts = new Dictionary<ulong, int>();
            var vocabulary = Vocabulary.Of(texts.Words, texts.People, view);
            TextVector[] vectors = [.. texts.Words.Select(words => vocabulary.Read(words, counts))];
            step();
            members[at] = network is null
                ? LinearMember.Learn(vocabulary, vectors, texts.Answers, texts.Labels.Length, Cost, step)
                : NetworkTraining.Learn(vocabulary, vectors, texts.Answers, texts.Labels.Length, network, step);
        });
        return new TextModel(texts.Labels, members, sureness, texts.Words.Count, now);
    }

    private static bool IsKeptBack(string text) =>
        text.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u) % Share == 0;

    private static List<int> Numbers(IEnumerable<string> people)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. people.Select(person => numbers.TryAdd(person, numbers.Count) ? numbers.Count - 1 : numbers[person])];
    }

    /// <summary>The texts, read once for all members.</summary>
    internal sealed record Read(IReadOnlyList<List<string>> Words, IReadOnlyList<int> People, int[] Answers, string[] Labels)
    {
        public Read Only(Func<int, bool> wanted)
        {
            int[] at = [.. Enumerable.Range(0, Words.Count).Where(wanted)];
            return new Read([.. at.Select(one => Words[one])], [.. at.Select(one => People[one])], [.. at.Select(one => Answers[one])], Labels);
        }
    }
}
