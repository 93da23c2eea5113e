using Amqp;
using Amqp.Framing;

namespace IntegrationHub.HostTests.Suppliers.ServiceBus;

/// <summary>How one queue or subscription is set up.</summary>
/// <param name="Sessions">Whether every message belongs to a session, and one receiver at a time has each.</param>
/// <param name="FindsRepeats">Whether a message id that was sent before is taken and dropped.</param>
/// <param name="MostDeliveries">After so many in vain a message is a dead letter.</param>
/// <param name="Lock">How long a receiver has a message or a session before it must renew.</param>
internal sealed record EntityPlan(bool Sessions = false, bool FindsRepeats = false, int MostDeliveries = 10, TimeSpan? Lock = null);

/// <summary>A queue, or a subscription, or the dead letters of one. Used by one thread at a time, and so without locks.</summary>
internal sealed class StandInEntity(string name, EntityPlan plan, TimeProvider clock)
{
    private readonly Dictionary<string, SortedDictionary<long, StandInMessage>> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, StandInMessage> _locked = [];
    private readonly Dictionary<long, StandInMessage> _deferred = [];
    private readonly List<StandInMessage> _scheduled = [];
    private readonly Dictionary<string, StandInReceiver> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _sessionStates = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<StandInReceiver> _receivers = [];
    private long _sequence;

    public string Name => name;

    public EntityPlan Plan => plan;

    public TimeSpan Lock => plan.Lock ?? TimeSpan.FromSeconds(30);

    /// <summary>Null for dead letters themselves.</summary>
    public StandInEntity? DeadLetters { get; init; }

    /// <summary>For each that was settled for good: its message id and how, oldest first.</summary>
    public List<(string? Id, string How)> Settled { get; } = [];

    public int Count => _waiting.Values.Sum(session => session.Count) + _locked.Count + _deferred.Count + _scheduled.Count;

    private DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Takes a message.</summary>
    /// <returns>Its number; 0 when it was a repeat, and was dropped.</returns>
    public long Enqueue(Message sent)
    {
        var message = new StandInMessage(sent, _sequence + 1, Now);
        if (plan.FindsRepeats && message.Id is { } id && !_seen.Add(id))
        {
            return 0;
        }

        _sequence++;
        if (message.Scheduled > Now)
        {
            _scheduled.Add(message);
        }
        else
        {
            PutBack(message);
        }

        Pump();
        return message.Sequence;
    }

    public bool CancelScheduled(long sequence) => _scheduled.RemoveAll(message => message.Sequence == sequence) > 0;

    public void Add(StandInReceiver receiver)
    {
        _receivers.Add(receiver);
        Pump();
    }

    public void Remove(StandInReceiver receiver)
    {
        _receivers.Remove(receiver);
        if (receiver.Session is not { } session || _sessions.GetValueOrDefault(session) != receiver)
        {
            return; // Without a session, the locks stay until they run out.
        }

        _sessions.Remove(session);
        foreach (var message in _locked.Values.Where(message => message.Holder == receiver).ToList())
        {
            Return(message, counts: true);
        }

        Pump();
    }

    /// <summary>Gives a session to a receiver, if it is free.</summary>
    /// <param name="wanted">Null: any that has messages and is free.</param>
    public string? TakeSession(string? wanted, StandInReceiver receiver)
    {
        var session = wanted ?? _waiting.Where(pair => pair.Value.Count > 0 && !_sessions.ContainsKey(pair.Key)).OrderBy(pair => pair.Value.Keys.First()).FirstOrDefault().Key;
        return session is not null && _sessions.TryAdd(session, receiver) ? session : null;
    }

    public bool Has(string session, StandInReceiver receiver) => _sessions.GetValueOrDefault(session) == receiver;

    public StandInReceiver? HolderOf(string session) => _sessions.GetValueOrDefault(session);

    /// <summary>The message under a lock; null when the lock has run out.</summary>
    public StandInMessage? Under(Guid token) => _locked.GetValueOrDefault(token);

    public void Complete(StandInMessage message)
    {
        _locked.Remove(message.Lock);
        _deferred.Remove(message.Sequence);
        Settled.Add((message.Id, "completed"));
    }

    public void Defer(StandInMessage message)
    {
        _locked.Remove(message.Lock);
        message.Lock = Guid.Empty;
        message.Deferred = true;
        _deferred[message.Sequence] = message;
    }

