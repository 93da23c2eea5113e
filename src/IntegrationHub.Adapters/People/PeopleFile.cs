using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationHub.Core.Directory;

namespace IntegrationHub.Adapters.People;

/// <summary>What is wrong on a line. Never what stood there: it may be personal.</summary>
/// <param name="Line">1 is the header.</param>
/// <param name="Column">Null when the whole line is meant.</param>
/// <param name="Wanted">What is wrong, and what is wanted.</param>
public sealed record LineFault(int Line, string? Column, string Wanted);

/// <summary>A file with persons, read and checked.</summary>
/// <param name="People">Those without a fault, in the order of the file.</param>
/// <param name="Faults">By line. A person with a fault on any line is not among <paramref name="People"/>.</param>
/// <param name="Rows">Lines below the header.</param>
/// <remarks>
/// CSV in UTF-8 with a header. <c>externalId</c> is required; a person may stand on several lines, one for each role, and what is
/// said on a later line must agree with the first or be empty there. Several phones or mails are separated by semicolons.
/// </remarks>
public sealed record PeopleFile(IReadOnlyList<PersonDraft> People, IReadOnlyList<LineFault> Faults, int Rows)
{
    /// <summary>The columns that the file may have, in any order.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "externalId", "userName", "givenName", "familyName", "phones", "mails", "organisation", "site", "department", "area", "role", "unit",
        "roleOrganisation", "roleSite", "manager", "sponsor", "activeFrom", "activeUntil", "language",
    ];

    private const int LongestField = 200;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static PeopleFile Read(TextReader text)
    {
        var faults = new List<LineFault>();
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            MissingFieldFound = null,
            BadDataFound = bad => faults.Add(new LineFault(bad.Context.Parser?.RawRow ?? 0, null, "A quotation mark stands where none may. Put the field in quotation marks and double those within.")),
        });
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { } header || !header.Contains("externalId", StringComparer.Ordinal))
        {
            return new PeopleFile([], [new LineFault(1, "externalId", $"The header lacks externalId. It may have: {string.Join(',', Columns)}.")], 0);
        }

        faults.AddRange(header.Except(Columns, StringComparer.Ordinal).Select(_ => new LineFault(1, null, $"A column has an unknown name. Known ones: {string.Join(',', Columns)}.")));
        faults.AddRange(header.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => new LineFault(1, same.Key, "The column stands twice.")));
        if (faults.Count > 0)
        {
            return new PeopleFile([], faults, 0);
        }

        return Persons(csv, faults);
    }

    private static PeopleFile Persons(CsvReader csv, List<LineFault> faults)
    {
        var people = new OrderedDictionary<string, PersonDraft>(StringComparer.Ordinal);
        var broken = new HashSet<string>(StringComparer.Ordinal);
        var rows = 0;
        while (csv.Read())
        {
            rows++;
            var row = new PeopleRow(csv, faults.Count);
            if (row.Id is not { } id)
            {
                faults.Add(new LineFault(row.Line, "externalId", $"Missing, or longer than {LongestField} characters: the stable id of the person."));
                continue;
            }

            var merged = row.Onto(people.GetValueOrDefault(id), faults);
            if (faults.Count > row.FaultsBefore)
            {
                broken.Add(id);
            }

            people[id] = merged;
        }

        return new PeopleFile([.. people.Values.Where(person => !broken.Contains(person.ExternalId))], faults, rows);
    }
}
