using IntegrationHub.Core.Orders;

namespace IntegrationHub.Host.Orders;

/// <summary>One article or package for many or for one; see <see cref="DraftLine"/>. Prices in öre.</summary>
internal sealed record NewLine(
    string? Article, string? Package, int? Quantity, int? TermMonths, string? Reference, string? Project, string? Grouping, string? Way, string? Site, NewTime? Wanted,
    IReadOnlyList<string>? Swap, string? Specification, long? AgreedOnce, long? AgreedMonthly, IReadOnlyList<string>? Without, IReadOnlyList<string>? With, string? Why,
    IReadOnlyList<NewRecipient>? Recipients)
{
    private const int LongestId = 100;
    private const int LongestWord = 200;
    private const int LongestReason = 1_000;
    private const int LongestSpecification = 2_000;
    private const int MostChanges = 100;

    /// <summary>What is wrong before anybody is looked up: fields, as they follow the line's own, with what would be good.</summary>
    public IEnumerable<(string Field, string Good)> Faults()
    {
        (bool Wrong, string Field, string Good)[] faults =
        [
            (Article?.Length > LongestId, ".article", $"At most {LongestId} characters."),
            (Package?.Length > LongestId, ".package", $"At most {LongestId} characters."),
            (Way is not (null or "box" or "technician" or "electronic"), ".way", "box, technician or electronic."),
            (Reference?.Length > LongestWord, ".reference", $"At most {LongestWord} characters."),
            (Project?.Length > LongestWord, ".project", $"At most {LongestWord} characters."),
            (Grouping?.Length > LongestWord, ".grouping", $"At most {LongestWord} characters."),
            (Site?.Length > LongestWord, ".site", $"At most {LongestWord} characters."),
            (Specification?.Length > LongestSpecification, ".specification", $"At most {LongestSpecification} characters."),
            (Why?.Length > LongestReason, ".why", $"At most {LongestReason} characters."),
            (IsBeyond(Swap, OrderChecks.MostUnits), ".swap", $"At most {OrderChecks.MostUnits} ids, each 1 to {LongestId} characters."),
            (IsBeyond(Without, MostChanges), ".without", $"At most {MostChanges} articles."),
            (IsBeyond(With, MostChanges), ".with", $"At most {MostChanges} articles."),
            (Recipients?.Count > OrderChecks.MostUnits, ".recipients", $"At most {OrderChecks.MostUnits}."),
            (Recipients?.Any(who => who is null or { Name.Length: > 200 } or { Person.Length: > 254 } or { Role.Length: > 100 }) == true, ".recipients",
                "Each is an object with person or name; a name has at most 200 characters, a role 100."),
        ];
        return faults.Where(fault => fault.Wrong).Select(fault => (fault.Field, fault.Good));
    }

    /// <summary>The line for these recipients.</summary>
    public DraftLine ToDraft(IReadOnlyList<Recipient> recipients) => new(Article, Package, recipients)
    {
        Quantity = Quantity,
        TermMonths = TermMonths,
        Reference = Reference,
        Project = Project,
        Grouping = Grouping,
        Way = Way is null ? null : Enum.Parse<DeliveryWay>(Way, ignoreCase: true),
        Site = Site,
        Wanted = Wanted?.ToTime(),
        Swap = Swap ?? [],
        Specification = Specification,
        AgreedOnce = AgreedOnce is { } once ? new Money(once) : null,
        AgreedMonthly = AgreedMonthly is { } monthly ? new Money(monthly) : null,
        Without = Without ?? [],
        With = With ?? [],
        Why = Why,
    };

    private static bool IsBeyond(IReadOnlyList<string>? ids, int most) => ids?.Count > most || ids?.Any(id => id is not { Length: > 0 and <= LongestId }) == true;
}

/// <summary>Who gets a unit.</summary>
/// <param name="Person">External id, user name, address, number or pseudonym of somebody in the directory.</param>
/// <param name="Name">Of somebody who is not there yet.</param>
/// <param name="Role">What the person is to be.</param>
internal sealed record NewRecipient(string? Person, string? Name, string? Role);

/// <summary>From and until when, RFC 3339.</summary>
internal sealed record NewTime(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>The same in UTC.</summary>
    public DeliveryTime ToTime() => new(From.ToUniversalTime(), Until.ToUniversalTime());
}
