using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Reports;

/// <summary>How punctual the promised calls were, apart from the answer time.</summary>
/// <param name="Booked">Promised for the days asked for: a booked time, or a call that the desk makes itself. The wait for a place that the hub keeps is an answer time.</param>
/// <param name="Punctual">The desk called within the promised time, whether the user answered or not.</param>
/// <param name="Untimely">It called before or after.</param>
/// <param name="Missed">The time passed without a call.</param>
/// <param name="Waiting">The rest: the time has not passed yet, or no event says what came of it.</param>
/// <param name="PunctualShare">Punctual of all but the waiting; 0 to 1, 3 decimals; null when there is none.</param>
public sealed record CallBackFigures(long Booked, long Punctual, long Untimely, long Missed, long Waiting, decimal? PunctualShare);

/// <summary>
/// The figures of the one number, from events alone. There is no person in them. Each call stands in exactly one of
/// <paramref name="Answered"/>, <paramref name="Contained"/>, <paramref name="Promised"/>, <paramref name="Abandoned"/> and
/// <paramref name="Unknown"/>; a call with missing data is unknown, never left out. Calls belong to the day and hour, in Stockholm,
/// of their first ring; to the desk that took them first, else the one called last; and to their matter's organisation.
/// </summary>
/// <param name="Calls">All calls that came in.</param>
/// <param name="Answered">A person of a desk took the call (pressed the accept key, or the two spoke).</param>
/// <param name="Contained">
/// Ended without a desk and with the matter settled: a case's status told, confirmed, opened again or added to; joined to an incident; self-service.
/// </param>
/// <param name="Promised">Ended with the promise of a call, as no desk answered.</param>
/// <param name="Abandoned">Ended with none of these: the caller hung up first, or nobody could answer or be promised.</param>
/// <param name="Unknown">Going on, or no event tells how it came in or ended.</param>
/// <param name="Transferred">Calls that a second desk took over from the first; they are among the answered.</param>
/// <param name="AnswerTime">From first ring to a person.</param>
/// <param name="CallBacks">Promised calls.</param>
/// <param name="PasswordSelfService">Forgotten passwords that the caller changed without a person, and said so.</param>
/// <param name="PasswordToDesk">Forgotten passwords for which a desk was called.</param>
/// <param name="PasswordUnanswered">Self-service was offered, and the caller hung up without saying whether it helped: in no saving.</param>
public sealed record CallFigures(
    long Calls, long Answered, long Contained, long Promised, long Abandoned, long Unknown, long Transferred, AnswerTime AnswerTime, CallBackFigures CallBacks,
    long PasswordSelfService, long PasswordToDesk, long PasswordUnanswered)
{
    /// <summary>The figures of tallies of one group.</summary>
    /// <param name="tallies">Of calls and of call-backs.</param>
    /// <param name="targets">Answer times that are promised, in seconds.</param>
    public static CallFigures Of(IEnumerable<Tally> tallies, IReadOnlyList<int> targets)
    {
        var counts = tallies.GroupBy(tally => tally.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Sum(tally => tally.Count), StringComparer.Ordinal);
        long Count(string name) => counts.GetValueOrDefault(name);
        return new CallFigures(
            Count(CallTally.Calls), Count(CallTally.Answered), Count(CallTally.Contained), Count(CallTally.Promised), Count(CallTally.Abandoned),
            Count(CallTally.Unknown), Count(CallTally.Transferred), AnswerTime.Of(counts, targets), CallBacksOf(Count),
            Count(CallTally.PasswordSelf), Count(CallTally.PasswordDesk), Count(CallTally.PasswordOpen));
    }

    /// <summary>The figures of each group, in order of name.</summary>
    /// <param name="tallies">Of one kind.</param>
    /// <param name="targets">Answer times that are promised, in seconds.</param>
    public static IReadOnlyList<CallGroup> ByGroup(IEnumerable<Tally> tallies, IReadOnlyList<int> targets) =>
        [.. tallies.GroupBy(tally => tally.Group, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CallGroup(group.Key, Of(group, targets)))];

    /// <summary>A share to 3 decimals; null of nothing.</summary>
    internal static decimal? Share(long part, long whole) => whole == 0 ? null : Math.Round((decimal)part / whole, 3, MidpointRounding.AwayFromZero);

    private static CallBackFigures CallBacksOf(Func<string, long> count)
    {
        var (punctual, untimely, missed) = (count(CallBackRow.Punctual), count(CallBackRow.Untimely), count(CallBackRow.Missed));
        var settled = punctual + untimely + missed;
        return new CallBackFigures(count(CallBackRow.Booked), punctual, untimely, missed, count(CallBackRow.Booked) - settled, Share(punctual, settled));
    }
}

/// <summary>The figures of one desk, organisation or hour.</summary>
/// <param name="Name">Its id; the hour as <c>08</c>; empty when it is not known.</param>
public sealed record CallGroup(string Name, CallFigures Figures);

/// <summary>What is asked for and answered.</summary>
/// <param name="From">The first day, in Stockholm; null for the beginning.</param>
/// <param name="To">The last day; null for today.</param>
/// <param name="By"><c>desk</c>, <c>organisation</c> or <c>hour</c>; null for the whole only.</param>
/// <param name="Groups">Null when nothing is split.</param>
public sealed record CallReport(DateOnly? From, DateOnly? To, string? By, CallFigures Total, IReadOnlyList<CallGroup>? Groups)
{
    /// <summary>What a password case at the desk is assumed to cost, in whole cents (öre); null when that is not set.</summary>
    public long? PasswordCaseCostCents { get; init; }

    /// <summary>The assumed cost times <see cref="CallFigures.PasswordSelfService"/>, in whole cents; null when the cost is not set.</summary>
    public long? PasswordSavedCents { get; init; }

    /// <summary>The currency of both.</summary>
    public string Currency { get; init; } = "SEK";
}
