using System.Collections.Frozen;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Host.Suppliers;

/// <summary>What a supplier may learn of the person and the place: no more than its services need.</summary>
/// <param name="Shared">Of <see cref="All"/>; <c>Suppliers:ID:Share</c>, a comma list, all when not set, <c>none</c> for nothing.</param>
/// <param name="ByService">The same for one service, which counts before the supplier's; <c>Suppliers:ID:ShareFor:SERVICE</c>.</param>
internal sealed record LeastData(FrozenSet<string> Shared, FrozenDictionary<string, FrozenSet<string>> ByService)
{
    /// <summary>Everything that can be shared or not. The case's number, service, description and what is said about it always are.</summary>
    public static readonly FrozenSet<string> All = FrozenSet.Create(StringComparer.Ordinal, "name", "phone", "email", "language", "site", "organisation");

    /// <summary>Why a package was changed for one person: told only where <c>Share</c> names it, as it may tell of health.</summary>
    private const string Adaptation = "adaptation";

    private const string NotShared = "Namn lämnas inte ut";
    private const string ByServicePrefix = "ShareFor:";

    /// <summary>What a supplier's settings say.</summary>
    /// <param name="supplier">Checked by <see cref="Faults"/>.</param>
    public static LeastData Of(SupplierSettings supplier) => new(
        supplier.Options.GetValueOrDefault("Share") is { Length: > 0 } said ? Read(said) : All,
        supplier.Options.Where(option => option.Key.StartsWith(ByServicePrefix, StringComparison.OrdinalIgnoreCase))
            .ToFrozenDictionary(option => option.Key[ByServicePrefix.Length..].ToLowerInvariant(), option => Read(option.Value), StringComparer.Ordinal));

    /// <summary>What is wrong with the settings of suppliers; each text names the setting and a good value.</summary>
    public static IReadOnlyList<string> Faults(IEnumerable<SupplierSettings> suppliers) =>
    [
        .. from supplier in suppliers
           from option in supplier.Options
           where option.Key.Equals("Share", StringComparison.OrdinalIgnoreCase) || option.Key.StartsWith(ByServicePrefix, StringComparison.OrdinalIgnoreCase)
           from word in Read(option.Value)
           where !All.Contains(word) && word != Adaptation
           select $"Suppliers:{supplier.Id}:{option.Key} names '{word}'; use none, or a comma list of {string.Join(", ", All.Append(Adaptation).Order(StringComparer.Ordinal))}.",
        .. FilePolicy.Faults(suppliers),
    ];

    /// <summary>The message without what the supplier does not need.</summary>
    /// <remarks>A promised call keeps number and name where the desk makes it: that is what it needs them for.</remarks>
    public HubMessage Spare(HubMessage message) => message switch
    {
        CaseAssigned e when For(e.Service) is var shared => e with
        {
            Reporter = Spare(e.Reporter, shared),
            Site = shared.Contains("site") ? e.Site : null,
            Organisation = shared.Contains("organisation") ? e.Organisation : null,
        },
        CaseHandoverRequested e => e with { Reporter = Spare(e.Reporter, For(e.Service)) },
        CaseJointResolution e => e with { Reporter = Spare(e.Reporter, For(e.Service)) },
        _ => message,
    };

    /// <summary>The message about an order without what the supplier does not need.</summary>
    /// <param name="message">As the order's history says it.</param>
    /// <param name="serviceOf">The service of a line.</param>
    /// <remarks>What is carried somewhere keeps its site: that is what the supplier needs it for.</remarks>
    public HubOrderMessage Spare(HubOrderMessage message, Func<int, string?> serviceOf) => message switch
    {
        OrderPlacedMessage placed => placed with { Lines = [.. placed.Lines.Select(line => Spare(line, For(serviceOf(line.Line))))] },
        HoldingMovedMessage moved when For(serviceOf(moved.Line)) is var shared => moved with
        {
            Holder = shared.Contains("name") ? moved.Holder : moved.Holder is { } holder ? holder with { Name = null } : null,
            Site = shared.Contains("site") ? moved.Site : null,
            Organisation = shared.Contains("organisation") ? moved.Organisation : null,
        },
        _ => message,
    };

    private static OrderedLineMessage Spare(OrderedLineMessage line, FrozenSet<string> shared) => line with
    {
        Recipients = shared.Contains("name") ? line.Recipients : line.Recipients?.Select(who => who with { Name = null }).ToList(),
        Site = shared.Contains("site") || line.Way != "electronic" ? line.Site : null,
        Organisation = shared.Contains("organisation") ? line.Organisation : null,
        Adaptation = shared.Contains(Adaptation) ? line.Adaptation : null,
    };

    private static Reporter Spare(Reporter reporter, FrozenSet<string> shared) => new(
        shared.Contains("name") ? reporter.Name : NotShared, shared.Contains("phone") ? reporter.Phone : null, shared.Contains("email") ? reporter.Email : null,
        shared.Contains("language") ? reporter.Language : null);

    private FrozenSet<string> For(string? service) => service is not null && ByService.TryGetValue(service, out var shared) ? shared : Shared;

    private static FrozenSet<string> Read(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(word => word != "none").ToFrozenSet(StringComparer.Ordinal);
}
