using System.Text.RegularExpressions;

namespace IntegrationHub.Core.Calls;

/// <summary>What is heard and must not be kept.</summary>
public static partial class Secrets
{
    /// <summary>What stands in the place of a PIN: not even how many figures there were.</summary>
    public const string Mask = "[pin]";

    /// <summary>What stands in the place of a password.</summary>
    public const string Hidden = "[dolt]";

    /// <summary>What was heard on a turn, as it may be kept in the log: where a PIN was asked for, nothing of it.</summary>
    public static Heard Kept(Turn asked, Heard heard) => asked.Kind != TurnKind.AskPin ? heard : heard with
    {
        Keys = heard.Keys is null or { Text: "0" } ? heard.Keys : heard.Keys with { Text = Mask },
        Speech = heard.Speech is null ? null : heard.Speech with { Text = Mask },
    };

    /// <summary>
    /// What a caller said, without a password that was said in it, as far as that can be recognised: all that follows "my password is",
    /// unless the next word tells how it stands with the password (forgotten, wrong, locked). Rather too much than too little is hidden.
    /// Hidden before anything else is done with it, so it reaches no rule, no event, no case and no desk.
    /// </summary>
    /// <remarks>A password that is said with none of these words is not recognised; the hub never asks for one.</remarks>
    public static string? WithoutPassword(string? said) => said is null ? null : Told().Replace(said, match => match.Groups["before"].Value + Hidden);

    [GeneratedRegex(
        @"(?<before>\b(lösenord(et)?|lösen(et)?|pin-?kod(en)?|pin|kod(en)?|password|passcode)\s*(:|=|är|heter|var|lyder|is|was)\s*(nu\s+|now\s+)?)"
        + @"(?!(inte|ej|bort|borta|glömt|glömd|fel|felaktigt|slut|låst|spärrat|gammalt|ogiltigt|utgånget|bortglömt|okänt|för|not|forgotten|wrong|lost|locked|blocked|old|invalid|expired|unknown|too|gone)\b)\S.*$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 200)]
    private static partial Regex Told();
}
