using System.Globalization;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.Core.Callbacks;

/// <summary>A time in which a call-back can be booked.</summary>
/// <param name="Start">Not before, UTC.</param>
/// <param name="Until">Not after, UTC.</param>
public sealed record Slot(DateTimeOffset Start, DateTimeOffset Until);

/// <summary>How many call-backs a desk can make in how long, within its opening hours.</summary>
/// <param name="Room">Call-backs in one slot, 1 to 100.</param>
/// <param name="Minutes">Length of a slot: 5, 10, 15, 20, 30 or 60. Slots begin on the full hour and every so many minutes after.</param>
/// <remarks>Written as <c>4 per 30 min</c>; <c>none</c> for a desk that books no times.</remarks>
public sealed record CallbackSlots(int Room, int Minutes)
{
    private const int Hour = 60;
    private const int ShortestSlot = 5;
    private const int MostRoom = 100;

    /// <summary>No times can be booked.</summary>
    public static readonly CallbackSlots None = new(0, Hour);

    /// <summary>Reads what stands in the settings.</summary>
    /// <returns>False when the text is none; then <paramref name="slots"/> is <see cref="None"/>.</returns>
    public static bool TryParse(string? text, out CallbackSlots slots)
    {
        slots = None;
        var words = (text ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is ["none"])
        {
            return true;
        }

        if (words is not [var room, "per", var minutes, "min"] || !Number(room, out var most) || !Number(minutes, out var length)
            || most is < 1 or > MostRoom || length < ShortestSlot || Hour % length != 0)
        {
            return false;
        }

        slots = new CallbackSlots(most, length);
        return true;
    }

    /// <summary>Whether a slot begins at an instant, and the desk is open all through it.</summary>
    public bool Has(DateTimeOffset start, OpeningHours hours) =>
        Room > 0 && start.UtcTicks % TimeSpan.FromMinutes(Minutes).Ticks == 0 && IsOpenAllThrough(start, hours);

    /// <summary>The slots after an instant, in order; none when the desk opens no more.</summary>
    /// <param name="after">The first slot begins at or after this.</param>
    /// <param name="until">No slot begins after this.</param>
    /// <param name="hours">When the desk answers.</param>
    public IEnumerable<Slot> Between(DateTimeOffset after, DateTimeOffset until, OpeningHours hours)
    {
        // Stockholm's clock is whole hours from UTC, and slots divide an hour: the instants are the same in both.
        var length = TimeSpan.FromMinutes(Minutes);
        var start = new DateTimeOffset((after.UtcTicks + length.Ticks - 1) / length.Ticks * length.Ticks, TimeSpan.Zero);
        while (Room > 0 && start <= until)
        {
            if (IsOpenAllThrough(start, hours))
            {
                yield return Of(start);
                start += length;
            }
            else if (hours.NextOpening(start + length) is { } opens)
            {
                start = new DateTimeOffset((opens.UtcTicks + length.Ticks - 1) / length.Ticks * length.Ticks, TimeSpan.Zero);
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>The slot that begins at an instant.</summary>
    public Slot Of(DateTimeOffset start) => new(start.ToUniversalTime(), start.ToUniversalTime().AddMinutes(Minutes));

    /// <inheritdoc/>
    public override string ToString() => Room == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Room} per {Minutes} min");

    private bool IsOpenAllThrough(DateTimeOffset start, OpeningHours hours)
    {
        for (var minute = 0; minute < Minutes; minute += ShortestSlot)
        {
            if (!hours.IsOpen(start.AddMinutes(minute)))
            {
                return false;
            }
        }

        return hours.IsOpen(start.AddMinutes(Minutes).AddTicks(-1));
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
