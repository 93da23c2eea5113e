namespace IntegrationHub.Core.Chats;

/// <summary>Words about incidents, self-service and the knowledge pages.</summary>
public sealed partial class ChatPrompts
{
    private static void Incidents(ChatTurn turn, Wording say)
    {
        var told = turn.Incidents!;
        say.Text(told.Count == 1 ? "Just nu har vi en driftstörning." : "Just nu har vi driftstörningar.", told.Count == 1 ? "We have an incident just now." : "We have incidents just now.");
        foreach (var incident in told)
        {
            say.Text(incident.Sv, incident.En);
        }

        foreach (var incident in told)
        {
            say.Choice(
                ChatChoices.Incident + incident.Number.Value,
                told.Count == 1 ? "Det gäller mig också" : $"Det gäller mig också: {incident.Number.Spaced}", told.Count == 1 ? "It concerns me too" : $"It concerns me too: {incident.Number.Spaced}");
        }

        say.Choice(ChatChoices.Incident + "none", "Det gäller något annat", "It is something else");
        say.Choice(ChatChoices.OwnCase, "Jag har redan ett ärende", "I have a case already");
        if (turn.Routing is null)
        {
            say.Language();
        }
    }

    private static void AskArea(Wording say)
    {
        say.Text("Gäller det ditt konto på jobbet eller i skolan?", "Is it about your account at work or at school?");
        say.Choice(ChatChoices.Office, "På jobbet", "At work");
        say.Choice(ChatChoices.Education, "I skolan", "At school");
    }

    private static void SelfService(ChatTurn turn, Wording say)
    {
        say.Text($"Du kan byta lösenord själv på {turn.SelfService}. Hjälpte det?", $"You can change the password yourself at {turn.SelfService}. Did it help?");
        say.Choice(ChatChoices.Yes, "Ja, det hjälpte", "Yes, it helped");
        say.Choice(ChatChoices.No, "Nej, gör ett ärende", "No, make a case");
        say.Link("Öppna sidan", "Open the page", turn.SelfService!);
    }

    private void Answer(ChatTurn turn, Wording say)
    {
        if (knowledge.Page(turn.Page) is not { } page)
        {
            say.Text("Sidan finns inte längre.", "The page is not there any more.");
            return;
        }

        say.Text($"{page.Title}\n{page.Text}", $"{page.Title}\n{page.Text}");
        say.Text($"Källa: {page.Source}", $"Source: {page.Source}");
        say.Text("Var det svar på din fråga?", "Did this answer your question?");
        say.Choice(ChatChoices.Yes, "Ja, tack", "Yes, thank you");
        say.Choice(ChatChoices.No, "Nej, gör ett ärende", "No, make a case");
        say.Choice(ChatChoices.Person, "Prata med en person", "Talk to a person");
    }

    /// <summary>Collects what is said, in the language of the turn.</summary>
    private sealed class Wording(string language)
    {
        private readonly bool _english = language == "en";
        private readonly List<string> _texts = [];
        private readonly List<ChatChoice> _choices = [];
        private readonly List<ChatFact> _facts = [];
        private readonly List<ChatChoice> _buttons = [];
        private (int Step, string Title)? _card;

        public void Text(string sv, string en) => _texts.Add(_english ? en : sv);

        public void Choice(string id, string sv, string en) => _choices.Add(new ChatChoice(id, _english ? en : sv));

        public void Link(string sv, string en, string address) => _choices.Add(new ChatChoice("open", _english ? en : sv) { Opens = address });

        public void Language() => _choices.Add(_english ? new ChatChoice(ChatChoices.Swedish, "Svenska") : new ChatChoice(ChatChoices.English, "English"));

        public void Card(int step, string sv, string en) => _card = (step, _english ? en : sv);

        public void Fact(string sv, string en, string valueSv, string valueEn) => _facts.Add(_english ? new ChatFact(en, valueEn) : new ChatFact(sv, valueSv));

        public void Button(string id, string sv, string en) => _buttons.Add(new ChatChoice(id, _english ? en : sv));

        /// <summary>One message, the card with it: fewer are read out, and fewer can be lost.</summary>
        public IReadOnlyList<ChatMessage> Messages() =>
        [
            new ChatMessage(string.Join('\n', _texts))
            {
                Language = language,
                Choices = _choices.Count == 0 ? null : [.. _choices],
                Card = _card is { } card ? new ChatCard(card.Title, _facts, _buttons, card.Step) : null,
            },
        ];
    }
}
