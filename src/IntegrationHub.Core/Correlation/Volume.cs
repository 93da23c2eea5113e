namespace IntegrationHub.Core.Correlation;

/// <summary>
/// How many reports the whole city makes: expected by hour and weekday, learned as it goes, and in fact during the last hours. Before
/// there is a history the last hours say it all.
/// </summary>
internal sealed class Volume
{
    /// <summary>So far back is looked, in minutes.</summary>
    public const int Span = 180;

    private const int Ring = 256;
    private const int Week = 168;
    private const double FewestHours = 1.5;
    private const double DoubtedHours = 12;
    private const double Doubted = 20;
    private const double Trust = 25;
    private const double RemembersDays = 60;
    private readonly TimeZoneInfo _zone;
    private readonly double[] _reports = new double[Week];
    private readonly double[] _hours = new double[Week];
    private readonly double[] _came = new double[Ring];
    private readonly double[] _expected = new double[Ring];
    private long _minute = long.MinValue;
    private long _hour = long.MinValue;
    private int _slot;
    private double _rate;
    private double _trust;

    public Volume(string zone) => _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>How many usual reports came in the span that is looked back.</summary>
    public double Came => _came[_minute & (Ring - 1)] - _came[(_minute - Span) & (Ring - 1)];

    /// <summary>Lets time go on to a minute.</summary>
    public void Advance(double now)
    {
        var minute = (long)Math.Floor(now);
        if (_minute == long.MinValue || minute < _minute || minute - _minute > 21 * 24 * 60)
        {
            // The first report, or time was set anew: what came before is not beside it.
            Array.Clear(_came);
            Array.Clear(_expected);
            _minute = minute - 1;
        }

        while (_minute < minute)
        {
            _minute++;
            SetHour(_minute);
            _hours[_slot] += 1 / 60.0;
            _came[_minute & (Ring - 1)] = _came[(_minute - 1) & (Ring - 1)];
            _expected[_minute & (Ring - 1)] = _expected[(_minute - 1) & (Ring - 1)] + (_rate / 60);
        }
    }

    /// <summary>A report came.</summary>
    /// <param name="weight">1; less for one that is partly usual.</param>
    public void Add(double weight)
    {
        _came[_minute & (Ring - 1)] += weight;
        _reports[_slot] += weight;
    }

    /// <summary>A report of the last hours turned out to be no part of the usual.</summary>
    public void Remove(double time)
    {
        var since = Math.Max((long)Math.Floor(time), _minute - Ring + 2);
        for (var minute = since; minute <= _minute; minute++)
        {
            _came[minute & (Ring - 1)]--;
        }

        _reports[_slot] = Math.Max(0, _reports[_slot] - 1);
    }

    /// <summary>How many usual reports are to be expected in the last minutes, given how busy it is; and how much that is known from.</summary>
    public (double Reports, double Known) Within(double minutes)
    {
        var back = (long)Math.Clamp(Math.Ceiling(minutes), 1, Span + 20);
        var (now, then) = (_minute & (Ring - 1), (_minute - back) & (Ring - 1));
        var (came, expected) = (_came[now] - _came[then], Math.Max(_expected[now] - _expected[then], 1e-3));
        return (expected * (_trust + came) / (_trust + expected), _trust + came);
    }

    private void SetHour(long minute)
    {
        var hour = Math.DivRem(minute, 60, out _);
        if (hour == _hour)
        {
            return;
        }

        _hour = hour;
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddMinutes(Math.Clamp(minute, -500_000_000, 4_000_000_000)), _zone);
        _slot = ((int)local.DayOfWeek * 24) + local.Hour;
        var fade = Math.Exp(-1 / (RemembersDays * 24));
        for (var slot = 0; slot < Week; slot++)
        {
            _reports[slot] *= fade;
            _hours[slot] *= fade;
        }

        // The hour of the week, drawn towards the same hour of like days, drawn towards the mean of all.
        _trust = (Trust * Math.Min(1, Total(_hours) / (2 * Week))) + 2;
        var mean = (Total(_reports) + Doubted * DoubtedHours) / (Total(_hours) + DoubtedHours);
        var (reports, hours) = LikeDays(local.DayOfWeek, local.Hour);
        var alike = (reports + (FewestHours * mean)) / (hours + FewestHours);
        _rate = (_reports[_slot] + (2 * FewestHours * alike)) / (_hours[_slot] + (2 * FewestHours));
    }

    private (double Reports, double Hours) LikeDays(DayOfWeek day, int hour)
    {
        var weekend = day is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var (reports, hours) = (0.0, 0.0);
        for (var other = 0; other < 7; other++)
        {
            if ((other is 0 or 6) == weekend)
            {
                reports += _reports[(other * 24) + hour];
                hours += _hours[(other * 24) + hour];
            }
        }

        return (reports, hours);
    }

    private static double Total(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum;
    }
}
