namespace IntegrationHub.KurrentServer.Log;

/// <summary>What a writer believes of a stream, in the server's own numbers.</summary>
/// <param name="Value">A revision from 0, or one of the three below.</param>
internal readonly record struct ExpectedRevision(long Value)
{
    public static ExpectedRevision NoStream { get; } = new(-1);

    public static ExpectedRevision Any { get; } = new(-2);

    public static ExpectedRevision StreamExists { get; } = new(-4);
}

/// <summary>What came of a write.</summary>
internal abstract record WriteResult
{
    private WriteResult()
    {
    }

    /// <summary>It stands, now or since an earlier try.</summary>
    /// <param name="Revision">Of the last event; -1 when nothing was written to an empty stream.</param>
    /// <param name="Position">Of the last event.</param>
    internal sealed record Written(long Revision, long Position) : WriteResult;

    /// <summary>The stream is not where the writer believed.</summary>
    /// <param name="Current">Its last revision, -1 without events.</param>
    internal sealed record WrongRevision(long Current) : WriteResult;

    /// <summary>The stream was deleted.</summary>
    internal sealed record StreamDeleted : WriteResult;
}
