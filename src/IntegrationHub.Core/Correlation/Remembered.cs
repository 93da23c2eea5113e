using System.Runtime.InteropServices;

namespace IntegrationHub.Core.Correlation;

/// <summary>Somebody's report about something, in the last hours.</summary>
/// <param name="Time">Minutes.</param>
/// <param name="Order">Which report.</param>
/// <param name="Who">One voice, however often it speaks; 0 for somebody new.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Voice(double Time, long Order, ulong Who);

/// <summary>What is remembered of one service, site, or combination: how often it is reported, and the voices of the last hours.</summary>
internal sealed class ScopeMemory
{
    /// <summary>The newest voices that are kept.</summary>
    public const int Most = 64;

    private Voice[] _ring = [];
    private int _newest = -1;

    /// <summary>How many reports, fading.</summary>
    public double Reports { get; set; }

    /// <summary>How many voices there are to look at; some may be too old.</summary>
    public int Count { get; private set; }

    /// <summary>The voices, 0 for the newest.</summary>
    public Voice this[int back] => _ring[(_newest - back) & (_ring.Length - 1)];

    /// <summary>A voice speaks. Whoever spoke in the last hours already is not counted again.</summary>
    public void Hear(Voice voice)
    {
        while (Count > 0 && voice.Time - this[Count - 1].Time > Volume.Span)
        {
            Count--;
        }

        if (voice.Who != 0 && Knows(voice.Who))
        {
            return;
        }

        if (Count == _ring.Length)
        {
            Grow();
        }

        _newest = (_newest + 1) & (_ring.Length - 1);
        _ring[_newest] = voice;
        Count = Math.Min(Count + 1, _ring.Length);
    }

    /// <summary>Forgets the voices, not how often they spoke.</summary>
    public void Silence() => Count = 0;

    private bool Knows(ulong who)
    {
        for (var back = 0; back < Count; back++)
        {
            if (this[back].Who == who)
            {
                return true;
            }
        }

        return false;
    }

    private void Grow()
    {
        if (_ring.Length == Most)
        {
            return;
        }

        var larger = new Voice[Math.Max(4, _ring.Length * 2)];
        for (var back = 0; back < Count; back++)
        {
            larger[Count - 1 - back] = this[back];
        }

        (_ring, _newest) = (larger, Count - 1);
    }
}

/// <summary>What is remembered of everything, bounded: when there is too much, what was not heard of for longest is forgotten.</summary>
/// <param name="most">How much is remembered at most.</param>
internal sealed class Remembered(int most)
{
    private Dictionary<ulong, ScopeMemory> _young = [];
    private Dictionary<ulong, ScopeMemory> _old = [];

    /// <summary>How much is remembered.</summary>
    public int Count => _young.Count + _old.Count;

    /// <summary>What is remembered of it; from nothing, when that is so.</summary>
    public ScopeMemory Of(ulong key)
    {
        if (_young.TryGetValue(key, out var memory))
        {
            return memory;
        }

        if (!_old.Remove(key, out memory))
        {
            memory = new ScopeMemory();
        }

        if (_young.Count >= most / 2)
        {
            (_young, _old) = (new Dictionary<ulong, ScopeMemory>(_young.Count), _young);
        }

        _young.Add(key, memory);
        return memory;
    }

    /// <summary>Lets what was learned fade.</summary>
    public void Fade(double to)
    {
        foreach (var memory in _young.Values.Concat(_old.Values))
        {
            memory.Reports *= to;
        }
    }

    /// <summary>Forgets who spoke in the last hours.</summary>
    public void Silence()
    {
        foreach (var memory in _young.Values.Concat(_old.Values))
        {
            memory.Silence();
        }
    }
}
