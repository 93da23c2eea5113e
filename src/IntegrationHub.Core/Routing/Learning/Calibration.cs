namespace IntegrationHub.Core.Routing.Learning;

/// <summary>How far a model's confidence is to be believed, measured on texts that it has not seen.</summary>
internal sealed class Calibration
{
    private const float Least = 0.2f;
    private const float Most = 5;

    private readonly float[][] _judged;
    private readonly int[] _answers;

    /// <summary>Lets a model judge texts.</summary>
    /// <param name="model">With a sureness of 1.</param>
    /// <param name="texts">None that it was trained on.</param>
    public Calibration(TextModel model, ModelTraining.Read texts)
    {
        _answers = texts.Answers;
        _judged = [.. texts.Words.Select(words =>
        {
            var likely = new float[model.Labels.Count];
            model.Judge(words, likely);
            return likely;
        })];
        Sureness = Best();
    }

    /// <summary>What makes the right answers likeliest: above 1 the model was too cautious, below 1 too sure.</summary>
    public float Sureness { get; }

    /// <summary>The share of right answers.</summary>
    public double Right => Enumerable.Range(0, _answers.Length).Count(IsRight) / (double)_answers.Length;

    /// <summary>The largest share of texts, the surest first, of which so many are right.</summary>
    public double Covered(double right)
    {
        var (rights, best, seen) = (0, 0, 0);
        foreach (var at in Enumerable.Range(0, _answers.Length).OrderByDescending(at => Tempered(at, Sureness).Max()))
        {
            rights += IsRight(at) ? 1 : 0;
            seen++;
            best = rights >= right * seen ? seen : best;
        }

        return best / (double)_answers.Length;
    }

    private bool IsRight(int at) => Array.IndexOf(_judged[at], _judged[at].Max()) == _answers[at];

    // Golden-section search: the loss has one lowest place.
    private float Best()
    {
        var golden = (MathF.Sqrt(5) - 1) / 2;
        var (low, high) = (MathF.Log(Least), MathF.Log(Most));
        for (var round = 0; round < 20; round++)
        {
            var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
            (low, high) = Loss(MathF.Exp(left)) < Loss(MathF.Exp(right)) ? (low, right) : (left, high);
        }

        return MathF.Exp((low + high) / 2);
    }

    private double Loss(float sureness) =>
        Enumerable.Range(0, _answers.Length).Sum(at => -Math.Log(Math.Max(Tempered(at, sureness)[_answers[at]], 1e-9)));

    private float[] Tempered(int at, float sureness)
    {
        float[] shares = [.. _judged[at]];
        TextModel.Temper(shares, sureness);
        return shares;
    }
}
