namespace IntegrationHub.Benchmarks;

/// <summary>How often the hub is right, where the truth is known. Every part adds its own figures.</summary>
internal static class Quality
{
    private static readonly Func<Pace, CancellationToken, Task<IReadOnlyList<Figure>>>[] s_parts =
    [
        RoutingQuality.RunAsync,
        CorrelationQuality.RunAsync,
    ];

    public static async Task<IReadOnlyList<Figure>> RunAsync(Pace pace, CancellationToken ct)
    {
        var figures = new List<Figure>();
        foreach (var part in s_parts)
        {
            figures.AddRange(await part(pace, ct));
        }

        return figures;
    }
}
