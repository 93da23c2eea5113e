namespace IntegrationHub.Core.Correlation;

/// <summary>
/// The time by the reports themselves, in minutes. It does not run backwards, and one report whose clock is far off does not move it:
/// it is believed when the next one says the same.
/// </summary>
internal sealed class EngineClock
{
    private const double Slack = 60;
    private const double FarAhead = 3 * 24 * 60;
    private double _doubted = double.NaN;
    private bool _started;

    /// <summary>Minutes since 1970.</summary>
    public double Now { get; private set; }

    /// <summary>Takes in the time that a report bears.</summary>
    /// <returns>True when time was set anew, backwards: what is remembered as recent lies in a future that never was.</returns>
    public bool Take(DateTimeOffset at)
    {
        var said = (at - DateTimeOffset.UnixEpoch).TotalMinutes;
        if (!_started)
        {
            (_started, Now) = (true, said);
            return false;
        }

        if (said >= Now - Slack && said <= Now + FarAhead)
        {
            (Now, _doubted) = (Math.Max(Now, said), double.NaN);
            return false;
        }

        if (Math.Abs(said - _doubted) > Slack)
        {
            _doubted = said;
            return false;
        }

        var backwards = said < Now;
        (Now, _doubted) = (said, double.NaN);
        return backwards;
    }
}
