using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Callbacks;

/// <summary>Holds and frees places in slots, decided in the log: one stream for a desk and a day, each event on the stream as it was read.</summary>
public sealed class SlotLedger(IEventLog log, EventCodec codec)
{
    private const int Tries = 50;

    /// <summary>Holds a place. A call-back that holds one in the slot already holds it still.</summary>
    /// <param name="desk">Whose slot.</param>
    /// <param name="start">One that the desk has: see <see cref="CallbackSlots.Has"/>.</param>
    /// <param name="room">Places in the slot.</param>
    /// <param name="callback">For whom.</param>
    /// <param name="context">Who asked.</param>
    /// <param name="now">The time.</param>
    /// <param name="ct">Ends the wait; it may be done again.</param>
    /// <returns>False when the slot is full.</returns>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public async Task<bool> TakeAsync(
        string desk, DateTimeOffset start, int room, CallbackId callback, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (revision, held) = await ReadAsync(desk, start, ct);
            var inSlot = held.GetValueOrDefault(start) ?? [];
            if (inSlot.Contains(callback))
            {
                return true;
            }

            if (inSlot.Count >= room)
            {
                return false;
            }

            if (await AddAsync(revision, new SlotTaken(desk, start, callback, now), context, ct))
            {
                return true;
            }
        }

        throw new EventLogException("busy", "Many book call-backs of the desk at once. Try again in a moment.");
    }

    /// <summary>Frees the place that a call-back holds in a slot; nothing when it holds none.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task FreeAsync(string desk, DateTimeOffset start, CallbackId callback, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (revision, held) = await ReadAsync(desk, start, ct);
            if (held.GetValueOrDefault(start)?.Contains(callback) != true
                || await AddAsync(revision, new SlotFreed(desk, start, callback, now), context, ct))
            {
                return;
            }
        }

        throw new EventLogException("busy", "Many book call-backs of the desk at once. Try again in a moment.");
    }

    /// <summary>The next slots with room, at most so many.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task<IReadOnlyList<(Slot Slot, int Free)>> FreeSlotsAsync(string desk, CallbackSlots slots, IEnumerable<Slot> offered, int most, CancellationToken ct)
    {
        var free = new List<(Slot, int)>();
        var (day, held) = ("", new Dictionary<DateTimeOffset, HashSet<CallbackId>>());
        foreach (var slot in offered)
        {
            if (SlotEvent.StreamOf(desk, slot.Start) is var stream && stream != day)
            {
                (day, held) = (stream, (await ReadAsync(desk, slot.Start, ct)).Held);
            }

            if (slots.Room - (held.GetValueOrDefault(slot.Start)?.Count ?? 0) is var room and > 0)
            {
                free.Add((slot, room));
                if (free.Count == most)
                {
                    break;
                }
            }
        }

        return free;
    }

    private async Task<(long Revision, Dictionary<DateTimeOffset, HashSet<CallbackId>> Held)> ReadAsync(string desk, DateTimeOffset start, CancellationToken ct)
    {
        var (revision, held) = (-1L, new Dictionary<DateTimeOffset, HashSet<CallbackId>>());
        await foreach (var recorded in log.ReadStreamAsync(SlotEvent.StreamOf(desk, start), 0, ct))
        {
            revision = recorded.Revision;
            switch (codec.Decode(recorded).Fact)
            {
                case SlotTaken e:
                    (held.TryGetValue(e.Start, out var of) ? of : held[e.Start] = []).Add(e.Callback);
                    break;
                case SlotFreed e:
                    held.GetValueOrDefault(e.Start)?.Remove(e.Callback);
                    break;
            }
        }

        return (revision, held);
    }

    private async Task<bool> AddAsync(long revision, SlotEvent fact, EventContext context, CancellationToken ct)
    {
        // A call-back may come back to a slot that it gave up, so the place in the stream belongs to the id.
        var stream = SlotEvent.StreamOf(fact.Desk, fact.Start);
        var id = EventId.From(stream, fact.GetType().Name, fact.Callback.Value, revision.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return await log.AppendAsync(stream, ExpectedRevision.Exactly(revision), [codec.Encode(id, fact, context)], ct) is Appended;
    }
}
