using System.Globalization;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Routing;

namespace IntegrationHub.Core.Calls;

/// <summary>The hub's words in a call, Swedish beside English. Plain and short; never a desk's or a supplier's name.</summary>
/// <param name="menu">The matters by key, and what callers call each service.</param>
/// <param name="catalogue">Names of services that the menu does not know.</param>
public sealed partial class Prompts(KeypadMenu menu, ServiceCatalogue catalogue)
{
    /// <summary>Which callers have matters of their own on the first question.</summary>
    public AreaRules Areas { get; init; } = AreaRules.None;

    /// <summary>What a turn says, in order.</summary>
    public IReadOnlyList<Phrase> Of(Turn turn)
    {
        var say = new Speech(turn.Language);
        First(turn, say);
        switch (turn.Kind)
        {
            case TurnKind.Welcome: Welcome(turn, say); break;
            case TurnKind.Narrow: Narrow(turn, say); break;
            case TurnKind.Describe: Describe(turn, say); break;
            case TurnKind.Clarify: say.Text(turn.Routing!.Ask!.Sv, turn.Routing.Ask.En); break;
            case TurnKind.ReadBack: ReadBack(turn, say); break;
            case TurnKind.AskWho: AskWho(turn, say); break;
            case TurnKind.AskRole: AskRole(turn, say); break;
            case TurnKind.AskCase: AskCase(turn, say); break;
            case TurnKind.TellCase: TellCase(turn, say); break;
            case TurnKind.AskWords: AskWords(turn, say); break;
            case TurnKind.Connect: Connect(turn, say); break;
            case TurnKind.AskPhone: AskPhone(turn, say); break;
            case TurnKind.Promise: Promise(turn, say); break;
            case TurnKind.NoPromise: NoPromise(turn, say); break;
            case TurnKind.TellIncident: TellIncident(turn, say); break;
            case TurnKind.OfferNews: OfferNews(turn, say); break;
            case TurnKind.Wait or TurnKind.OfferCallBack or TurnKind.Message: Line(turn, say); break;
            default: More(turn, say); break;
        }

        return say.Phrases;
    }

    /// <summary>What a caller calls a service, in the middle of a sentence; null when none is known.</summary>
    public string? NameOf(string? service, string language) =>
        service is null ? null
        : menu.NameOf(service) is { } spoken ? (language == "en" ? spoken.En : spoken.Sv)
        : catalogue.FindService(service) is { } known ? (language == "en" ? known.En : known.Sv) : null;

    /// <summary>Phrases to expect, for the recogniser: what callers call the services.</summary>
    public IReadOnlyList<string> Hints(string language) =>
        [.. catalogue.Services.SelectMany(service => NameOf(service.Id, language)!.Split([", ", " eller ", " or "], StringSplitOptions.TrimEntries))
            .Distinct(StringComparer.Ordinal)];

    private static void First(Turn turn, Speech say)
    {
        var (sv, en) = turn.Lead switch
        {
            Lead.Silence => ("Jag hörde inget.", "I heard nothing."),
            Lead.WrongKey => ("Den knappen finns inte här.", "That key does nothing here."),
            Lead.Unsure => ("Jag hörde inte riktigt vad du sa.", "I did not quite hear what you said."),
            Lead.NotUnderstood => ("Jag förstod inte riktigt.", "I did not quite understand."),
            Lead.Denied => ("Då försöker vi igen.", "Let us try again."),
            Lead.CaseUnknown => ("Det ärendenumret finns inte.", "There is no case with that number."),
            Lead.NotANumber => ("Det var inget telefonnummer.", "That was no phone number."),
            Lead.Apology => ("Förlåt, något gick fel hos oss.", "Sorry, something went wrong on our side."),
            Lead.GivenUp => ("Jag kopplar dig till en person i stället.", "I will connect you to a person instead."),
            Lead.Confirmed => ("Tack. Ärendet är avslutat.", "Thank you. The case is closed."),
            Lead.Reopened => ("Ärendet är öppnat igen, och de som arbetar med det får veta att det inte fungerar.", "The case is open again, and those who work on it will know that it does not work."),
            Lead.IncidentJoined => ("Tack. Vi har antecknat att det gäller dig också.", "Thank you. We have noted that it concerns you too."),
            Lead.IncidentOver => ("Den driftstörningen är löst nu.", "That incident is over now."),
            Lead.NewsPromised => ("Du får sms när vi vet mer och när det fungerar igen.", "You will get a text message when we know more and when it works again."),
            Lead.Transferring => ("Jag kopplar dig vidare. De vet redan vad det gäller.", "I am connecting you to others. They know already what it is about."),
            Lead.TransferBack => ("De kunde inte ta samtalet. Jag kopplar dig tillbaka.", "They could not take the call. I am connecting you back."),
            Lead.NothingRecorded => ("Inget spelades in.", "Nothing was recorded."),
            Lead.MessageLeft => ("Tack. Ditt meddelande är sparat i ärendet, och de som ska lösa det hör det.", "Thank you. Your message is kept with the case, and those who are to solve it will hear it."),
            Lead.PinWrong => ("Pinkoden stämmer inte.", "That PIN is not right."),
            Lead.PinLocked => ("Pinkoden är spärrad en stund, efter för många försök.", "The PIN is blocked for a while, after too many tries."),
            Lead.Escalated => ("Tack. Prioriteten är höjd, och de som arbetar med ärendet får veta varför.", "Thank you. The priority is raised, and those who work on the case will know why."),
            Lead.HighestAlready => ("Ärendet har redan högsta prioritet.", "The case has the highest priority already."),
            Lead.SuspicionNoted => ("Tack. Det är antecknat som en misstänkt driftstörning, och bedöms inom en halvtimme.", "Thank you. It is noted as a suspected incident, and will be judged within half an hour."),
            Lead.SelfServiceHelped => ("Vad bra att det löste sig.", "Good that it worked out."),
            Lead.PassedOn => ("Tack. Det är antecknat i ärendet.", "Thank you. It is noted in the case."),
            _ => ("", ""),
        };
        say.Text(sv, en);
    }

