using System.Globalization;

namespace IntegrationHub.Adapters.Chat.DirectLine;

/// <summary>How far a client has read: the revision of the last event that it was given. Opaque to the client.</summary>
/// <remarks>Revision 0 is the beginning of a conversation and shows nothing, so 0 means from the start, as in the protocol.</remarks>
public static class Watermark
{
    /// <summary>From the start.</summary>
    public const long Start = 0;

    /// <summary>The watermark after an event.</summary>
    public static string Write(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    /// <summary>The revision after which a client is to be given everything; never an error.</summary>
    /// <param name="text">What the client presented; null, empty or something the hub never gave means from the start.</param>
    /// <param name="last">The conversation's last revision.</param>
    public static long Read(string? text, long last) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) && seen <= last ? seen : Start;
}
