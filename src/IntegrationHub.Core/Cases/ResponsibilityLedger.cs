namespace IntegrationHub.Core.Cases;

/// <summary>A time during which one party had the ball.</summary>
/// <param name="Until">Null while it lasts.</param>
/// <param name="Seconds">How long; up to the asked time while it lasts.</param>
public sealed record ResponsibleSpan(string Responsible, DateTimeOffset From, DateTimeOffset? Until, double Seconds);

/// <summary>
/// Who had the ball, span after span. Each begins where the one before ended, whatever the clocks said that wrote the events down: one
/// that ran behind moves the ball at the moment of the move before. Only while nobody has it, there is a gap.
/// </summary>
public sealed class ResponsibilityLedger
{
    private readonly List<ResponsibleSpan> _spans = [];

    /// <summary>The ball is with a party from now on; with whom it is already changes nothing.</summary>
    public void Move(Party responsible, DateTimeOffset at)
    {
        if (_spans.Count > 0)
        {
            var last = _spans[^1];
            if (last.Until is null && last.Responsible == responsible.Value)
            {
                return;
            }

            at = Later(at, last.Until ?? last.From);
            _spans[^1] = last.Until is null ? last with { Until = at, Seconds = (at - last.From).TotalSeconds } : last;
        }

        if (responsible != Party.Nobody)
        {
            _spans.Add(new ResponsibleSpan(responsible.Value, at, null, 0));
        }
    }

    /// <summary>The spans, the last counted until a moment if it lasts.</summary>
    public IReadOnlyList<ResponsibleSpan> Until(DateTimeOffset end) =>
        [.. _spans.Select(span => span.Until is null ? span with { Seconds = (Later(end, span.From) - span.From).TotalSeconds } : span)];

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
