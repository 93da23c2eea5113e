using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Store;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>What Lucene's faults mean to the hub, and what someone on duty can do about them.</summary>
internal static class IndexFaults
{
    public static SearchIndexException Closed() =>
        new("closed", "The search index is closed because the hub is stopping; ask again once the hub runs.");

    public static SearchIndexException NeedsRebuild(string folder) =>
        new("needs-rebuild", $"The search index {folder} was written by another version of the hub; rebuild it from the log: hub views rebuild search.");

    /// <summary>The fault of opening.</summary>
    public static SearchIndexException FromOpening(string folder, Exception fault) => fault switch
    {
        LockObtainFailedException => new(
            "locked", $"The search index {folder} is in use by another hub; stop that one, or give this one its own data folder.", fault),
        UnauthorizedAccessException => Unwritable(folder, fault),
        _ when IsDamage(fault) => Damaged(folder, fault),
        _ => Unwritable(folder, fault),
    };

    /// <summary>The fault of a search or a change.</summary>
    public static SearchIndexException From(string folder, Exception fault) => fault switch
    {
        ObjectDisposedException => Closed(),
        _ when IsDamage(fault) => Damaged(folder, fault),
        _ => Unwritable(folder, fault),
    };

    /// <summary>Whether it is about the index and not about a caller's mistake.</summary>
    public static bool IsOurs(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ObjectDisposedException or OutOfMemoryException || IsDamage(fault);

    // Lucene trusts its own files: bytes that were changed by someone else surface as whatever they lead to.
    private static bool IsDamage(Exception fault) => fault is CorruptIndexException or IndexNotFoundException or EndOfStreamException
        or FileNotFoundException or ArgumentException or IndexOutOfRangeException or InvalidCastException or OverflowException
        or FormatException or NullReferenceException or InvalidOperationException or System.Text.Json.JsonException
        or IndexFormatTooNewException or IndexFormatTooOldException;

    private static SearchIndexException Damaged(string folder, Exception fault) => new(
        "damaged", $"The search index {folder} is damaged: {fault.Message} Stop the hub, delete the folder and start it again; it is rebuilt from the log.", fault);

    private static SearchIndexException Unwritable(string folder, Exception fault) => new(
        "unwritable", $"The search index {folder} cannot be written: {fault.Message} Check that its disk has room and that the hub's account may write there, then start the hub again.", fault);
}
