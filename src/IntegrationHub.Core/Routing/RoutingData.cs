namespace IntegrationHub.Core.Routing;

/// <summary>The data files that are built into this assembly: catalogue, words and menu.</summary>
internal static class RoutingData
{
    /// <exception cref="InvalidOperationException">The build left the file out.</exception>
    public static string Read(string name)
    {
        using var stream = typeof(RoutingData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build has no {name}; see EmbeddedResource in IntegrationHub.Core.csproj.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
