namespace IntegrationHub.Benchmarks;

/// <summary>Another product that does the same work beside us, with the same durability.</summary>
/// <param name="Name">Product, version and how it was set; or why it could not be measured.</param>
/// <param name="AppendAsync">Runs the writers of <see cref="AppendLoad"/> against it; null when it could not be started.</param>
/// <param name="StopAsync">Ends what was started.</param>
internal sealed record Peer(
    string Name, Func<string, int, TimeSpan, CancellationToken, Task<Written>>? AppendAsync, Func<ValueTask> StopAsync) : IAsyncDisposable
{
    /// <summary>A row of figures that says why nothing stands beside it.</summary>
    public static Peer Absent(string why) => new(why, null, () => ValueTask.CompletedTask);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync();
}
