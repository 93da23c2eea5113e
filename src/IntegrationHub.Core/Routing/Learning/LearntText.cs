namespace IntegrationHub.Core.Routing.Learning;

/// <summary>A text whose right answer is known.</summary>
/// <param name="Text">What was said.</param>
/// <param name="Label">Who or what it turned out to be about: a service, or any other name.</param>
/// <param name="Person">Whose words they are, so that what only few persons say is not learnt; any name that tells persons apart.</param>
public sealed record LearntText(string Text, string Label, string Person);

/// <summary>A model says this of a text.</summary>
/// <param name="Label">One of the model's labels.</param>
/// <param name="Confidence">How likely it is right, 0 to 1; those of one text add up to 1.</param>
public readonly record struct LabelLikelihood(string Label, double Confidence);
