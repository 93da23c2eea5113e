namespace IntegrationHub.Core;

/// <summary>What a rule says to a command.</summary>
/// <typeparam name="TEvent">The events of the thing that the rule is about.</typeparam>
public abstract record Decision<TEvent>;

/// <summary>Yes, and what has happened thereby.</summary>
/// <param name="Events">In order; empty when the command changes nothing.</param>
public sealed record Accepted<TEvent>(IReadOnlyList<TEvent> Events) : Decision<TEvent>;

/// <summary>No; nothing has happened.</summary>
/// <param name="Code">Stable, lower-case words joined by hyphens; other systems may act on it.</param>
/// <param name="Why">A plain sentence that says what to do instead.</param>
public sealed record Refused<TEvent>(string Code, string Why) : Decision<TEvent>;
