namespace IntegrationHub.Adapters.Keys;

/// <summary>How a person's keys stand.</summary>
public enum PersonKeyState
{
    /// <summary>There is no such person.</summary>
    Unknown,

    /// <summary>What was stored can be read.</summary>
    Kept,

    /// <summary>What was stored can never be read again.</summary>
    Destroyed,
}
