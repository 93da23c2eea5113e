using System.Text.Json;
using IntegrationHub.Core.Orders;

namespace IntegrationHub.Host.Orders;

/// <summary>An order as a request asks for it. What a line does not say, the order says for all.</summary>
/// <param name="Orderer">Who orders, when the city's own people order for somebody: external id, user name, address or number.</param>
/// <param name="Wish">In own words; may be all of it: then the order is specified later, and the clock runs already.</param>
/// <param name="Mail">Where the confirmation goes; the directory's address when left out.</param>
/// <param name="Case">The case that it came from.</param>
internal sealed record NewOrder(
    string? Organisation, string? Site, string? Area, string? Reference, string? Project, string? Grouping, bool? Together, NewTime? Wanted, string? Orderer, string? Wish, string? Mail,
    string? Language, string? Channel, string? Case, IReadOnlyList<NewLine>? Lines)
{
    private const int LongestWish = 4_000;
    private const int LongestWord = 200;

    /// <summary>What is wrong before anybody is looked up.</summary>
    public Dictionary<string, string[]> Faults()
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        void Fault(bool wrong, string field, string good)
        {
            if (wrong)
            {
                faults[field] = [good];
            }
        }

        Fault(Lines is not { Count: > 0 } && string.IsNullOrWhiteSpace(Wish), "lines", "At least one line, or a wish in words.");
        Fault(Lines?.Count > OrderChecks.MostLines, "lines", $"An order has 1 to {OrderChecks.MostLines} lines.");
        Fault(Lines?.Sum(line => line?.Recipients?.Count ?? 0) > OrderChecks.MostInAll, "lines", $"An order has {OrderChecks.MostInAll} units in all at most; order them apart.");
        Fault(Wish?.Length > LongestWish, "wish", $"At most {LongestWish} characters.");
        Fault(Organisation is { } organisation && (organisation.Trim().Length == 0 || organisation.Length > 100), "organisation", "The organisation's id, 1 to 100 characters.");
        Fault(Site?.Length > 200, "site", "At most 200 characters.");
        Fault(Area is not (null or "office" or "education"), "area", "office or education.");
        Fault(Reference?.Length > LongestWord, "reference", $"At most {LongestWord} characters.");
        Fault(Project?.Length > LongestWord, "project", $"At most {LongestWord} characters.");
        Fault(Grouping?.Length > LongestWord, "grouping", $"At most {LongestWord} characters.");
        Fault(Orderer?.Length > 254, "orderer", "At most 254 characters.");
        Fault(Language is not (null or "sv" or "en"), "language", "sv or en.");
        Fault(Channel is not (null or "web" or "phone" or "chat" or "mail"), "channel", "One of web, phone, chat, mail.");
        Fault(Mail is { } mail && (mail.Length > 254 || mail.Count(c => c == '@') != 1), "mail", "An e-mail address, or leave it out.");
        Fault(Case is { } number && !Core.Cases.CaseNumber.TryParse(number, out _), "case", "A case's number, or leave it out.");
        foreach (var (line, at) in (Lines ?? []).Take(OrderChecks.MostLines).Select((line, at) => (line, $"lines[{at}]")))
        {
            foreach (var (field, good) in line is null ? [("", "A line is an object.")] : line.Faults())
            {
                Fault(true, at + field, good);
            }
        }

        return faults;
    }
}
