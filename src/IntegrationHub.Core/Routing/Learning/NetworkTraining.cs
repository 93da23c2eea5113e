namespace IntegrationHub.Core.Routing.Learning;

/// <summary>How a network learns.</summary>
/// <param name="Hidden">Hidden units.</param>
/// <param name="Rounds">How often each text is seen.</param>
/// <param name="Forget">The share of hidden units that is left out at each text, so that none relies on another.</param>
internal sealed record NetworkPlan(int Hidden, int Rounds, double Forget);

/// <summary>Teaches a network by small steps downhill (Adam), 32 texts at a time. The same texts give the same network.</summary>
internal sealed class NetworkTraining
{
    private const int AtOnce = 32;
    private const float Pace = 0.003f;
    private const int WarmUp = 100;

    private readonly NetworkPlan _plan;
    private readonly NetworkMember _network;
    private readonly int _labels;
    private readonly Descent _inner;
    private readonly Descent _outer;
    private readonly Random _random = new(1);

    // Slopes of the inner weights, only for the features that stand in these 32 texts.
    private readonly Dictionary<int, int> _rowOf = [];
    private readonly List<int> _rows = [];
    private readonly float[] _outerSlopes;
    private readonly float[] _units;
    private readonly float[] _open;
    private readonly float[] _back;
    private readonly float[] _likely;
    private float[] _innerSlopes = [];

    private NetworkTraining(Vocabulary vocabulary, int labels, NetworkPlan plan)
    {
        var hidden = plan.Hidden;
        (_plan, _labels) = (plan, labels);
        _network = new NetworkMember(vocabulary, hidden, new float[(vocabulary.Features.Length + 1) * hidden], new float[labels * (hidden + 1)]);
        Scatter(_network.Inner.AsSpan(0, vocabulary.Features.Length * hidden), MathF.Sqrt(1.5f / (hidden + 30)));
        Scatter(_network.Outer, MathF.Sqrt(6f / (hidden + labels)));
        (_inner, _outer) = (new Descent(_network.Inner), new Descent(_network.Outer));
        _outerSlopes = new float[_network.Outer.Length];
        (_units, _open, _back, _likely) = (new float[hidden], new float[hidden], new float[hidden], new float[labels]);
    }

    /// <summary>Learns from texts.</summary>
    /// <param name="vocabulary">The features.</param>
    /// <param name="texts">As the vocabulary reads them.</param>
    /// <param name="answers">Each text's label, by number.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="plan">How.</param>
    /// <param name="step">Called after each round.</param>
    public static NetworkMember Learn(Vocabulary vocabulary, TextVector[] texts, int[] answers, int labels, NetworkPlan plan, Action step)
    {
        var training = new NetworkTraining(vocabulary, labels, plan);
        var order = Enumerable.Range(0, texts.Length).ToArray();
        var steps = plan.Rounds * ((texts.Length + AtOnce - 1) / AtOnce);
        var done = 0;
        for (var round = 0; round < plan.Rounds; round++)
        {
            training._random.Shuffle(order);
            foreach (var some in order.Chunk(AtOnce))
            {
                done++;
                training.See(some, texts, answers, Pace * (1 - (done / (float)steps)) * MathF.Min(1, done / (float)WarmUp));
            }

            step();
        }

        return training._network;
    }

    private void See(int[] some, TextVector[] texts, int[] answers, float pace)
    {
        _rowOf.Clear();
        _rows.Clear();
        Array.Clear(_outerSlopes);
        foreach (var at in some)
        {
            foreach (var feature in texts[at].Features)
            {
                Row(feature);
            }
        }

        Row(_network.Vocabulary.Features.Length); // The constant.
        if (_innerSlopes.Length < _rows.Count * _plan.Hidden)
        {
            _innerSlopes = new float[_rows.Count * _plan.Hidden * 2];
        }

        Array.Clear(_innerSlopes, 0, _rows.Count * _plan.Hidden);
        foreach (var at in some)
        {
            Learn(texts[at], answers[at], 1f / some.Length);
        }

        for (var row = 0; row < _rows.Count; row++)
        {
            _inner.Step(_rows[row] * _plan.Hidden, _innerSlopes.AsSpan(row * _plan.Hidden, _plan.Hidden), pace);
        }

        _outer.Step(0, _outerSlopes, pace);
    }

    private void Row(int feature)
    {
        if (_rowOf.TryAdd(feature, _rows.Count))
        {
            _rows.Add(feature);
        }
    }

    /// <summary>The error of one text, carried back to all weights that had a part in it.</summary>
    private void Learn(TextVector text, int answer, float share)
    {
        var hidden = _plan.Hidden;
        _network.Excite(text, _units);
        for (var unit = 0; unit < hidden; unit++)
        {
            _open[unit] = _units[unit] > 0 && _random.NextDouble() >= _plan.Forget ? (float)(1 / (1 - _plan.Forget)) : 0;
            _units[unit] *= _open[unit];
        }

        _network.Weigh(_units, _likely);
        Array.Clear(_back);
        for (var label = 0; label < _labels; label++)
        {
            var error = (_likely[label] - (label == answer ? 1 : 0)) * share;
            var outer = label * (hidden + 1);
            Floats.AddScaled(error, _units, _outerSlopes.AsSpan(outer, hidden));
            _outerSlopes[outer + hidden] += error;
            Floats.AddScaled(error, _network.Outer.AsSpan(outer, hidden), _back);
        }

        for (var unit = 0; unit < hidden; unit++)
        {
            _back[unit] *= _open[unit];
        }

        for (var at = 0; at < text.Features.Length; at++)
        {
            Floats.AddScaled(text.Weights[at], _back, _innerSlopes.AsSpan(_rowOf[text.Features[at]] * hidden, hidden));
        }

        Floats.AddScaled(1, _back, _innerSlopes.AsSpan(_rowOf[_network.Vocabulary.Features.Length] * hidden, hidden));
    }

    private void Scatter(Span<float> weights, float reach)
    {
        foreach (ref var weight in weights)
        {
            weight = ((_random.NextSingle() * 2) - 1) * reach;
        }
    }

    /// <summary>Steps of a weight's own size: Kingma and Ba, "Adam", ICLR 2015, without the correction of the first steps (the warm-up does that).</summary>
    private sealed class Descent(float[] weights)
    {
        private const float KeepMean = 0.9f;
        private const float KeepSquare = 0.99f;
        private const float Least = 1e-7f;

        private readonly float[] _means = new float[weights.Length];
        private readonly float[] _squares = new float[weights.Length];

        public void Step(int from, ReadOnlySpan<float> slopes, float pace)
        {
            var means = _means.AsSpan(from, slopes.Length);
            var squares = _squares.AsSpan(from, slopes.Length);
            var moved = weights.AsSpan(from, slopes.Length);
            for (var at = 0; at < slopes.Length; at++)
            {
                means[at] = (KeepMean * means[at]) + ((1 - KeepMean) * slopes[at]);
                squares[at] = (KeepSquare * squares[at]) + ((1 - KeepSquare) * slopes[at] * slopes[at]);
                moved[at] -= pace * means[at] / (MathF.Sqrt(squares[at]) + Least);
            }
        }
    }
}
