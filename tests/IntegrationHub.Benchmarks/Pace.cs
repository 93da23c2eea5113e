namespace IntegrationHub.Benchmarks;

/// <summary>How much of everything is measured.</summary>
/// <param name="Rounds">All that is compared takes turns in each.</param>
/// <param name="Span">How long one part of a round lasts.</param>
/// <param name="Events">In the history that is read and folded.</param>
internal sealed record Pace(int Rounds, TimeSpan Span, int Events)
{
    /// <summary>For figures to be shown: under four minutes for the log.</summary>
    public static readonly Pace Full = new(3, TimeSpan.FromSeconds(1), 200_000);

    /// <summary>For a developer's own eye: under forty seconds for the log.</summary>
    public static readonly Pace Quick = new(3, TimeSpan.FromSeconds(0.25), 40_000);
}
