using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Adapters.Keys;

/// <summary>Where the tables of keys lie: a file of the hub's own, or a database that several hubs share.</summary>
internal interface IKeyPlace : IDisposable
{
    /// <summary>The place as fault texts name it; without any secret.</summary>
    string Name { get; }

    /// <summary>How long a key may be remembered; null for as long as the hub runs, as nobody else can destroy it.</summary>
    TimeSpan? Remembered { get; }

    /// <summary>Reads; any number at a time.</summary>
    T Read<T>(Func<KeyTables, T> read);

    /// <summary>Writes; the caller has one write at a time, which may be done again from its start.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="atOnce">All or nothing, and durable when it returns; otherwise each statement by itself.</param>
    T Write<T>(Func<KeyTables, T> work, bool atOnce);

    /// <summary>Wraps everything anew in one go; nobody writes under the one master key once the other holds.</summary>
    /// <param name="rewrap">Does it.</param>
    /// <param name="done">Told as soon as it is durable.</param>
    int Rewrap(Func<KeyTables, int> rewrap, Action done);

    /// <summary>Sees to it that what was deleted is gone, as far as can be seen to from here; called while nobody writes.</summary>
    /// <param name="traces">What must be gone.</param>
    /// <param name="whole">Whether a person is gone as a whole, and not one matter.</param>
    /// <returns>The lines of a receipt.</returns>
    IReadOnlyList<PlaceReport> Shred(IReadOnlyList<string> traces, bool whole);
}

/// <summary>What came of destroying keys.</summary>
/// <param name="Entries">How many wrapped keys and marks are gone; 0 when they were gone already.</param>
/// <param name="Places">What was done where the keys lay, and what is left to others there.</param>
public sealed record Destroyed(int Entries, IReadOnlyList<PlaceReport> Places);
