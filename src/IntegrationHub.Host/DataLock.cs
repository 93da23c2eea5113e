using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host;

/// <summary>The right to use a data directory. It ends with the process, however that ends; the file itself means nothing.</summary>
internal static class DataLock
{
    // How Linux and Windows say that somebody else has the file.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Takes it, until the answer is disposed of.</summary>
    /// <exception cref="EventLogException"><c>locked</c> when another hub has the directory; <c>unavailable</c> when it cannot be written.</exception>
    public static FileStream Take(string directory)
    {
        try
        {
            return new FileStream(
                Path.Combine(directory, "hub.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException fault) when (fault.HResult is WouldBlock or SharingViolation)
        {
            throw new EventLogException(
                "locked", $"The data directory {directory} is in use by another hub; stop that one, or name another with --data.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EventLogException(
                "unavailable", $"The data directory {directory} cannot be used: {fault.Message} Let the hub's account write it.", fault);
        }
    }
}
