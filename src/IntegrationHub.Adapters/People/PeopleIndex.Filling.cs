using IntegrationHub.Core.Directory;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Adapters.People;

/// <summary>How the index is filled from the log.</summary>
public sealed partial class PeopleIndex
{
    private const int AtOnce = 2_000;

    private static readonly HashSet<string> s_types =
        [.. new[] { typeof(PersonRegistered), typeof(PersonChanged), typeof(PersonLeft) }.Select(StoredTypes.NameOf)];

    private readonly HashSet<PersonId> _fresh = [];
    private readonly SemaphoreSlim _reading = new(1, 1);

    /// <summary>Reads the log from where the index is to its end now.</summary>
    /// <exception cref="EventLogException">The log cannot be read.</exception>
    public async Task CatchUpAsync(IEventLog log, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (Position > await log.HeadAsync(ct))
            {
                Run("DELETE FROM people; DELETE FROM ways; UPDATE reached SET position = -1;"); // The log was restored from an older copy.
                Position = LogPosition.Start;
            }

            var batch = new List<RecordedEvent>();
            var (seen, reached) = (0, Position);
            await foreach (var recorded in log.ReadAllAsync(Position, ct))
            {
                Concern(recorded, batch);
                reached = recorded.Position;
                if (++seen % AtOnce == 0)
                {
                    Write(batch, reached);
                }
            }

            Write(batch, reached);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Takes in one more event of the log.</summary>
    public async Task ApplyAsync(RecordedEvent recorded, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            var batch = new List<RecordedEvent>();
            Concern(recorded, batch);
            if (recorded.Position <= Position)
            {
                return;
            }

            if (batch.Count > 0)
            {
                Write(batch, recorded.Position);
            }
            else
            {
                Position = recorded.Position; // In memory is enough: what concerns nobody is soon read again.
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    private static void Concern(RecordedEvent recorded, List<RecordedEvent> batch)
    {
        if (s_types.Contains(recorded.Type) || recorded.Type.StartsWith("person-erased.", StringComparison.Ordinal))
        {
            batch.Add(recorded);
        }
    }

    private void Write(List<RecordedEvent> batch, LogPosition reached)
    {
        if (reached == Position)
        {
            return;
        }

        lock (_one)
        {
            using var transaction = _file.BeginTransaction();
            foreach (var recorded in batch)
            {
                Fold(recorded);
            }

            _keys.Recognise(_fresh);
            _fresh.Clear();
            Run("UPDATE reached SET position = $a", reached.Value);
            transaction.Commit();
            Position = reached;
        }

        batch.Clear();
    }

    private void Fold(RecordedEvent recorded)
    {
        switch (_codec.DecodeOrCarry(recorded).Fact)
        {
            case PersonRegistered e: Keep(e.Person, e.Facts); break;
            case PersonChanged e: Keep(e.Person, e.Facts); break;
            case PersonLeft e: Run("UPDATE people SET standing = $a WHERE person = $b", (e.Removed ? Standing.Removed : Standing.Left).ToString(), e.Person.Value); break;
            default:
                // Erased: nothing may lead to the person any more.
                var person = recorded.Stream["person-".Length..];
                Run("DELETE FROM ways WHERE person = $a", person);
                Run("UPDATE people SET standing = 'Removed', organisation = NULL WHERE person = $a", person);
                break;
        }
    }

    /// <remarks>A number that was given up is kept as not held: the cases that came by it are still the person's.</remarks>
    private void Keep(PersonId person, PersonFacts facts)
    {
        Run(
            "INSERT INTO people (person, standing, organisation) VALUES ($a, 'Present', $b) ON CONFLICT (person) DO UPDATE SET standing = 'Present', organisation = $b",
            person.Value, facts.Organisation);
        Run("UPDATE ways SET held = 0 WHERE person = $a", person.Value);
        foreach (var way in PersonWays.Of(_keys, facts))
        {
            _fresh.Add(way);
            Run("INSERT INTO ways (way, person, held) VALUES ($a, $b, 1) ON CONFLICT (way, person) DO UPDATE SET held = 1", way.Value, person.Value);
        }
    }
}
