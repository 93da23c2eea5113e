namespace IntegrationHub.Core.Incidents;

/// <summary>When an incident becomes a major one by itself. A person's own word about its weight stands against it.</summary>
/// <param name="Hit">From so many persons who reported it, with or without a case; 1 or more.</param>
/// <param name="Sites">From so many named sites; 1 or more.</param>
public sealed record MajorRule(int Hit, int Sites)
{
    /// <summary>What holds when nothing is set.</summary>
    public static readonly MajorRule Usual = new(50, 10);

    /// <summary>Why it is a major one; null when it is not.</summary>
    /// <param name="scope">Whom it touches.</param>
    /// <param name="hit">How many reported it.</param>
    public string? Reason(IncidentScope scope, int hit) =>
        hit >= Hit ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{hit} persons have reported it; from {Hit} it is a major incident.")
        : scope.Sites.Count >= Sites ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"It touches {scope.Sites.Count} sites; from {Sites} it is a major incident.")
        : null;
}
