namespace IntegrationHub.Core.Calls;

/// <summary>Something to say: words, or a case number that is said figure by figure.</summary>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
/// <param name="IsNumber">Whether <paramref name="Text"/> is a number.</param>
public sealed record Phrase(string Text, string Language, bool IsNumber = false);
