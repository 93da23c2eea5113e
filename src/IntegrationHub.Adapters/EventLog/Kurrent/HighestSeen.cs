namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>The highest position that this hub knows of. What stands at or below it was there before. Thread-safe.</summary>
internal sealed class HighestSeen
{
    private long _position = -1;

    public long Position => Interlocked.Read(ref _position);

    public void Note(long position)
    {
        for (var known = Position; position > known; known = Position)
        {
            Interlocked.CompareExchange(ref _position, position, known);
        }
    }
}
