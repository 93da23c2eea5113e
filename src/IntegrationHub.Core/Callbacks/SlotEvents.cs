using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Callbacks;

/// <summary>
/// Something that happened to the slots of one desk on one day. All of a day's stand in one stream, and each is added to the stream as
/// it was read, so that a slot is never given to more than it has room for.
/// </summary>
/// <param name="Start">When the slot begins, UTC.</param>
public abstract record SlotEvent(string Desk, DateTimeOffset Start, CallbackId Callback, DateTimeOffset At)
{
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>The stream of the day, Stockholm's, in which a slot begins.</summary>
    public static string StreamOf(string desk, DateTimeOffset start) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"slots-{desk}-{TimeZoneInfo.ConvertTime(start, s_city):yyyyMMdd}");
}

/// <summary>A place in the slot is held for a call-back.</summary>
[StoredAs("callback-slot-taken", 1)]
public sealed record SlotTaken(string Desk, DateTimeOffset Start, CallbackId Callback, DateTimeOffset At) : SlotEvent(Desk, Start, Callback, At);

/// <summary>The place is free again: the call-back was moved or cancelled, or never came about.</summary>
[StoredAs("callback-slot-freed", 1)]
public sealed record SlotFreed(string Desk, DateTimeOffset Start, CallbackId Callback, DateTimeOffset At) : SlotEvent(Desk, Start, Callback, At);
