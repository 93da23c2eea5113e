using System.Globalization;
using System.Text;

namespace IntegrationHub.Core.EventLog;

/// <summary>What one append may hold. Every log checks the same limits, before it does anything else.</summary>
public static class AppendLimits
{
    /// <summary>Characters in a stream's name.</summary>
    public const int StreamName = 200;

    /// <summary>Characters in an event's stored type.</summary>
    public const int TypeName = 100;

    /// <summary>Events in one append.</summary>
    public const int Events = 1_000;

    /// <summary>Bytes of data and metadata together in one event: 1 MiB.</summary>
    public const int EventBytes = 1024 * 1024;

    /// <summary>Refuses an append that is outside the limits.</summary>
    /// <exception cref="ArgumentException">The text names the limit and what was given.</exception>
    public static void Check(string stream, ExpectedRevision expected, IReadOnlyList<NewEvent> events)
    {
        CheckStream(stream);
        if (expected.Value < -1 && expected != ExpectedRevision.Any && expected != ExpectedRevision.Exists)
        {
            throw new ArgumentOutOfRangeException(nameof(expected), expected.Value, "An expected revision is None, Any, Exists, or -1 or more.");
        }

        ArgumentNullException.ThrowIfNull(events);
        if (events.Count is 0 or > Events)
        {
            throw new ArgumentException(Text($"An append holds 1 to {Events} events, not {events.Count}."), nameof(events));
        }

        foreach (var added in events)
        {
            CheckEvent(added);
        }
    }

    /// <summary>Refuses a name that no stream can have.</summary>
    /// <exception cref="ArgumentException">The text names the limit.</exception>
    public static void CheckStream(string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Length is 0 or > StreamName)
        {
            throw new ArgumentException(Text($"A stream's name has 1 to {StreamName} characters, not {stream.Length}."), nameof(stream));
        }

        foreach (var rune in stream.EnumerateRunes())
        {
            // A lone surrogate is enumerated as the replacement character; it could not be stored and read back.
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || rune == Rune.ReplacementChar)
            {
                throw new ArgumentException("A stream's name has printable characters only, without blanks.", nameof(stream));
            }
        }
    }

    private static void CheckEvent(NewEvent added)
    {
        if (added.Type is null || added.Type.Length is 0 or > TypeName)
        {
            throw new ArgumentException(Text($"An event's type has 1 to {TypeName} characters, not {added.Type?.Length ?? 0}."), nameof(added));
        }

        var bytes = (long)added.Data.Length + added.Metadata.Length;
        if (bytes > EventBytes)
        {
            throw new ArgumentException(Text($"An event has at most {EventBytes} bytes of data and metadata, not {bytes}."), nameof(added));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
