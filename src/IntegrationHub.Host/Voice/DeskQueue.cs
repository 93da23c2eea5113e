using System.Collections.Concurrent;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Callbacks;
using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Host.Serving;

namespace IntegrationHub.Host.Voice;

/// <summary>The desks' lines in memory: filled from the read model at the start, then by each event as it is recorded here or seen in the log.</summary>
internal sealed class DeskQueue(
    LiveView<WaitingCall> rows, LiveView<DeskPace> paces, LiveView<CallbackRow> promised, PhoneSettings settings)
{
    private const int Most = 5_000;
    private static readonly Dictionary<string, string> s_all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WaitingCall> _calls = new(StringComparer.Ordinal);

    /// <summary>The line as a caller finds it.</summary>
    /// <param name="call">The caller's stream.</param>
    /// <param name="find">Which desk, and since when the caller waits.</param>
    /// <param name="now">The time.</param>
    public PlaceFound PlaceOf(string call, FindPlace find, DateTimeOffset now)
    {
        var since = find.Since ?? now;
        var live = _calls.Values.Count(other => other.Desk == find.Desk && other.GoesBefore(since, call, now));
        var before = KeptBefore(find.Desk, since, now);
        var waits = live + before > 0 || find.Rang || find.Since is not null;
        return new PlaceFound(now, live, before, waits ? paces.Find(find.Desk)?.Minutes(live + before, now) : null) { RingAgainAfter = settings.RingAgainAfter };
    }

    /// <summary>How many callers on the telephone go before whoever waits since a time.</summary>
    public int Before(string desk, DateTimeOffset since, DateTimeOffset now) =>
        _calls.Values.Count(other => other.Desk == desk && other.GoesBefore(since, "", now));

    /// <summary>An event of a call was recorded.</summary>
    public void Saw(string call, CallEvent fact)
    {
        if (WaitingCall.Concerns(fact))
        {
            Set(call, WaitingCall.After(_calls.GetValueOrDefault(call), call, fact));
        }
    }

    /// <summary>Takes over what the read model says; null when it was caught up with the log.</summary>
    public void Refresh(RecordedEvent? changed)
    {
        if (changed is null)
        {
            foreach (var (row, _) in rows.Seek(s_all, before: null, Most))
            {
                Set(row.Call, row);
            }
        }
        else if (WaitingCall.View.Types!.Contains(changed.Type))
        {
            Set(changed.Stream, rows.Find(changed.Stream));
        }
    }

    /// <summary>
    /// Kept places that go before: whoever keeps one is being called, or is to be called now. One that pauses after an attempt without an
    /// answer, or whose desk calls by itself, holds up nobody.
    /// </summary>
    private int KeptBefore(string desk, DateTimeOffset since, DateTimeOffset now) =>
        promised.Seek(new Dictionary<string, string>(StringComparer.Ordinal) { ["desk"] = desk }, before: null, Most)
            .Count(found => found.Row.Kind == CallBackKind.KeptPlace && found.Row.Since < since && (found.Row.UnderWay || found.Row.NextAt <= now));

    /// <summary>What was recorded here is newer than what the read model knows.</summary>
    private void Set(string call, WaitingCall? row)
    {
        if (row is null)
        {
            _calls.TryRemove(call, out _);
        }
        else
        {
            _calls.AddOrUpdate(call, row, (_, known) => known.Step > row.Step ? known : row);
        }
    }
}
