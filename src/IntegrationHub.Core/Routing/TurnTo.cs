using System.Collections.Frozen;

namespace IntegrationHub.Core.Routing;

/// <summary>Where somebody turns whose matter no desk of the hub owns.</summary>
/// <param name="Sv">In Swedish, to stand after <c>Vänd dig till</c>.</param>
/// <param name="En">The same in English, after <c>Please turn to</c>.</param>
public sealed record TurnTo(string Sv, string En)
{
    /// <summary>Where nothing more is known of the matter.</summary>
    public static readonly TurnTo Anyone = new("din chef eller stadens växel", "your manager or the city's switchboard");

    private static readonly TurnTo s_pay = new("din chef eller löneservice", "your manager or the payroll office");

    private static readonly FrozenDictionary<string, TurnTo> s_bySign = new Dictionary<string, TurnTo>(StringComparer.Ordinal)
    {
        ["@private"] = new("den som du har köpt utrustningen eller abonnemanget av", "whoever sold you the equipment or the subscription"),
        ["@authority"] = new("stadens kontaktcenter eller den myndighet som det gäller", "the city's contact centre or the authority concerned"),
        ["@building"] = new("vaktmästaren eller fastighetsvärden där du är", "the caretaker of your building"),
        ["@hr"] = s_pay,
        ["@pay"] = s_pay,
        ["@wrongpay"] = s_pay,
        ["sjuk"] = s_pay,
        ["sick today"] = s_pay,
        ["sjukanmäla"] = s_pay,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>By the sign of <c>words.json</c> that told most.</summary>
    public static TurnTo By(string? sign) => sign is not null && s_bySign.TryGetValue(sign, out var known) ? known : Anyone;
}
