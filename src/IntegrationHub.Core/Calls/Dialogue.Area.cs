using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// What differs by delivery area, site and role: the first question's matters, the hours, and who answers for a person. The keys' meanings
/// stay: 1 to 4 matters, 5 an existing case, 8 English, 0 a person.
/// </summary>
public sealed partial class Dialogue
{
    /// <summary>Which callers have something of their own.</summary>
    public AreaRules Areas { get; init; } = AreaRules.None;

    /// <summary>First who it may be, where that makes a difference; then which incidents to tell.</summary>
    private Plan Begin(Turn turn) => Areas.Rules.Count == 0 ? new Plan(turn, new FindIncidents(Service: null)) : new Plan(turn, new FindRoles());

    private Plan Placed(Turn turn, RolesFound found) =>
        new(turn with { Rule = Areas.Of(found.Roles)?.Id }, new FindIncidents(Service: null));

    /// <summary>The matters of the first question.</summary>
    private IReadOnlyList<MenuChoice> FirstChoices(Turn turn) => Areas.Find(turn.Rule)?.Choices ?? menu.Choices;

    /// <summary>The desk that answers when a person is asked for.</summary>
    private string PersonDesk(Turn turn) => Areas.Find(turn.Rule)?.PersonDesk ?? lines.Person;

    /// <summary>Whether the turn's desk can be called now, by this caller.</summary>
    private bool CanCall(Turn turn) => lines.Has(turn.Desk) && (lines.IsOpenFor is null || lines.IsOpenFor(turn.Rule));
}
