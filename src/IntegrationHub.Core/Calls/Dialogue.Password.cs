using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>
/// A forgotten password: once it is read back and it is known who calls, self-service is offered and the caller is asked whether it
/// helped; otherwise the desk gets the case, with what it must check first. It is offered once in a call; no password is spoken of.
/// </summary>
public sealed partial class Dialogue
{
    private static readonly FrozenSet<string> s_link = new[] { "sms", "länk", "länken", "själv", "link", "text", "myself" }.SelectMany(Words.Of).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> s_school = new[] { "skola", "skolan", "elev", "lärare", "school", "pupil", "student", "teacher" }.SelectMany(Words.Of).ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenSet<string> s_work = new[] { "jobb", "jobbet", "arbete", "arbetet", "work", "office" }.SelectMany(Words.Of).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Where a forgotten password is changed by oneself.</summary>
    public PasswordSelfService SelfService { get; init; } = PasswordSelfService.None;

    private static bool IsPassword(Turn turn) => turn.Routing?.Service == PasswordSelfService.Service;

    /// <summary>Self-service, where there is one and it was not offered before; null for none.</summary>
    private Plan? OfferSelfService(Turn turn) =>
        !IsPassword(turn) || turn.SelfService is not null ? null
        : SelfService.Of(AreaOf(turn)) is { } address ? new Plan(turn.To(TurnKind.OfferSelfService) with { SelfService = address })
        : AreaOf(turn) is null && SelfService.DependsOnArea ? new Plan(turn.To(TurnKind.AskArea))
        : null;

    private Plan AreaKey(Turn turn, string key) => key switch
    {
        "1" => Confirmed(turn with { Area = "office" }),
        "2" => Confirmed(turn with { Area = "education" }),
        _ => Again(turn, Lead.WrongKey),
    };

    private Plan AreaSaid(Turn turn, string said)
    {
        var words = Words.Of(said);
        return words.Exists(s_school.Contains) ? AreaKey(turn, "2") : words.Exists(s_work.Contains) ? AreaKey(turn, "1") : Again(turn, Lead.NotUnderstood);
    }

    private Plan SelfServiceKey(CallState call, Turn turn, string key) => key switch
    {
        "1" => new Plan(turn.To(TurnKind.AskHelped), call.Phone is null ? null : new SendSelfServiceLink(turn.SelfService!)),
        "2" => Confirmed(turn),
        _ => Again(turn, Lead.WrongKey),
    };

    private Plan SelfServiceSaid(CallState call, Turn turn, string said) =>
        Utterance.Agrees(said) == true || Words.Of(said).Exists(s_link.Contains) ? SelfServiceKey(call, turn, "1")
        : Utterance.Agrees(said) == false ? SelfServiceKey(call, turn, "2")
        : Again(turn, Lead.NotUnderstood);

    private Plan HelpedKey(Turn turn, string key) => key switch
    {
        "1" => new Plan(turn.To(TurnKind.Goodbye, Lead.SelfServiceHelped)),
        "2" => Confirmed(turn),
        _ => Again(turn, Lead.WrongKey),
    };

    private Plan HelpedSaid(Turn turn, string said) => Utterance.Works(said) switch
    {
        true => HelpedKey(turn, "1"),
        false => HelpedKey(turn, "2"),
        null => Again(turn, Lead.NotUnderstood),
    };

    /// <summary>The case is made; a password's gets the note of identity first.</summary>
    private Plan Opened(Turn turn) =>
        IsPassword(turn) ? new Plan(turn, new NoteIdentity(turn.Case!.Value, IdentityOf(turn))) : ToDesk(turn);

    /// <summary>What the desk is told of the caller's identity, in Swedish.</summary>
    internal static string IdentityOf(Turn turn)
    {
        var known = turn.Who is { Said: WhoSaid.Self };
        var checkedBy = known
            ? "Glömt lösenord. Identiteten stöds av att numret finns i katalogen och att namnet är bekräftat i samtalet; inget mer är kontrollerat."
            : "Glömt lösenord. Identiteten är inte kontrollerad.";
        return checkedBy + (IsPupil(turn)
            ? " Elev: fråga om skola, klass och mentor, och lämna ett nytt lösenord bara genom skolans personal."
            : AreaOf(turn) == "education"
            ? " Skolans personal: fråga om skola och ämne eller uppdrag, och ring upp på numret i katalogen."
            : " Anställd: fråga om arbetsplats och chef, och ring upp på numret i katalogen.")
            + " Säg eller skriv aldrig ett lösenord i ärendet.";
    }

    private static bool IsPupil(Turn turn) => turn.Who is { IsKnown: true, Role: { Area: "education" } role }
        && role.Name?.Text is { } name && name.Contains("elev", StringComparison.OrdinalIgnoreCase);

    /// <summary>The delivery area that the matter is about: by the caller's role, else as the caller said.</summary>
    private static string? AreaOf(Turn turn) => turn.Who?.Role?.Area ?? turn.Area;

    private static CaseKind KindOf(RoutingDecision routing) => routing.Service == PasswordSelfService.Service ? CaseKind.Access : CaseKind.Fault;
}
