namespace IntegrationHub.KurrentServer.Log;

/// <summary>Where ids of late were first written: what lets a repeated append with any revision succeed, as long as memory lasts.</summary>
/// <param name="limit">How many ids are kept; the oldest go first.</param>
internal sealed class RecentIds(int limit)
{
    private readonly Dictionary<Guid, (string Stream, long Revision)> _places = [];
    private readonly Queue<Guid> _order = [];

    public void Add(Guid id, string stream, long revision)
    {
        // The first place stays: a repeat is answered with where the id was first written.
        if (!_places.TryAdd(id, (stream, revision)))
        {
            return;
        }

        _order.Enqueue(id);
        if (_order.Count > limit)
        {
            _places.Remove(_order.Dequeue());
        }
    }

    /// <summary>Ids count only within the stream they were written to.</summary>
    public bool TryFind(Guid id, string stream, out long revision)
    {
        var found = _places.TryGetValue(id, out var place) && place.Stream == stream;
        revision = found ? place.Revision : -1;
        return found;
    }
}
