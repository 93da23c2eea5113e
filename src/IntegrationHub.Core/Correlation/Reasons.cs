using System.Globalization;

namespace IntegrationHub.Core.Correlation;

/// <summary>Says in plain words what the engine found.</summary>
internal static class Reasons
{
    /// <summary>The cause as it is told.</summary>
    public static Cause CauseOf(Burst burst, SeenReport newest, Learned learned)
    {
        var (report, kind) = (newest.Report, burst.Scope.Kind);
        var word = learned.Texts.Named(burst.Word);
        return new Cause(
            kind,
            kind is CauseKind.Service or CauseKind.ServiceAtSite or CauseKind.ServiceInOrganisation ? report.Service : null,
            kind is CauseKind.Site or CauseKind.ServiceAtSite ? report.Site : null,
            kind is CauseKind.Organisation or CauseKind.ServiceInOrganisation ? report.Organisation : null,
            kind == CauseKind.Dependency ? learned.Landscape[burst.Scope.One].Id : null,
            kind == CauseKind.Ticket ? report.Ticket : null,
            word, burst.Voices, burst.Expected, burst.Minutes, burst.Evidence);
    }

    /// <summary>Why a report of the burst is linked.</summary>
    public static string First(Cause cause, Burst burst, SeenReport seen) => string.Create(
        CultureInfo.InvariantCulture,
        $"{cause.Voices} reports {What(cause)}{(burst.Word != 0 && cause.Word is null ? " that share a word" : "")} in {Math.Ceiling(cause.Minutes):0} minutes, where {Few(cause.Expected)} to be expected{(burst.Word != 0 && seen.Has(burst.Word) ? "; this one says it too" : "")}.");

    /// <summary>Why a later report is linked.</summary>
    public static string Later(Cause cause, Scope scope, SeenReport seen, Learned learned) =>
        $"Came while it went on, and is {Where(scope, seen, learned.Landscape)}.";

    private static string What(Cause cause)
    {
        var where = cause.Kind switch
        {
            CauseKind.Service => $"about {cause.Service}",
            CauseKind.Site => $"from {cause.Site}",
            CauseKind.Organisation => $"from {cause.Organisation}",
            CauseKind.ServiceInOrganisation => $"about {cause.Service} from {cause.Organisation}",
            CauseKind.ServiceAtSite => $"about {cause.Service} from {cause.Site}",
            CauseKind.Dependency => $"about services that need {cause.Dependency}",
            CauseKind.Ticket => $"with the supplier's ticket {cause.Ticket}",
            _ => "from different services and places",
        };
        return cause.Word is null ? where : $"{where} with the word {cause.Word}";
    }

    private static string Where(Scope scope, SeenReport seen, Landscape landscape) => scope.Kind switch
    {
        CauseKind.Service => $"about {seen.Report.Service}",
        CauseKind.Site => $"from {seen.Report.Site}",
        CauseKind.Organisation => $"from {seen.Report.Organisation}",
        CauseKind.ServiceInOrganisation => $"about {seen.Report.Service} from {seen.Report.Organisation}",
        CauseKind.ServiceAtSite => $"about {seen.Report.Service} from {seen.Report.Site}",
        CauseKind.Dependency => $"about a service that needs {landscape[scope.One].Id}",
        CauseKind.Ticket => $"under the supplier's ticket {seen.Report.Ticket}",
        _ => "told in the same words",
    };

    private static string Few(double expected) =>
        expected < 0.95 ? "less than one was" : string.Create(CultureInfo.InvariantCulture, $"{expected:0.#} were");
}
