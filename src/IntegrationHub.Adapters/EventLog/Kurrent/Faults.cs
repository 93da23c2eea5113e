using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>What KurrentDB's faults mean to the hub, and what someone on duty can do about them.</summary>
internal static class Faults
{
    public static EventLogException Closed() =>
        new("closed", "The event log is closed because the hub is stopping; send it again once the hub runs.");

    public static EventLogException NotReached(KurrentSettings settings, Exception? inner) =>
        new("unavailable", $"KurrentDB was not reached at {settings}: {inner?.Message ?? "no node that can be used"}. Check that it runs and that "
            + "EventLog:ConnectionString names it; it goes on by itself.", inner);

    public static EventLogException Unreachable(Exception inner) =>
        new("unavailable", $"The connection to KurrentDB was lost: {inner.Message} It goes on by itself once a node answers.", inner);

    public static EventLogException NoLeader(Exception inner) =>
        new("unavailable", "KurrentDB has no leader just now. It goes on once one is elected; if not, check how many nodes run.", inner);

    public static EventLogException Late(Exception inner) =>
        new("unavailable", $"KurrentDB did not answer in time: {inner.Message}. Check its load, and that most of its nodes run.", inner);

    public static EventLogException Busy(Exception? inner) =>
        new("busy", "KurrentDB has more to do than it can. Send it again in a moment.", inner);

    public static EventLogException OutcomeUnknown(string stream, Exception inner) =>
        new("outcome-unknown", $"Whether the events stand in {stream} is not known: {inner.Message} "
            + "Send the same append again; it is recognised.", inner);

    public static EventLogException NotKnown(Exception inner) =>
        new("unavailable", "KurrentDB does not know the hub's account. Correct user:password in EventLog:ConnectionString.", inner);

    public static EventLogException Denied(Exception? inner) =>
        new("unavailable", "KurrentDB does not let the hub's account do this. Reading $all and making consumer groups takes the group "
            + "$admins; put such an account into EventLog:ConnectionString as user:password@.", inner);

    public static EventLogException Deleted(string stream, Exception? inner) =>
        new("damaged", $"The stream {stream} was deleted in KurrentDB itself, which the hub never does. "
            + "Restore the database, or leave the stream alone.", inner);

    public static EventLogException ForeignPosition(Exception inner) =>
        new("damaged", "A position is not one of this event log. What was derived from another log must be rebuilt from this one.", inner);

    public static EventLogException GroupGone(Exception inner) =>
        new("closed", $"The consumer group is not there: {inner.Message}. Make it again.", inner);

    public static EventLogException GroupFull(Exception inner) =>
        new("busy", "The consumer group has all the consumers it may have. Stop one, or let it have more.", inner);

    public static EventLogException Refused(string why, Exception? inner) =>
        new("unavailable", $"KurrentDB refused: {why.TrimEnd('.')}. If it happens again, compare the database's version with "
            + "what the hub was tested with.", inner);

    /// <param name="limit">Bytes, as the database told them; null when it did not.</param>
    /// <param name="inner">What it said.</param>
    public static ArgumentException TooLarge(string? limit, Exception? inner) =>
#pragma warning disable MA0015 // What is too large was given to the port, not to this method.
        new($"KurrentDB takes at most {limit ?? "a set number of"} bytes in one append (its settings MaxAppendSize and "
            + "MaxAppendEventSize). Write fewer or smaller events at once, or raise the setting.", inner);
#pragma warning restore MA0015
}
