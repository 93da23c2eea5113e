namespace IntegrationHub.Core.Cases;

/// <summary>Cases that were read lately, kept so that only what was added since must be read and opened. Thread-safe.</summary>
/// <param name="mostBytes">Of stored events, at most; as objects they take some three times as much.</param>
/// <remarks>
/// Their texts are open: whoever destroys keys calls <see cref="ForgetAll"/> before it is said to be done. Not for hubs that share keys,
/// which learn late of what another one erased.
/// </remarks>
public sealed class RecentCases(long mostBytes = RecentCases.UsualBytes)
{
    private const long UsualBytes = 16 * 1024 * 1024;
    private readonly Lock _gate = new();

    // Two generations instead of a list by age: when the young one is full it becomes the old one, and what nobody asked for goes.
    private Dictionary<CaseNumber, LoadedCase> _young = [];
    private Dictionary<CaseNumber, LoadedCase> _old = [];
    private long _youngBytes;
    private long _forgotten;

    /// <summary>How often everything was forgotten. Take it before reading a case that is to be kept.</summary>
    public long Forgotten => Volatile.Read(ref _forgotten);

    /// <summary>A case as it was when it was kept; it may have gone on since.</summary>
    public LoadedCase? Find(CaseNumber number)
    {
        lock (_gate)
        {
            if (_young.TryGetValue(number, out var found))
            {
                return found;
            }

            if (_old.TryGetValue(number, out found))
            {
                Put(number, found);
            }

            return found;
        }
    }

    /// <summary>Keeps a case, unless it is too large.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="loaded">As it was read.</param>
    /// <param name="forgotten"><see cref="Forgotten"/> before it was read; when it has changed, the case may hold what was erased and is not kept.</param>
    public void Keep(CaseNumber number, LoadedCase loaded, long forgotten)
    {
        lock (_gate)
        {
            if (forgotten == _forgotten)
            {
                Put(number, loaded);
            }
        }
    }

    /// <summary>Forgets all of them.</summary>
    public void ForgetAll()
    {
        lock (_gate)
        {
            _forgotten++;
            (_young, _old, _youngBytes) = ([], [], 0);
        }
    }

    private void Put(CaseNumber number, LoadedCase loaded)
    {
        var bytes = Bytes(loaded);
        if (bytes > mostBytes / 2)
        {
            return;
        }

        if (_young.Remove(number, out var before))
        {
            _youngBytes -= Bytes(before);
        }

        if (_youngBytes + bytes > mostBytes / 2)
        {
            (_old, _young, _youngBytes) = (_young, [], 0);
        }

        _old.Remove(number);
        _young[number] = loaded;
        _youngBytes += bytes;
    }

    private static long Bytes(LoadedCase loaded) =>
        loaded.History.Sum(known => (long)known.Recorded.Data.Length + known.Recorded.Metadata.Length);
}
