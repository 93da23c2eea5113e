using IntegrationHub.KurrentServer.Log;

namespace IntegrationHub.KurrentServer.Groups;

/// <summary>
/// A consumer group: hands events out, at least once, and keeps its place. An event that is not answered in time is delivered
/// again, and after too many times parked. Order is not kept over retries.
/// </summary>
internal sealed class Group : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Source _source;
    private readonly GroupStreams _streams;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Consumer> _consumers = [];
    private readonly Backlog _backlog = new();
    private readonly Progress _progress = new();
    private readonly InFlight _inFlight = new();
    private long _start;
    private long _next;
    private long _turn;

    public Group(Source source, MemoryLog log, TimeProvider clock, GroupSettings settings, long start)
    {
        (_source, _clock, Settings, _start, _next) = (source, clock, settings, start, start);
        _streams = new GroupStreams(log, source, clock);
        _timer = clock.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _ = FollowAsync();
    }

    public Source Source => _source;

    public GroupSettings Settings { get; private set; }

    public Consumer Join(int buffer, string user, string connection)
    {
        var consumer = new Consumer(buffer, user, connection);
        lock (_gate)
        {
            if (Settings.MaxSubscribers > 0 && _consumers.Count >= Settings.MaxSubscribers)
            {
                throw Refusals.GroupFull(_source.Stream, _source.Group);
            }

            _consumers.Add(consumer);
        }

        Pump();
        return consumer;
    }

    /// <summary>What the consumer left unanswered goes to others.</summary>
    public void Leave(Consumer consumer)
    {
        lock (_gate)
        {
            _consumers.Remove(consumer);
            foreach (var delivery in _inFlight.TakeOf(consumer))
            {
                Retry(delivery);
            }
        }

        Pump();
    }

    public void Ack(IEnumerable<Guid> ids) => Answer(ids, Done);

    /// <summary>To be delivered again at once.</summary>
    public void Again(IEnumerable<Guid> ids) => Answer(ids, Retry);

    public void Park(IEnumerable<Guid> ids, string reason) => Answer(ids, delivery => Park(delivery, reason));

    /// <summary>Parked events come again, as if for the first time.</summary>
    public void Replay(long? stopAt)
    {
        lock (_gate)
        {
            foreach (var read in _streams.TakeParked(stopAt))
            {
                _backlog.AddRetry(new Delivery(read, null, 0));
            }
        }

        Pump();
    }

    /// <summary>Ends all connections and starts over from the last checkpoint, perhaps with other settings.</summary>
    public void Restart(Exception why, GroupSettings? settings, long? start)
    {
        lock (_gate)
        {
            Settings = settings ?? Settings;
            _start = start ?? _start;
            _consumers.ForEach(consumer => consumer.Drop(why));
            _consumers.Clear();
            _backlog.Clear();
            _inFlight.Clear();
            _progress.Restart();
            _next = _progress.Checkpoint + 1 ?? _start;
        }
    }

    public GroupFigures Figures()
    {
        lock (_gate)
        {
            return new GroupFigures(
                _start, _progress.Checkpoint, _source.End - 1, _turn, _backlog.Fresh, _backlog.Retries, _inFlight.Count,
                _streams.ParkedCount(), [.. _consumers.Select(c => new ConsumerFigures(c.User, c.Connection, c.Total, c.Room, c.InFlight))]);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _timer.Dispose();
        Restart(Refusals.GroupDropped(_source.Stream, _source.Group), null, null);
        _end.Dispose();
    }

    private async Task FollowAsync()
    {
        var ct = _end.Token;
        while (!ct.IsCancellationRequested)
        {
            var written = _source.Written;
            Pump();
            await written.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Answer(IEnumerable<Guid> ids, Action<Delivery> answer)
    {
        lock (_gate)
        {
            foreach (var id in ids)
            {
                if (_inFlight.Take(id) is { } delivery)
                {
                    answer(delivery);
                }
            }
        }

        Pump();
    }

    private void Pump()
    {
        lock (_gate)
        {
            var now = _clock.GetUtcNow();
            foreach (var delivery in _inFlight.TakeOverdue(now))
            {
                Retry(delivery);
            }

            do
            {
                _backlog.GiveOut(
                    delivery => Give(delivery, now),
                    delivery => _consumers.Count > 0 && (_inFlight.Contains(delivery.Id) || Strategy.MayOvertake(Settings.Strategy)));
            }
            while (Fill());

            if (_progress.Due(Settings) <= now && _progress.Take() is { } place)
            {
                _streams.Checkpoint(place);
            }

            var due = _progress.Due(Settings) is { } checkpoint && !(_inFlight.Due <= checkpoint) ? checkpoint : _inFlight.Due;
            var wait = due is { } at ? TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, (at - now).Ticks)) : Timeout.InfiniteTimeSpan;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private bool Fill()
    {
        if (_consumers.Count == 0 || _backlog.Fresh + Settings.ReadBatch > Settings.Buffer)
        {
            return false;
        }

        var (events, next) = _source.Read(_next, Settings.ReadBatch, Settings.ResolveLinks);
        foreach (var (read, place) in events)
        {
            _progress.Read(place);
            _backlog.Add(new Delivery(read, place, 0));
        }

        var moved = next > _next;
        _next = next;
        return moved;
    }

    // An id that is in flight already, since ids are not unique, waits for its answer.
    private bool Give(Delivery delivery, DateTimeOffset now)
    {
        if (_inFlight.Contains(delivery.Id) || Strategy.Choose(Settings.Strategy, _consumers, _turn, delivery) is not { } consumer)
        {
            return false;
        }

        _turn++;
        _inFlight.Add(delivery, consumer, now + Settings.MessageTimeout);
        consumer.Give(delivery);
        return true;
    }

    private void Retry(Delivery delivery)
    {
        if (delivery.Retries >= Settings.MaxRetries)
        {
            Park(delivery, $"Reached retry limit of {Settings.MaxRetries}");
        }
        else
        {
            _backlog.AddRetry(delivery with { Retries = delivery.Retries + 1 });
        }
    }

    private void Park(Delivery delivery, string reason)
    {
        _streams.Park(delivery.Read, reason);
        Done(delivery);
    }

    private void Done(Delivery delivery)
    {
        if (delivery.Place is { } place)
        {
            _progress.Done(place, _clock.GetUtcNow());
        }
    }
}
