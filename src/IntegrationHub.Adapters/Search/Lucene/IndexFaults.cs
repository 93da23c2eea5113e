using System.Text.Json;
using IntegrationHub.Core.Search;
using Lucene.Net.Index;
using Lucene.Net.Store;

namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>What Lucene's faults mean to the hub, and what someone on duty can do about them.</summary>
internal static class IndexFaults
{
    /// <summary>The code of an <see cref="IOException"/> that does not come from the operating system (COR_E_IO).</summary>
    private const int SaidByLucene = unchecked((int)0x80131620);

    public static SearchIndexException Closed() =>
        new("closed", "The search index is closed because the hub is stopping; ask again once the hub runs.");

    public static SearchIndexException NeedsRebuild(string folder) =>
        new("needs-rebuild", $"The search index {folder} was written by another version of the hub; rebuild it from the log: hub views rebuild search.");

    /// <summary>The fault of opening.</summary>
    public static SearchIndexException FromOpening(string folder, Exception fault) => fault switch
    {
        LockObtainFailedException => new(
            "locked", $"The search index {folder} is in use by another hub; stop that one, or give this one its own data folder.", fault),
        _ => From(folder, fault),
    };

    /// <summary>The fault of a search or a change.</summary>
    public static SearchIndexException From(string folder, Exception fault) => fault switch
    {
        SearchIndexException known => known,
        ObjectDisposedException => Closed(),
        CorruptIndexException or IndexNotFoundException or EndOfStreamException or FileNotFoundException
            or IndexFormatTooNewException or IndexFormatTooOldException => Damaged(folder, fault),
        IOException { HResult: not SaidByLucene } or UnauthorizedAccessException => Unwritable(folder, fault),
        _ => Damaged(folder, fault),
    };

    /// <summary>Whether a fault is about the index, not about a caller's mistake.</summary>
    public static bool IsOurs(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or ObjectDisposedException or IndexOutOfRangeException or JsonException;

    /// <summary>Whether a fault in opening is about the index: Lucene trusts its files, and foreign bytes surface as whatever they lead to.</summary>
    public static bool IsOursInOpening(Exception fault) =>
        IsOurs(fault) || fault is ArgumentException or InvalidOperationException or FormatException or OverflowException or NullReferenceException;

    private static SearchIndexException Damaged(string folder, Exception fault) => new(
        "damaged", $"The search index {folder} is damaged: {fault.Message} Stop the hub, delete the folder and start it again; it is rebuilt from the log.", fault);

    private static SearchIndexException Unwritable(string folder, Exception fault) => new(
        "unwritable", $"The search index {folder} cannot be written: {fault.Message} Check that its disk has room and that the hub's account may write there, then start the hub again.", fault);
}
