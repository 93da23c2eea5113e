using System.Collections.Immutable;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Incidents;

/// <summary>A report to the authority that a significant incident (betydande incident) asks for.</summary>
/// <remarks>Source: Directive (EU) 2022/2555 (NIS2), article 23(4).</remarks>
public enum SignificantReport
{
    /// <summary>Tidig varning: within 24 hours of knowing.</summary>
    EarlyWarning,

    /// <summary>Incidentanmälan: within 72 hours of knowing.</summary>
    Notification,

    /// <summary>Slutrapport: within a month of the notification.</summary>
    Final,
}

/// <summary>The city judged that the incident is significant: the clocks of the law run.</summary>
/// <param name="Reason">Why, without names of persons.</param>
/// <param name="KnownAt">When the city became aware of it; the clocks run from here.</param>
/// <param name="FinalDue">A month after the notification was due; it moves when the notification is sent.</param>
[StoredAs("incident-marked-significant", 1)]
public sealed record IncidentMarkedSignificant(
    string Reason, DateTimeOffset KnownAt, DateTimeOffset EarlyWarningDue, DateTimeOffset NotificationDue, DateTimeOffset FinalDue, DateTimeOffset At) : IncidentEvent(At);

/// <summary>It was not significant after all: the clocks stop.</summary>
[StoredAs("incident-significance-withdrawn", 1)]
public sealed record IncidentSignificanceWithdrawn(string Reason, DateTimeOffset At) : IncidentEvent(At);

/// <summary>A report was given to the authority.</summary>
/// <param name="Reference">The authority's own number of it.</param>
/// <param name="FinalDue">With the notification: when the final report is due from now on; else null.</param>
[StoredAs("incident-report-sent", 1)]
public sealed record IncidentReportSent(SignificantReport Report, string Reference, DateTimeOffset? FinalDue, DateTimeOffset At) : IncidentEvent(At);

/// <summary>The time for a report passed without it.</summary>
[StoredAs("incident-report-missed", 1)]
public sealed record IncidentReportMissed(SignificantReport Report, DateTimeOffset Due, DateTimeOffset At) : IncidentEvent(At);

/// <summary>What someone wants done about an incident's significance; the city alone decides it, no desk.</summary>
public abstract record SignificanceCommand(DateTimeOffset Now) : IncidentCommand(Now);

/// <summary>Marks it significant.</summary>
/// <param name="KnownAt">When the city became aware of it; not in the future.</param>
public sealed record MarkSignificant(string Reason, DateTimeOffset KnownAt, DateTimeOffset Now) : SignificanceCommand(Now);

/// <summary>Takes the mark away.</summary>
public sealed record WithdrawSignificance(string Reason, DateTimeOffset Now) : SignificanceCommand(Now);

/// <summary>Notes that a report was sent.</summary>
/// <param name="Reference">The authority's own number of it.</param>
public sealed record NoteReportSent(SignificantReport Report, string Reference, DateTimeOffset Now) : SignificanceCommand(Now);

/// <summary>Notes that the time for a report has passed.</summary>
/// <param name="Due">When it was due.</param>
public sealed record MissReport(SignificantReport Report, DateTimeOffset Due, DateTimeOffset Now) : SignificanceCommand(Now);

/// <summary>One of the three reports.</summary>
/// <param name="Reference">The authority's number of what was sent; null until then.</param>
/// <param name="Missed">Whether its time passed without it; it may have been sent later.</param>
public sealed record ReportClock(SignificantReport Report, DateTimeOffset Due, DateTimeOffset? SentAt = null, string? Reference = null, bool Missed = false);

/// <summary>That an incident is significant, and how its reports stand.</summary>
/// <param name="MarkedAt">When it was marked; tells this marking from an earlier one.</param>
/// <param name="Reports">In order: early warning, notification, final report.</param>
public sealed record Significance(string Reason, DateTimeOffset KnownAt, DateTimeOffset MarkedAt, ImmutableArray<ReportClock> Reports)
{
    private static readonly TimeSpan s_warnWithin = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_notifyWithin = TimeSpan.FromHours(72);

