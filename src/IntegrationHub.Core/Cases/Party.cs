namespace IntegrationHub.Core.Cases;

/// <summary>Who can have the ball: a desk, the user, the city's service integrator, or (when all is done) nobody.</summary>
/// <param name="Value"><c>desk:ID</c>, <c>user</c>, <c>integrator</c> or <c>nobody</c>.</param>
public readonly record struct Party(string Value)
{
    /// <summary>The person whose matter it is.</summary>
    public static readonly Party User = new("user");

    /// <summary>The city's service integrator: routes what no desk has.</summary>
    public static readonly Party Integrator = new("integrator");

    /// <summary>The case is closed.</summary>
    public static readonly Party Nobody = new("nobody");

    /// <summary>A supplier's desk.</summary>
    public static Party Desk(string desk) => new("desk:" + desk);

    /// <summary>The desk's id, or null when it is no desk.</summary>
    public string? DeskId => Value is not null && Value.StartsWith("desk:", StringComparison.Ordinal) ? Value[5..] : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
