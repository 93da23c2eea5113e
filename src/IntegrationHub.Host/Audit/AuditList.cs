using System.Globalization;
using IntegrationHub.Adapters.Views;
using IntegrationHub.Core.Audit;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Host.Audit;

/// <summary>What the city office asks the list for.</summary>
/// <param name="From">Touched on that day in Stockholm or after.</param>
/// <param name="To">Begun on that day or before.</param>
/// <param name="Supplier">A supplier's id.</param>
/// <param name="Organisation">As the directory writes it.</param>
/// <param name="IncidentsOnly">No cases.</param>
internal sealed record AuditQuestion(DateOnly? From, DateOnly? To, string? Supplier, string? Organisation, bool IncidentsOnly);

/// <summary>A row with every supplier that it touched.</summary>
/// <param name="Suppliers">Ids, in order.</param>
internal sealed record AuditLine(
    string Kind, string Number, IReadOnlyList<string> Suppliers, IReadOnlyList<string> Organisations, string? Incident, int Handovers, int Joint, int Silences, bool Over,
    DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt);

/// <summary>Every incident and case that touched more than one supplier, from the read model.</summary>
internal sealed class AuditList(LiveView<AuditRow> rows, ServiceCatalogue catalogue)
{
    private const int CasesOfIncident = 500;
    private static readonly TimeZoneInfo s_city = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>A page of it, the last changed first.</summary>
    /// <param name="question">What is asked for.</param>
    /// <param name="after">Where the page before ended; 0 for the first.</param>
    /// <param name="size">At most so many.</param>
    /// <returns>The lines, and where the next page begins; null when this is the last.</returns>
    public (IReadOnlyList<AuditLine> Lines, int? Next) Ask(AuditQuestion question, int after, int size)
    {
        var (lines, offset) = (new List<AuditLine>(), after);
        while (true)
        {
            var (page, total) = rows.Ask(new ViewQuery(Conditions(question), Order: null, Descending: true, offset, size));
            foreach (var row in page)
            {
                if (lines.Count == size)
                {
                    return (lines, offset);
                }

                offset++;
                var line = Whole(row);
                if (line.Suppliers.Count > 1 && (question.Supplier is null || line.Suppliers.Contains(question.Supplier, StringComparer.Ordinal)))
                {
                    lines.Add(line);
                }
            }

            if (offset >= total || page.Count == 0)
            {
                return (lines, null);
            }
        }
    }

    /// <summary>The row with an incident's suppliers: those of its desks and of its cases.</summary>
    private AuditLine Whole(AuditRow row)
    {
        var suppliers = AuditRow.Names(row.Suppliers);
        if (row.Kind == "incident")
        {
            var cases = rows.Ask(new ViewQuery([[new Condition("incident", Comparison.Is, row.Number)]], null, true, 0, CasesOfIncident)).Rows;
            suppliers =
            [
                .. AuditRow.Names(row.Desks).Select(desk => catalogue.FindDesk(desk)?.Supplier).OfType<string>()
                    .Concat(cases.SelectMany(one => AuditRow.Names(one.Suppliers))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ];
        }

        return new AuditLine(
            row.Kind, row.Number, suppliers, AuditRow.Names(row.Organisations), row.Incident, row.Handovers, row.Joint, row.Silences, row.Over, row.OpenedAt, row.UpdatedAt);
    }

    private static List<IReadOnlyList<Condition>> Conditions(AuditQuestion question)
    {
        var incident = new Condition("crosses", Comparison.Is, "incident"); // Whether it crosses is told by its cases.
        List<IReadOnlyList<Condition>> all = [question.IncidentsOnly ? [incident] : [new Condition("crosses", Comparison.Is, "yes"), incident]];
        if (question.Supplier is { } supplier)
        {
            all.Add([new Condition("suppliers", Comparison.Holds, AuditRow.Listed(supplier)), incident]);
        }

        if (question.Organisation is { } organisation)
        {
            all.Add([new Condition("organisations", Comparison.Holds, AuditRow.Listed(organisation)), new Condition("organisations", Comparison.Is, AuditRow.Listed("*"))]);
        }

        if (question.From is { } from)
        {
            all.Add([new Condition("updated", Comparison.AtLeast, Midnight(from))]);
        }

        if (question.To is { } to)
        {
            all.Add([new Condition("opened", Comparison.Below, Midnight(to.AddDays(1)))]);
        }

        return all;
    }

    private static string Midnight(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return AuditRow.Sortable(new DateTimeOffset(local, s_city.GetUtcOffset(local)));
    }

    /// <summary>A day as a form or an address writes it; null for none or for what is no day.</summary>
    public static DateOnly? Day(string? said) =>
        DateOnly.TryParseExact(said, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
