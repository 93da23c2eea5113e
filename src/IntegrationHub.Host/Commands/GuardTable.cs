using System.Globalization;
using IntegrationHub.Core.Reports;
using Spectre.Console;

namespace IntegrationHub.Host.Commands;

/// <summary>What the bounce rule would have done to a history, for people to read.</summary>
internal static class GuardTable
{
    private const int Width = 120;

    /// <summary>Writes the tables and, below, what is counterfactual about them.</summary>
    public static void Write(GuardReport report, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Detect });
        console.Profile.Width = Math.Max(console.Profile.Width, Width);
        console.Write(Table($"What happened ({report.Layout})", Happened(report)));
        console.Write(Table("What the rule would have done", Guarded(report.Guard)));
        if (report is { Routing: { } routing, Together: { } together })
        {
            console.Write(Table("How a router trained on the earlier half would have sent the later half", Routed(routing, report.KnownThen?.Routing)));
            console.Write(Table("What would have become of the later half's returns", Together(together, report.KnownThen?.Returns)));
        }

        foreach (var note in report.Counterfactual)
        {
            console.WriteLine("* " + note);
        }
    }

    private static IEnumerable<(string, string)> Happened(GuardReport report) =>
    [
        ("cases, events, teams", $"{Number(report.Cases)}, {Number(report.Events)}, {Number(report.Teams)}"),
        ("cases that returned to an earlier team", $"{Number(report.History.ReturnedCases)} ({Share(report.History.ReturnedShare)})"),
        ("cases that went A-B-A", $"{Number(report.History.AbaCases)} ({Share(report.History.AbaShare)})"),
        ("moves; of them returns; beyond a case's second", $"{Number(report.History.Moves)}; {Number(report.History.Returns)}; {Number(report.History.LaterHandovers)}"),
        ("days at teams that did not solve the case", Days(report.History.TravelDays)),
        ("  of them in a queue, taken up by nobody", Days(report.History.TravelDaysQueued)),
        .. report.History.Reassigned is { } moved ? [("passed on, by the log's own count", Number(moved))] : Array.Empty<(string, string)>(),
        .. report.History.Reopened is { } reopened ? [("cases opened again, by the log's own count", Number(reopened))] : Array.Empty<(string, string)>(),
    ];

    private static IEnumerable<(string, string)> Guarded(GuardFigures guard) =>
    [
        ("cases touched", Number(guard.CasesTouched)),
        ("returns refused; third handovers refused", $"{Number(guard.ReturnsRefused)}; {Number(guard.ThirdHandoversRefused)}"),
        ("joint resolutions opened instead", Number(guard.JointResolutions)),
        ("returns that are none by the handshake", Number(guard.ReturnsNeverLeft)),
        ("returns between teams that work jointly by then", Number(guard.ReturnsWhileJoint)),
        ("returns turned into joint resolution", Number(guard.ReturnsTurnedJoint)),
        ("what followed first refused returns: events; days", $"{Number(guard.EventsAfterRefusal)}; {Days(guard.DaysAfterRefusal)}"),
    ];

    private static IEnumerable<(string, string)> Routed(RoutingTrialFigures routing, RoutingTrialFigures? knownThen) =>
    [
        ("trained on; tried on", $"{Number(routing.TrainedOn)}; {Number(routing.TriedOn)} cases"),
        ("confidence from which it sends", routing.Threshold?.ToString("0.00", CultureInfo.InvariantCulture) ?? "none is enough"),
        ("sent; of them to the solver", $"{Number(routing.Sent)}; {Number(routing.SentRight)}"),
        ("cases that come at once to their solver", $"{Share(routing.AtOnceShare)} (history: {Share(routing.HistoryAtOnceShare)})"),
        ("sent away from the solver that history began with", Number(routing.SentAwayFromSolver)),
        .. knownThen is { } then ? [($"  at once, by the {Number(then.TrainedOn)} solved by then alone", Share(then.AtOnceShare))] : Array.Empty<(string, string)>(),
    ];

    private static IEnumerable<(string, string)> Together(ReturnsFigures returns, ReturnsFigures? knownThen) =>
    [
        ("returns", Number(returns.Returns)),
        ("avoided by routing", $"{Number(returns.AvoidedByRouting)} (in {Number(returns.OfThoseSentThereInHistory)} history began there too)"),
        ("of the rest avoided by the rule", Number(returns.AvoidedByRule)),
        ("of the rest turned into joint resolution", Number(returns.TurnedJoint)),
        ("avoided by routing and rule together", $"{Share(returns.AvoidedShare)} (goal {Share(returns.GoalShare)})"),
        ("  not counting where history began there too", Share(returns.StrictlyAvoidedShare)),
        .. knownThen is { } then ? [("  with a router that knew what was solved by then alone", $"{Share(then.AvoidedShare)}; {Share(then.StrictlyAvoidedShare)}")] : Array.Empty<(string, string)>(),
    ];

    private static Table Table(string title, IEnumerable<(string What, string Figure)> rows)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape(title)), Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumn("what").AddColumn(new TableColumn("figure").RightAligned());
        foreach (var (what, figure) in rows)
        {
            table.AddRow(Markup.Escape(what), Markup.Escape(figure));
        }

        return table;
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Days(decimal? days) => days?.ToString("N1", CultureInfo.InvariantCulture) ?? "not known";

    private static string Share(decimal share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
