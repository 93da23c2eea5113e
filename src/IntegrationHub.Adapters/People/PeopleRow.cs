using System.Globalization;
using CsvHelper;
using IntegrationHub.Core.Directory;

namespace IntegrationHub.Adapters.People;

/// <summary>One line of a file with persons.</summary>
internal sealed class PeopleRow(CsvReader csv, int faultsBefore)
{
    private const int LongestField = 200;

    /// <summary>The line's number.</summary>
    public int Line { get; } = csv.Parser.RawRow;

    /// <summary>Faults before this line.</summary>
    public int FaultsBefore => faultsBefore;

    /// <summary>The person's external id; null when missing or too long.</summary>
    public string? Id => Field("externalId") is { Length: <= LongestField } id ? id : null;

    /// <summary>The person with what this line adds.</summary>
    /// <param name="before">From earlier lines; null for the first.</param>
    /// <param name="faults">Where faults go.</param>
    public PersonDraft Onto(PersonDraft? before, List<LineFault> faults)
    {
        foreach (var column in PeopleFile.Columns.Where(column => Field(column)?.Length > (column is "phones" or "mails" ? 10 * LongestField : LongestField)))
        {
            faults.Add(new LineFault(Line, column, $"Longer than {LongestField} characters."));
        }

        T? Same<T>(T? first, T? now, string column)
        {
            if (before is not null && now is not null && first is not null && !EqualityComparer<T>.Default.Equals(first, now))
            {
                faults.Add(new LineFault(Line, column, "Differs from the person's first line. Let it agree or be empty."));
            }

            return first is null ? now : first;
        }

        var draft = before ?? new PersonDraft(Id!);
        return draft with
        {
            UserName = Same(draft.UserName, Field("userName"), "userName"),
            GivenName = Same(draft.GivenName, Field("givenName"), "givenName"),
            FamilyName = Same(draft.FamilyName, Field("familyName"), "familyName"),
            Phones = Ways(draft.Phones, "phones", PhoneNumber.ToE164, "A phone number, for example 070-123 45 67; several are separated by semicolons.", faults),
            Mails = Ways(draft.Mails, "mails", Mail, "A mail address; several are separated by semicolons.", faults),
            Organisation = Same(draft.Organisation, Field("organisation"), "organisation"),
            Site = Same(draft.Site, Field("site"), "site"),
            Unit = Same(draft.Unit, Field("department"), "department"),
            Roles = Roles(draft.Roles, faults),
            Manager = Same(draft.Manager, Field("manager"), "manager"),
            Sponsor = Same(draft.Sponsor, Field("sponsor"), "sponsor"),
            ActiveFrom = Same(draft.ActiveFrom, Day("activeFrom", faults), "activeFrom"),
            ActiveUntil = Same(draft.ActiveUntil, Day("activeUntil", faults), "activeUntil"),
            Language = Same(draft.Language, Field("language"), "language"),
        };
    }

    private IReadOnlyList<DraftRole> Roles(IReadOnlyList<DraftRole> before, List<LineFault> faults)
    {
        var (area, name) = (Field("area"), Field("role"));
        if (area is null && (name ?? Field("unit") ?? Field("roleOrganisation") ?? Field("roleSite")) is null)
        {
            return before;
        }

        if (area is not ("office" or "education"))
        {
            faults.Add(new LineFault(Line, "area", "office or education, for the role on this line."));
            return before;
        }

        var role = new DraftRole(area, name, Field("unit"), Field("roleOrganisation"), Field("roleSite"));
        return before.Contains(role) ? before : [.. before, role];
    }

    private List<DraftWay> Ways(IReadOnlyList<DraftWay> before, string column, Func<string, string?> normal, string wanted, List<LineFault> faults)
    {
        var ways = before.ToList();
        foreach (var text in (Field(column) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (normal(text) is not { } way)
            {
                faults.Add(new LineFault(Line, column, wanted));
            }
            else if (!ways.Contains(new DraftWay(way)))
            {
                ways.Add(new DraftWay(way));
            }
        }

        return ways;
    }

    private DateOnly? Day(string column, List<LineFault> faults)
    {
        if (Field(column) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults.Add(new LineFault(Line, column, "A day, for example 2026-11-24."));
        return null;
    }

    private static string? Mail(string text) => text.Length <= 254 && text.IndexOf('@') is > 0 and var at && at < text.Length - 1 && text.LastIndexOf('@') == at && !text.Any(char.IsWhiteSpace) ? text : null;

    private string? Field(string column) => csv.TryGetField<string>(column, out var text) && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
