namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A model's voice beside the catalogue's rules: how much likelier it makes each service, in the unit of the rules' own signs.</summary>
/// <remarks>
/// The rules stay the floor: a service that the model has never met is neither helped nor hindered, and no text moves a service by more than
/// <see cref="Most"/>, so a sign that the catalogue's words are sure of cannot be outvoted by it alone.
/// </remarks>
internal sealed class LearntRules
{
    /// <summary>The most that the model adds or takes, a natural logarithm of odds.</summary>
    public const double Most = 3;

    // The model and the rules see the same words, so the two are not independent: measured as ops/decisions/0010 says.
    private const double Trust = 0.8;

    private readonly TextModel _model;
    private readonly int[] _places;

    /// <param name="model">Labels that are no service of the rules are passed over.</param>
    /// <param name="services">The rules' services, in their order.</param>
    public LearntRules(TextModel model, IReadOnlyList<string> services)
    {
        _model = model;
        _places = [.. model.Labels.Select(label => services.Index().Where(pair => pair.Item == label).Select(pair => pair.Index).FirstOrDefault(-1))];
    }

    /// <summary>Names the model in decisions.</summary>
    public string Version => _model.Version;

    /// <summary>Adds what the model thinks to the rules' scores; nothing where it knows no word of the text.</summary>
    /// <returns>The reason, for the service that it finds likeliest; null where it had nothing to say.</returns>
    public string? AddTo(double[] scores, string text)
    {
        var likely = new float[_places.Length];
        if (!_model.Judge(Words.Of(text), likely))
        {
            return null;
        }

        var even = 1.0 / likely.Length;
        for (var label = 0; label < likely.Length; label++)
        {
            if (_places[label] >= 0)
            {
                scores[_places[label]] += Math.Clamp(Trust * Math.Log(Math.Max(likely[label], 1e-6) / even), -Most, Most);
            }
        }

        var best = Array.IndexOf(likely, likely.Max());
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"learnt from earlier cases: {_model.Labels[best]} {likely[best]:0.00}");
    }
}
