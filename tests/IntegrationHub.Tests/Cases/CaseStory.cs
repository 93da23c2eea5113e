using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Tests.Cases;

/// <summary>A case's history as it would stand in the log: each command by somebody, decided by the rules.</summary>
internal sealed class CaseStory
{
    private readonly List<Known> _history = [];
    private CaseState _state = CaseState.Empty;

    public IReadOnlyList<Known> History => _history;

    public CaseState State => _state;

    /// <summary>Adds what the command leads to.</summary>
    /// <param name="by">As in <see cref="EventContext"/>.</param>
    /// <param name="command">One that the rules accept.</param>
    public CaseStory Then(string by, CaseCommand command)
    {
        var yes = Assert.IsType<Accepted<CaseEvent>>(CaseDecider.Decide(_state, command));
        foreach (var fact in yes.Events)
        {
            _state = _state.After(fact);
            _history.Add(new Known(
                new RecordedEvent(
                    Scenario.Number.Stream, _history.Count, new LogPosition(_history.Count), EventId.Of(Guid.Empty, _history.Count),
                    StoredTypes.NameOf(fact.GetType()), default, default, fact.At),
                fact, new EventContext(by, "supplier")));
        }

        return this;
    }

    /// <summary>The history up to and with its last event of a kind.</summary>
    public IReadOnlyList<Known> Until<TEvent>() =>
        [.. _history.Take(_history.FindLastIndex(known => known.Fact is TEvent) + 1)];
}