    /// <summary>Puts a message back in its place, or among the dead letters when it has been given out too often.</summary>
    /// <param name="message">Whose lock ends.</param>
    /// <param name="counts">Whether the delivery was in vain.</param>
    public void Return(StandInMessage message, bool counts)
    {
        _locked.Remove(message.Lock);
        message.Lock = Guid.Empty;
        message.Failed += counts ? 1u : 0;
        if (message.Deferred)
        {
            _deferred[message.Sequence] = message;
        }
        else if (message.Failed >= plan.MostDeliveries && DeadLetters is not null)
        {
            Bury(message, "MaxDeliveryCountExceeded", $"The message was delivered {message.Failed} times in vain.");
        }
        else
        {
            PutBack(message);
        }
    }

    public void Bury(StandInMessage message, string? reason, string? description)
    {
        _locked.Remove(message.Lock);
        _deferred.Remove(message.Sequence);
        Settled.Add((message.Id, "dead-lettered: " + reason));
        if (DeadLetters is { } letters)
        {
            var letter = message.Copy(++letters._sequence, Now);
            letter.Added["DeadLetterReason"] = reason ?? "";
            letter.Added["DeadLetterErrorDescription"] = description ?? "";
            letters.PutBack(letter);
            letters.Pump();
        }
    }

    /// <summary>A deferred message, asked for by its number, under a new lock.</summary>
    public StandInMessage? TakeDeferred(long sequence)
    {
        if (!_deferred.Remove(sequence, out var message))
        {
            return null;
        }

        LockFor(message, null);
        return message;
    }

    public IEnumerable<StandInMessage> Peek(long from, string? session) =>
        _waiting.Values.SelectMany(one => one.Values).Concat(_locked.Values).Concat(_deferred.Values).Concat(_scheduled)
            .Where(message => message.Sequence >= from && (session is null || message.Session == session)).OrderBy(message => message.Sequence);

    public byte[]? SessionState(string session) => _sessionStates.GetValueOrDefault(session);

    public void SetSessionState(string session, byte[]? state) => _sessionStates[session] = state ?? [];

    /// <summary>Ends locks that have run out and begins what was scheduled.</summary>
    public void Tick()
    {
        var now = Now;
        foreach (var message in _locked.Values.Where(message => message.LockedUntil <= now && !(message.Holder is StandInReceiver { Session: not null })).ToList())
        {
            Return(message, counts: true);
        }

        foreach (var holder in _sessions.Values.Where(holder => holder.SessionUntil <= now || holder.IsGone).ToList()) // Of a link that is cut off the library does not always say so.
        {
            holder.Close("com.microsoft:session-lock-lost", "The session lock has expired.");
            Remove(holder);
        }

        foreach (var message in _scheduled.Where(message => message.Scheduled <= now).ToList())
        {
            _scheduled.Remove(message);
            message.Enqueued = now;
            PutBack(message);
        }

        Pump();
    }

    /// <summary>Gives out what waits, as far as there is credit.</summary>
    public void Pump()
    {
        foreach (var receiver in _receivers.ToList())
        {
            while (receiver.Credit > 0 && Next(receiver) is { } message)
            {
                if (!receiver.Deletes)
                {
                    LockFor(message, receiver);
                }

                if (!receiver.Give(message))
                {
                    Return(message, counts: false);
                    break;
                }
            }

            receiver.EndDrain();
        }
    }

    private StandInMessage? Next(StandInReceiver receiver)
    {
        var session = receiver.Session ?? "";
        if (!_waiting.TryGetValue(session, out var waiting) || waiting.Count == 0)
        {
            return null;
        }

        var first = waiting.First();
        waiting.Remove(first.Key);
        if (waiting.Count == 0)
        {
            _waiting.Remove(session);
        }

        return first.Value;
    }

    private void LockFor(StandInMessage message, StandInReceiver? receiver)
    {
        message.Lock = Guid.CreateVersion7(Now);
        message.LockedUntil = receiver?.Session is null ? Now + Lock : receiver.SessionUntil;
        message.Holder = receiver;
        _locked[message.Lock] = message;
    }

    private void PutBack(StandInMessage message)
    {
        var session = plan.Sessions ? message.Session : "";
        if (!_waiting.TryGetValue(session, out var waiting))
        {
            _waiting[session] = waiting = [];
        }

        waiting[message.Sequence] = message;
    }
}
