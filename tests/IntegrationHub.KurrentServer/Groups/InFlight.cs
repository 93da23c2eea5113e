namespace IntegrationHub.KurrentServer.Groups;

/// <summary>Events that consumers have and have not answered, by id.</summary>
internal sealed class InFlight
{
    private readonly Dictionary<Guid, (Delivery Delivery, Consumer Consumer, DateTimeOffset Due)> _events = [];

    // In order of time, as all wait equally long. What was answered meanwhile is left in and passed over.
    private readonly Queue<(Guid Id, DateTimeOffset Due)> _due = [];

    public int Count => _events.Count;

    /// <summary>When the next one is overdue; null when there is none.</summary>
    public DateTimeOffset? Due
    {
        get
        {
            while (_due.TryPeek(out var next) && !(_events.TryGetValue(next.Id, out var held) && held.Due == next.Due))
            {
                _due.Dequeue();
            }

            return _due.TryPeek(out var first) ? first.Due : null;
        }
    }

    public bool Contains(Guid id) => _events.ContainsKey(id);

    public void Add(Delivery delivery, Consumer consumer, DateTimeOffset due)
    {
        _events.Add(delivery.Id, (delivery, consumer, due));
        _due.Enqueue((delivery.Id, due));
    }

    public Delivery? Take(Guid id)
    {
        if (!_events.Remove(id, out var held))
        {
            return null;
        }

        held.Consumer.InFlight--;
        return held.Delivery;
    }

    public IReadOnlyList<Delivery> TakeOverdue(DateTimeOffset now)
    {
        var overdue = new List<Delivery>();
        while (Due <= now)
        {
            overdue.Add(Take(_due.Dequeue().Id)!);
        }

        return overdue;
    }

    public IReadOnlyList<Delivery> TakeOf(Consumer consumer) =>
        [.. _events.Values.Where(held => held.Consumer == consumer).OrderBy(held => held.Due).Select(held => Take(held.Delivery.Id)!)];

    public void Clear()
    {
        _events.Clear();
        _due.Clear();
    }
}
