using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>What a desk hears before it takes a call: which case, who, what was said and what is already tried.</summary>
public sealed partial class Prompts
{
    private const int LongestTold = 300;

    /// <summary>What the desk hears, and how to take the call or pass it on.</summary>
    /// <param name="turn">The turn that called the desk.</param>
    /// <param name="told">What others have noted in the case, the latest last.</param>
    /// <remarks>The desk hears it in Swedish; what the caller said is said in the caller's language.</remarks>
    public IReadOnlyList<Phrase> Whisper(Turn turn, params IReadOnlyList<Personal> told)
    {
        var say = new Speech("sv");
        say.Text(
            turn.Handed is { } handed ? $"Samtal som {DeskName(handed.From)} lämnar vidare. Ärende"
            : turn.Lead == Lead.TransferBack ? "Samtalet kommer tillbaka, den andra kunde inte ta det. Ärende"
            : turn.Callback is not null ? "Återuppringning från it-supporten. Ärende"
            : "Samtal från it-supporten. Ärende", "");
        say.Number(turn.Case);
        say.Text(
            NameOf(turn.Routing?.Service, "sv") is { } matter ? $"Det gäller {matter}."
            : turn.Phase is not null ? "Det gäller ett ärende som redan finns."
            : turn.Words is null ? "Den som ringer vill tala med en person." : "", "");
        Caller(turn.Who, say);
        if (turn.Words?.Text is { } words)
        {
            say.Text("Den som ringer säger:", "");
            say.Add(new Phrase(Cut(words), turn.Language));
        }

        var identity = turn.Routing?.Service == PasswordSelfService.Service ? Dialogue.IdentityOf(turn) : "";
        say.Text(identity, "");
        foreach (var (index, text) in told.Select(note => note.Text).OfType<string>().Where(text => text != identity).Index())
        {
            say.Text((index == 0 ? "Redan prövat eller sagt: " : "") + Cut(text), "");
        }

        if (turn.Handed?.Words.Text is { } story)
        {
            say.Text($"{DeskName(turn.Handed.From)} säger: {Cut(story)}", "");
        }

        say.Text("Tryck 1 för att ta samtalet, 2 för att lämna det vidare.", "");
        return say.Phrases;
    }

    /// <summary>Asks a desk where a call should go instead.</summary>
    /// <param name="desks">Ids, by key from 1.</param>
    public IReadOnlyList<Phrase> WhereTo(IReadOnlyList<string> desks)
    {
        var say = new Speech("sv");
        say.Text("Vart ska samtalet? Tryck", "");
        foreach (var (index, desk) in desks.Index())
        {
            say.Text(FormattableString.Invariant($"{index + 1} för {DeskName(desk)};"), "");
        }

        return say.Phrases;
    }

    /// <summary>Asks a desk what the next should know.</summary>
    public static IReadOnlyList<Phrase> WhatToTell() => [new Phrase("Säg kort vad nästa behöver veta.", "sv")];

    /// <summary>Only what the desk needs: the first name, the role, and whether it is for somebody else.</summary>
    private static void Caller(Who? who, Speech say)
    {
        if (who is { IsKnown: true, FirstName.Text: { } name })
        {
            say.Text(
                $"{name}{(who.Role?.Name?.Text is { } role ? ", " + role : "")}{(who.Said == WhoSaid.ForAnother ? ", ringer åt någon annan" : "")}.", "");
        }
    }

    private string DeskName(string desk) => catalogue.FindDesk(desk)?.Sv ?? desk;

    private static string Cut(string text) => text.Length <= LongestTold ? text : text[..LongestTold] + " …";
}
