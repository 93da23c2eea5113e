namespace IntegrationHub.Core.Calls;

/// <summary>A caller's place in a desk's line, as it was when the caller was last told or rung.</summary>
/// <param name="Since">When the wait began: the desk rang for the caller for the first time, or would have. Order in the line is by this.</param>
/// <param name="Ahead">How many go first, kept places included.</param>
/// <param name="Minutes">How long it will be, rounded up; null when there is no ground to say.</param>
/// <param name="Began">How many went first when the wait began.</param>
/// <param name="NotBefore">The desk is not rung for the caller before this.</param>
public sealed record Waiting(DateTimeOffset Since, int Ahead, int? Minutes, int Began, DateTimeOffset NotBefore)
{
    /// <summary>After a ring that nobody answered, the desk has peace for so long.</summary>
    public static readonly TimeSpan RingAgainAfter = TimeSpan.FromSeconds(20);

    /// <summary>Whoever is first on the line lets kept places go before for so long, and then no longer: a call-back that nobody makes holds up nobody.</summary>
    public static readonly TimeSpan YieldFor = TimeSpan.FromMinutes(2);

    /// <summary>A member who has not been heard from for this long has gone: the end of a call is not always told.</summary>
    public static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(90);

    /// <summary>Nobody holds the line longer: the place is kept and the caller called back.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>Turns of waiting after which the place is kept instead, whatever the clock says.</summary>
    public const int MostRounds = 300;

    private const int TellEach = 4;

    /// <summary>Turns of waiting so far; 0 while the desk rings for the first time.</summary>
    public int Rounds { get; init; }

    /// <summary>Since when nobody on the line goes first; null while somebody does.</summary>
    public DateTimeOffset? FirstAt { get; init; }

    /// <summary>Whether the place is told in this turn: when it has changed, and now and then.</summary>
    public bool Tells { get; init; }

    /// <summary>A promised call is made within this time: longer than usual where the line is.</summary>
    public TimeSpan CallWithin(TimeSpan usual) =>
        Minutes is { } minutes && TimeSpan.FromMinutes(2 * minutes) is var twice && twice > usual ? twice : usual;

    /// <summary>The place after one more look at the line.</summary>
    /// <param name="before">The place before; null when the wait begins.</param>
    /// <param name="found">The line as it is.</param>
    /// <param name="rang">Whether the desk has just rung for the caller and nobody answered.</param>
    public static Waiting Of(Waiting? before, PlaceFound found, bool rang)
    {
        var ahead = found.Live + found.Kept;
        DateTimeOffset? first = found.Live > 0 || rang ? null : before?.FirstAt ?? found.Now;
        return new Waiting(
            before?.Since ?? found.Now, ahead, found.Minutes, before?.Began ?? ahead,
            rang ? found.Now + found.RingAgainAfter : before?.NotBefore ?? found.Now)
        {
            Rounds = before?.Rounds ?? 0,
            FirstAt = first,
        };
    }

    /// <summary>Whether the desk may be rung for the caller now: nobody goes first, and the desk has had its peace.</summary>
    /// <param name="found">The line as it is.</param>
    /// <param name="first">
    /// Whether it has not rung for the caller yet. Then only who waits on the line goes before: while the hub rings somebody whose place is
    /// kept, the desk may be free for whoever is on the telephone. Once it was not, kept places go before as well.
    /// </param>
    public bool MayRing(PlaceFound found, bool first) =>
        found.Live == 0 && found.Now >= NotBefore && (first || found.Kept == 0 || found.Now >= FirstAt + YieldFor);

    /// <summary>One more turn of waiting.</summary>
    /// <param name="before">The place that the caller was told last; null when none was.</param>
    /// <param name="rang">Whether the desk has just rung for the caller and nobody answered.</param>
    public Waiting Round(Waiting? before, bool rang) => this with
    {
        Rounds = Rounds + 1,
        Tells = rang || before is not { Rounds: > 0 } || before.Ahead != Ahead || Rounds % TellEach == 0,
    };
}

/// <summary>Asks how the desk's line is for the caller. Changes nothing.</summary>
/// <param name="Since">When the caller's wait began; null for now.</param>
/// <param name="Rang">Whether the desk has just rung for the caller and nobody answered.</param>
public sealed record FindPlace(string Desk, DateTimeOffset? Since, bool Rang = false) : Deed;

/// <summary>A desk's line as one caller finds it.</summary>
/// <param name="Live">Callers on the line who go first.</param>
/// <param name="Kept">Kept places that go first.</param>
/// <param name="Minutes">How long it will be, by how it went lately; null when there is no ground to say.</param>
public sealed record PlaceFound(DateTimeOffset Now, int Live, int Kept, int? Minutes) : Outcome
{
    /// <summary>How long the desk has peace after a ring that nobody answered.</summary>
    public TimeSpan RingAgainAfter { get; init; } = Waiting.RingAgainAfter;
}
