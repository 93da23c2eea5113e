using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Hours;

namespace IntegrationHub.Core.Callbacks;

/// <summary>What is done next for a promised call.</summary>
public abstract record CallbackStep
{
    /// <summary>Nothing, ever again.</summary>
    public sealed record Over : CallbackStep;

    /// <summary>Nothing before this time.</summary>
    public sealed record Wait(DateTimeOffset Until) : CallbackStep;

    /// <summary>The person is called.</summary>
    /// <param name="Attempt">Which time.</param>
    public sealed record Place(int Attempt) : CallbackStep;

    /// <summary>An order was sent and nothing is known of it: the carrier's list is asked, and only then is it sent again.</summary>
    public sealed record Find : CallbackStep;

    /// <summary>The call was placed and nothing was heard of it for a while: the carrier is asked how it went.</summary>
    public sealed record Look : CallbackStep;

    /// <summary>The person has been spoken to.</summary>
    public sealed record Made : CallbackStep;

    /// <summary>The person is not called any more.</summary>
    public sealed record GiveUp(int Attempts) : CallbackStep;
}

/// <summary>The one plan of attempts. Pure: the same facts at the same time give the same step.</summary>
public static class CallbackPlan
{
    /// <summary>How often a person is called that does not answer.</summary>
    public const int MostUnanswered = 3;

    /// <summary>How often a person is called whom the desk then does not answer.</summary>
    public const int MostDeskMissing = 6;

    /// <summary>Between the first attempt and the second, and between the second and the third: within the half hour that is promised.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses = [TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)];

    /// <summary>From the desk's not answering to the first attempt: it has just shown that it is busy.</summary>
    public static readonly TimeSpan DeskPause = TimeSpan.FromMinutes(3);

    /// <summary>How long an order may be on its way to the carrier before somebody else asks what became of it.</summary>
    public static readonly TimeSpan OrderTime = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing may be heard of a call before the carrier is asked; asked again as often while it goes on.</summary>
    public static readonly TimeSpan LookAfter = TimeSpan.FromMinutes(2);

    /// <summary>No call lasts longer: what the carrier does not know by then, nobody will.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(4);

    /// <summary>How late a booked time may still be kept.</summary>
    public static readonly TimeSpan LatestBooked = TimeSpan.FromHours(1);

    /// <summary>How long a place in a line is kept.</summary>
    public static readonly TimeSpan LatestKept = TimeSpan.FromHours(24);

    /// <summary>The next step, but for whose turn it is in the desk's line: that is asked before a kept place is called.</summary>
    /// <param name="open">The case's promise; null when there is none any more.</param>
    /// <param name="attempts">What was tried for it.</param>
    /// <param name="hours">When the desk answers.</param>
    /// <param name="now">The time.</param>
    public static CallbackStep Next(OpenCallBack? open, CallbackState attempts, OpeningHours hours, DateTimeOffset now) => (open, attempts) switch
    {
        (_, { UnderWay: true, Call: null }) => now < attempts.TriedAt + OrderTime ? new CallbackStep.Wait(attempts.TriedAt + OrderTime) : new CallbackStep.Find(),
        (_, { UnderWay: true }) => now < attempts.PlacedAt + LookAfter ? new CallbackStep.Wait(attempts.PlacedAt + LookAfter) : new CallbackStep.Look(),
        (null, _) => new CallbackStep.Over(),
        (_, { Outcome: CallbackOutcome.Reached }) => new CallbackStep.Made(),
        (_, { Outcome: CallbackOutcome.Refused } or { Unanswered: >= MostUnanswered } or { DeskMissing: >= MostDeskMissing }) => new CallbackStep.GiveUp(attempts.Attempt),
        _ when IsTooLate(open, now) => new CallbackStep.GiveUp(attempts.Attempt),
        _ => From(open, attempts) is var from && from > now ? new CallbackStep.Wait(from)
            : open.Kind == CallBackKind.KeptPlace && hours.NextOpening(now) is { } opens && opens > now ? new CallbackStep.Wait(opens)
            : new CallbackStep.Place(attempts.Attempt + 1),
    };

    /// <summary>When the next attempt is due at the earliest.</summary>
    public static DateTimeOffset From(OpenCallBack open, CallbackState attempts)
    {
        var pause = attempts.Attempt == 0 || attempts.Outcome is null ? (DateTimeOffset?)null
            : attempts.EndedAt + Pauses[Math.Min(Math.Max(attempts.Unanswered, 1), Pauses.Count) - 1];
        var first = open is { Kind: CallBackKind.KeptPlace, Reason: "desk-not-reached" } && open.From <= open.BookedAt ? open.BookedAt + DeskPause : open.From;
        return pause > first ? pause.Value : first;
    }

    /// <summary>Whether the person is not called any more, so late is it.</summary>
    public static bool IsTooLate(OpenCallBack open, DateTimeOffset now) =>
        now > open.Until + (open.Kind == CallBackKind.Booked ? LatestBooked : LatestKept);
}
