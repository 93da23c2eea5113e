namespace IntegrationHub.Core.EventLog;

/// <summary>How every command is taken: read, decide, append; again when somebody else was quicker.</summary>
internal static class Deciding
{
    private const int Tries = 20;

    /// <summary>Decides a command and records what it leads to.</summary>
    /// <typeparam name="TEvent">The events of the thing that it is about.</typeparam>
    /// <param name="log">Where the thing stands.</param>
    /// <param name="codec">Writes its events.</param>
    /// <param name="target">Its stream, and its name to people, such as <c>order 500000013</c>.</param>
    /// <param name="id">The command's id; the ids of its events follow from it.</param>
    /// <param name="context">Who, through which channel, and why.</param>
    /// <param name="judge">Reads the thing, and says what the command leads to and the revision that this was decided on.</param>
    /// <param name="ct">Ends the wait; the command may be sent again with the same id.</param>
    /// <exception cref="EventLogException">The log cannot be read or written; or <c>busy</c>, when the thing changes faster than it can be decided.</exception>
    public static async Task<Decision<TEvent>> DecideAsync<TEvent>(
        this IEventLog log, EventCodec codec, (string Stream, string Name) target, Guid id, EventContext context, Func<Task<(long Revision, Decision<TEvent> Decision)>> judge, CancellationToken ct)
        where TEvent : class
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var (revision, decision) = await judge();
            if (decision is not Accepted<TEvent> { Events.Count: > 0 } yes
                || await log.AppendAsync(target.Stream, ExpectedRevision.Exactly(revision), codec.Encode(id, yes.Events, context), ct) is Appended)
            {
                return decision;
            }
        }

        throw new EventLogException("busy", $"The {target.Name} is being changed by many at once. Try again in a moment.");
    }

    /// <summary>What is said to a command before the rules are asked: nothing new to one that was taken before, and no to one that was meant for another revision.</summary>
    /// <typeparam name="TEvent">The events of the thing that it is about.</typeparam>
    /// <param name="history">The thing's events.</param>
    /// <param name="kind">What it is, in a word: <c>order</c>.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="ifRevision">The revision that the command was meant for; null for whatever it is.</param>
    /// <returns>Null where the rules are to be asked.</returns>
    public static Decision<TEvent>? SaidBefore<TEvent>(this IReadOnlyList<Known> history, string kind, Guid id, long? ifRevision)
    {
        var first = EventId.Of(id, 0);
        return history.Any(known => known.Recorded.Id == first) ? new Accepted<TEvent>([])
            : ifRevision is { } wanted && wanted != (history.Count == 0 ? -1 : history[^1].Recorded.Revision) ? new Refused<TEvent>(kind + "-changed", $"The {kind} was changed meanwhile. Read it again, then decide again.")
            : null;
    }
}
