using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Orders;

/// <summary>What an invoice reference must look like.</summary>
/// <param name="Pattern">A regular expression over the whole reference.</param>
/// <param name="Example">A good one, shown in a fault.</param>
/// <param name="Sv">What it is made of, in Swedish.</param>
public sealed record ReferenceRule(string Pattern, string Example, string Sv, string En)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether a reference fits. One that takes longer than a tenth of a second to judge does not.</summary>
    public bool Fits(string reference)
    {
        try
        {
            return reference.Length <= 60 && Regex.IsMatch(reference, "^(?:" + Pattern + ")$", RegexOptions.CultureInvariant, s_patience);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }
}

/// <summary>Up to which value a role may approve.</summary>
/// <param name="UpTo">In öre; null for any value.</param>
/// <param name="Role">As the directory calls it.</param>
public sealed record AttestStep(long? UpTo, string Role);

/// <summary>Who must approve an order.</summary>
/// <param name="FreeUpTo">An order of this value or less needs no approval; in öre.</param>
/// <param name="Steps">The lowest first.</param>
public sealed record AttestRule(long FreeUpTo, IReadOnlyList<AttestStep> Steps)
{
    /// <summary>The role that may approve this value; null when none need.</summary>
    public string? RoleFor(Money value) => value.Minor <= FreeUpTo ? null : (Steps.FirstOrDefault(step => step.UpTo is not { } most || value.Minor <= most) ?? Steps[^1]).Role;

    /// <summary>The roles that a person with these may approve by: each that is not above the highest of them.</summary>
    public IReadOnlyList<string> RolesOf(IEnumerable<string> held)
    {
        var own = held.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var highest = Steps.Select((step, at) => own.Contains(step.Role) ? at : -1).DefaultIfEmpty(-1).Max();
        return [.. Steps.Take(highest + 1).Select(step => step.Role)];
    }
}

/// <summary>The rules of ordering that are data: <c>order-rules.json</c>.</summary>
/// <param name="Types">Article types.</param>
/// <param name="Attest">Who approves, by organisation; <c>*</c> for every other.</param>
/// <param name="References">Kinds of reference, by name.</param>
/// <param name="ReferenceOf">Which kind an organisation has; <c>*</c> for every other.</param>
public sealed record OrderRules(
    IReadOnlyList<ArticleType> Types, IReadOnlyDictionary<string, AttestRule> Attest, IReadOnlyDictionary<string, ReferenceRule> References,
    IReadOnlyDictionary<string, string> ReferenceOf)
{
    private const string Every = "*";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>The rules that the hub comes with.</summary>
    public static OrderRules Default { get; } = Read(Resource("order-rules.json"));

    /// <summary>The articles that the hub comes with.</summary>
    internal static ArticleFile Sample { get; } = ArticleFile.Read(Resource("articles.json"));

    /// <summary>Reads rules.</summary>
    /// <exception cref="JsonException">The text names what is wrong.</exception>
    public static OrderRules Read(Stream json)
    {
        var rules = JsonSerializer.Deserialize<OrderRules>(json, s_json) ?? throw new JsonException("The rules are empty.");
        return rules switch
        {
            _ when !rules.Attest.ContainsKey(Every) || !rules.ReferenceOf.ContainsKey(Every) => throw new JsonException("attest and referenceOf each need an entry * for every other organisation."),
            _ when rules.Attest.Values.Any(rule => rule.Steps.Count == 0) => throw new JsonException("Each rule of attest needs at least one step."),
            _ when rules.ReferenceOf.Values.FirstOrDefault(kind => !rules.References.ContainsKey(kind)) is { } unknown => throw new JsonException($"referenceOf names {unknown}, which is not among references."),
            _ => rules,
        };
    }

    /// <summary>The article type of this id; null when there is none.</summary>
    public ArticleType? Type(string id) => Types.FirstOrDefault(type => type.Id == id);

    /// <summary>Who approves for an organisation.</summary>
    public AttestRule AttestOf(string? organisation) => Attest.GetValueOrDefault(organisation ?? Every) ?? Attest[Every];

    /// <summary>What a reference of an organisation looks like.</summary>
    public ReferenceRule Reference(string? organisation) => References[ReferenceOf.GetValueOrDefault(organisation ?? Every) ?? ReferenceOf[Every]];

    private static Stream Resource(string name) => typeof(OrderRules).Assembly.GetManifestResourceStream(name)
        ?? throw new InvalidOperationException($"The build has no {name}; see EmbeddedResource in IntegrationHub.Core.csproj.");
}
