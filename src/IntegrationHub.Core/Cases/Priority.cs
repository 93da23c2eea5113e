namespace IntegrationHub.Core.Cases;

/// <summary>How many are hit.</summary>
public enum Effect
{
    /// <summary>One person.</summary>
    One,

    /// <summary>A group: a class, a unit.</summary>
    Group,

    /// <summary>A whole site: a school, an office.</summary>
    Site,

    /// <summary>Several sites or the whole city.</summary>
    City,
}

/// <summary>How badly the work is hit.</summary>
public enum Urgency
{
    /// <summary>Work goes on.</summary>
    Working,

    /// <summary>Work is slowed; there is a way around.</summary>
    Hindered,

    /// <summary>Work has stopped.</summary>
    Stopped,
}

/// <summary>What makes waiting worse than it looks: the same for everybody, whoever calls.</summary>
[Flags]
public enum Circumstances
{
    /// <summary>Nothing special.</summary>
    None = 0,

    /// <summary>A lesson is going on.</summary>
    Lesson = 1,

    /// <summary>Care at night: few hands, no one else to ask.</summary>
    NightCare = 2,
}

/// <summary>The one rule of priority. There is no lane for important people.</summary>
public static class PriorityRule
{
    /// <summary>1 (at once) to 4 (can wait).</summary>
    /// <remarks>
    /// Effect and urgency each count 0 to 3 and 0 to 2; a lesson or night care that is hindered or stopped counts one more.
    /// Five or more is priority 1, three or four 2, one or two 3, none 4.
    /// </remarks>
    public static int Of(Effect effect, Urgency urgency, Circumstances circumstances)
    {
        var weight = (int)effect + (int)urgency + (circumstances != Circumstances.None && urgency != Urgency.Working ? 1 : 0);
        return weight switch { >= 5 => 1, >= 3 => 2, >= 1 => 3, _ => 4 };
    }
}