    /// <summary>The report whose time runs out next and has not been sent or missed; null when none waits.</summary>
    public ReportClock? Next => Reports.Where(clock => clock is { SentAt: null, Missed: false }).MinBy(clock => clock.Due);

    /// <summary>What a command leads to.</summary>
    internal static Decision<IncidentEvent> Decide(IncidentState state, SignificanceCommand command) => (state.Significance, command) switch
    {
        (_, { ByDesk: not null }) => IncidentDecider.No("city-only", "Whether an incident is significant, and what is reported of it, is the city's to say. Tell the city's service integrator."),
        (_, MarkSignificant { KnownAt: var known, Now: var now }) when known > now => IncidentDecider.No("not-yet", "The city cannot have become aware of it in the future. Give the time it did."),
        ({ } significance, MarkSignificant c) when significance.KnownAt == c.KnownAt => IncidentDecider.Yes(),
        ({ } significance, MarkSignificant) when significance.Reports.Any(clock => clock.SentAt is not null) =>
            IncidentDecider.No("reported-already", "A report was sent with the present time. Withdraw the mark first if it was wrong."),
        (_, MarkSignificant c) => IncidentDecider.Yes(new IncidentMarkedSignificant(
            c.Reason, c.KnownAt, c.KnownAt + s_warnWithin, c.KnownAt + s_notifyWithin, (c.KnownAt + s_notifyWithin).AddMonths(1), c.Now)),
        (null, WithdrawSignificance or MissReport) => IncidentDecider.Yes(),
        (null, _) => IncidentDecider.No("not-significant", "The incident is not marked significant. Mark it first."),
        (_, WithdrawSignificance c) => IncidentDecider.Yes(new IncidentSignificanceWithdrawn(c.Reason, c.Now)),
        ({ } significance, NoteReportSent c) when significance.Of(c.Report).SentAt is not null =>
            significance.Of(c.Report).Reference == c.Reference ? IncidentDecider.Yes() : IncidentDecider.No("reported-already", "This report was sent already, under another reference."),
        (_, NoteReportSent c) => IncidentDecider.Yes(new IncidentReportSent(
            c.Report, c.Reference, c.Report == SignificantReport.Notification ? c.Now.AddMonths(1) : null, c.Now)),
        ({ } significance, MissReport c) => significance.Of(c.Report) is { SentAt: null, Missed: false } clock && clock.Due == c.Due && c.Due <= c.Now
            ? IncidentDecider.Yes(new IncidentReportMissed(c.Report, c.Due, c.Now)) : IncidentDecider.Yes(),
        _ => IncidentDecider.No("not-possible", "This cannot be done with the incident as it stands."),
    };

    /// <summary>How it stands after one more event.</summary>
    internal static Significance? After(Significance? before, object? fact) => (before, fact) switch
    {
        (_, IncidentMarkedSignificant e) => new(e.Reason, e.KnownAt, e.At,
        [
            new(SignificantReport.EarlyWarning, e.EarlyWarningDue), new(SignificantReport.Notification, e.NotificationDue), new(SignificantReport.Final, e.FinalDue),
        ]),
        (_, IncidentSignificanceWithdrawn) => null,
        ({ }, IncidentReportSent e) => before.With(e.Report, clock => clock with { SentAt = e.At, Reference = e.Reference })
            .With(SignificantReport.Final, clock => clock with { Due = e.FinalDue ?? clock.Due }),
        ({ }, IncidentReportMissed e) => before.With(e.Report, clock => clock with { Missed = true }),
        _ => before,
    };

    private ReportClock Of(SignificantReport report) => Reports[(int)report];

    private Significance With(SignificantReport report, Func<ReportClock, ReportClock> change) =>
        this with { Reports = Reports.SetItem((int)report, change(Of(report))) };
}