    private void Welcome(Turn turn, Speech say)
    {
        if (turn.Failures > 0)
        {
            say.Text("Säg till exempel: skrivaren fungerar inte. Eller tryck", "Say for example: the printer does not work. Or press");
        }
        else if (turn.Denials > 0)
        {
            say.Text("Säg med andra ord vad det gäller, eller tryck", "Say in other words what it is about, or press");
        }
        else if (turn.NotAbout is not null)
        {
            say.Text("Säg med några ord vad det gäller, eller tryck", "Say in a few words what it is about, or press");
        }
        else
        {
            say.Text("Hej, du har kommit till stadens it-support. Säg med några ord vad det gäller, eller tryck", "Hello, this is the city's IT support. Say in a few words what it is about, or press");
        }

        Keys(Areas.Find(turn.Rule)?.Choices ?? menu.Choices, say);
        say.Text("5 för ett ärende som du redan har, eller 0 för en person.", "5 for a case that you already have, or 0 for a person.");
        if (turn.Language == "sv")
        {
            say.Add(new Phrase("For English, press 8.", "en"));
        }
        else
        {
            say.Add(new Phrase("För svenska, tryck 8.", "sv"));
        }
    }

    private void Narrow(Turn turn, Speech say)
    {
        say.Text(turn.Failures == 0 ? "Vad gäller det? Säg det med egna ord, eller tryck" : "Tryck", turn.Failures == 0 ? "What is it about? Say it in your own words, or press" : "Press");
        Keys(menu.Find(turn.Menu)?.Choices ?? [], say);
        say.Text("0 för en person.", "0 for a person.");
    }

    private static void Describe(Turn turn, Speech say) => say.Text(
        turn.Failures == 0 ? "Berätta med några ord vad som har hänt, eller tryck fyrkant för att hoppa över." : "Säg en mening om vad som har hänt, eller tryck fyrkant.",
        turn.Failures == 0 ? "Say in a few words what has happened, or press the hash key to skip." : "Say one sentence about what has happened, or press hash.");

    private void ReadBack(Turn turn, Speech say)
    {
        if (turn.Failures == 0)
        {
            say.Text(
                $"Jag har förstått att det gäller {NameOf(turn.Routing!.Service, "sv")}. Stämmer det?",
                $"I understand that it is about {NameOf(turn.Routing.Service, "en")}. Is that right?");
        }
        else
        {
            say.Text($"Gäller det {NameOf(turn.Routing!.Service, "sv")}?", $"Is it about {NameOf(turn.Routing.Service, "en")}?");
        }

        say.Text("Ja: tryck 1. Nej: tryck 2.", "Yes: press 1. No: press 2.");
    }

    private static void Keys(IReadOnlyList<MenuChoice> choices, Speech say)
    {
        foreach (var choice in choices)
        {
            say.Text(string.Create(CultureInfo.InvariantCulture, $"{choice.Key} för {choice.Sv};"), string.Create(CultureInfo.InvariantCulture, $"{choice.Key} for {choice.En};"));
        }
    }

    /// <summary>Gathers what is said, in one language.</summary>
    private sealed class Speech(string language)
    {
        private readonly List<Phrase> _phrases = [];

        public IReadOnlyList<Phrase> Phrases => _phrases;

        public void Text(string sv, string en) => Add(new Phrase(language == "en" ? en : sv, language));

        public void Number(CaseNumber? number) => Add(new Phrase(number?.Value ?? "", language, IsNumber: true));

        public void Add(Phrase phrase)
        {
            if (phrase.Text.Length > 0)
            {
                _phrases.Add(phrase);
            }
        }
    }
}
