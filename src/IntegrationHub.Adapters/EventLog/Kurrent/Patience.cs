namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Paces the tries of one call.</summary>
/// <param name="clock">The time.</param>
/// <param name="seams">How long, and how far apart.</param>
/// <param name="endless">Never runs out.</param>
internal sealed class Patience(TimeProvider clock, KurrentSeams seams, bool endless)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);
    private long _began = clock.GetTimestamp();
    private int _tries;

    /// <summary>Something came of the last try; begin to count anew.</summary>
    public void Renew() => (_began, _tries) = (clock.GetTimestamp(), 0);

    /// <summary>Waits before the next try.</summary>
    /// <returns>False when patience has run out.</returns>
    public async Task<bool> PauseAsync(CancellationToken ct)
    {
        if (!endless && clock.GetElapsedTime(_began) >= seams.Patience)
        {
            return false;
        }

        if (_tries++ > 0)
        {
            await Task.Delay(Pause(_tries - 2), clock, ct);
        }

        return true;
    }

    private TimeSpan Pause(int doublings) => doublings > 10 || s_shortest * (1 << doublings) > seams.LongestPause
        ? seams.LongestPause
        : s_shortest * (1 << doublings);
}
