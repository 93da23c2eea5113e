using IntegrationHub.Core;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Cases;
using IntegrationHub.Host.People;
using IntegrationHub.Host.Problems;

namespace IntegrationHub.Host.Chats;

/// <summary>Does what a conversation's step does outside it. Done again for the same message, nothing more happens.</summary>
internal sealed class ChatDeeds(
    ChatDialogue dialogue, ChatPrompts prompts, CaseIntake intake, CaseStore cases, UserAnswers answers, CityDirectory directory, ChatIdentity identity, ChatIncidents incidents,
    KnownErrors known, ChatCalls calls, OrderStore orders, TimeProvider clock)
{
    /// <summary>Does what the plan wants first, until there is nothing left to do, and words the turn.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be done again.</exception>
    public async Task<ChatStep> FinishAsync(LoadedChat chat, ChatArrival arrival, ChatPlan plan, CancellationToken ct)
    {
        var also = new List<ChatEvent>();
        while (plan.First is { } deed)
        {
            plan = dialogue.After(chat.State, plan, await DoAsync(chat, arrival, plan.Turn, deed, ct));
            if (plan.Code is { } code)
            {
                also.Add(code);
                plan = plan with { Code = null };
            }
        }

        if (plan.Turn is { Kind: ChatTurnKind.WithDesk, Desk: { } desk } && chat.State.Desk is null)
        {
            also.Add(new ChatHandedOver(desk, plan.Turn.Case, clock.GetUtcNow()));
        }

        return new ChatStep(plan.Turn, prompts.Of(plan.Turn, chat.State.Step + 1, first: !chat.State.Greeted), also);
    }

    private async Task<ChatOutcome> DoAsync(LoadedChat chat, ChatArrival arrival, ChatTurn turn, ChatDeed deed, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = EventId.From("chat-deed", chat.Stream, arrival.Key, deed.GetType().Name);
        Task<ChatOutcome> Command(CaseNumber number, CaseCommand command) => CommandAsync(number, command, id, chat.Stream, ct);
        return deed switch
        {
            ChatDeed.FindIncidents find => await incidents.FindAsync(find.Service, turn.Who, now, ct),
            ChatDeed.JoinIncident join => await incidents.JoinAsync(join.Number, chat, turn, now, ct),
            ChatDeed.MakeCase make => await MakeAsync(chat, arrival, turn, make, now, ct),
            ChatDeed.KeepFiles keep => await KeepAsync(chat, arrival, keep.Number, keep.Files, now, ct),
            ChatDeed.FindCase find => await FindAsync(find.Number, chat, arrival, turn, now, ct),
            ChatDeed.FindOrder find => SpokenOrder.Of(await orders.LoadAsync(find.Number, ct)) is { } order ? new ChatOutcome.OrderFound(order) : new ChatOutcome.NotDone("order-unknown"),
            ChatDeed.ConfirmCase confirm => await Command(confirm.Number, new ConfirmResolution(now)),
            ChatDeed.OpenAgain open => await Command(open.Number, new ReopenCase(
                turn.Language == "en" ? "The user says in the chat that it does not work." : "Användaren säger i chatten att det inte fungerar.", now)),
            ChatDeed.PassOn pass => await Command(pass.Number, await MeaningAsync(pass, now, ct)),
            ChatDeed.PromiseCode promise => await identity.PromiseAsync(promise.Said, chat, turn.Language, now, ct),
            ChatDeed.TryCode code => await identity.TryAsync(code.Said, chat, now, ct),
            ChatDeed.FindOwnCases own => identity.CasesOf(own.Who),
            ChatDeed.PromiseCall or ChatDeed.MoveCall or ChatDeed.CancelCall => await calls.DoAsync(deed, chat, turn, id, ct),
            _ => throw new InvalidOperationException($"{deed.GetType().Name} is no deed."),
        };
    }

    private async Task<ChatOutcome> MakeAsync(LoadedChat chat, ChatArrival arrival, ChatTurn turn, ChatDeed.MakeCase make, DateTimeOffset now, CancellationToken ct)
    {
        // One message, one case: whatever a repeat says, it is the same contact, so the hash is of the message's id.
        var contact = new Contact(
            "chat", $"{chat.Stream} {arrival.Key}", arrival.Key, make.Words.Text ?? "", ReporterOf(chat, turn), turn.Language,
            Area: turn.Area ?? turn.Who?.Area, Site: turn.Who?.Site, Organisation: turn.Who?.Organisation, Kind: make.Kind, Routing: make.Routing);
        var (number, refused) = await intake.TakeAsync(contact, now, ct);
        if (refused is not null)
        {
            return new ChatOutcome.NotDone(refused.Code);
        }

        await FollowAsync(number, chat, turn.Who, now, ct);
        if (turn.Files is { Count: > 0 } files)
        {
            await KeepAsync(chat, arrival, number, files, now, ct);
        }

        var state = (await cases.LoadAsync(number, ct)).State;
        return new ChatOutcome.Made(number, state.Desk) { Workaround = known.WorkaroundFor(state.Service, new Core.Incidents.Place(contact.Area, contact.Organisation, contact.Site)) };
    }

    private static Reporter ReporterOf(LoadedChat chat, ChatTurn turn)
    {
        if (turn.Who is not { } who)
        {
            return new Reporter(chat.State.Person);
        }

        Personal? Its(Personal? known) => known?.Text is { } text ? new Personal(who.Way, text) : null;
        return new Reporter(who.Way, Its(who.FirstName), Its(who.Phone), Its(who.Mail)) { Directory = who.Person };
    }

    /// <summary>The user is told here from now on; and by phone or mail when the conversation is not read, once it is known who it is.</summary>
    private Task<ChatOutcome> FollowAsync(CaseNumber number, LoadedChat chat, ChatWho? who, DateTimeOffset now, CancellationToken ct) => CommandAsync(
        number, new FollowInChat(chat.Stream, who?.Phone?.Text, who?.Mail?.Text, now),
        EventId.From("chat-follows", chat.Stream, number.Value, who?.Person.Value ?? ""), chat.Stream, ct);

    private async Task<ChatOutcome> FindAsync(CaseNumber number, LoadedChat chat, ChatArrival arrival, ChatTurn turn, DateTimeOffset now, CancellationToken ct)
    {
        if (await cases.LoadAsync(number, ct) is not { History.Count: > 0, State: var state } loaded)
        {
            return new ChatOutcome.NotDone("case-unknown");
        }

        var own = IsOf(loaded, chat, turn.Who);
        if (own)
        {
            await FollowAsync(number, chat, turn.Who, now, ct);
        }

        return new ChatOutcome.Found(number, state.Phase, state.Desk, own, own ? QuestionOf(loaded, turn.Language) : null, state.CallBack is not null);
    }

    /// <summary>Whether the case is the user's: made in this conversation, or proven to be of the same person.</summary>
    private bool IsOf(LoadedCase loaded, LoadedChat chat, ChatWho? who) =>
        loaded.State.Person == chat.State.Person
        || (who is not null && (directory.AreOne(loaded.State.Person, who.Way)
            || loaded.History.Select(known => known.Fact).OfType<CaseOpened>().Any(opened => opened.Reporter.Directory == who.Person)));

    private static Personal? QuestionOf(LoadedCase loaded, string language) => loaded.State switch
    {
        { Asked: { } asked } state => state.Text(language == "en" ? asked.En : asked.Sv),
        { Phase: CasePhase.AwaitingUser } => loaded.History.Select(known => known.Fact).OfType<UserAsked>().LastOrDefault()?.Question,
        _ => null,
    };

    private async Task<CaseCommand> MeaningAsync(ChatDeed.PassOn pass, DateTimeOffset now, CancellationToken ct)
    {
        var state = (await cases.LoadAsync(pass.Number, ct)).State;
        var text = pass.Words.Text ?? "";
        return state.Asked is not null || state.Phase == CasePhase.AwaitingUser ? answers.Command(state, text, now) : new AddNote(NoteVisibility.Public, text, now);
    }

    private async Task<ChatOutcome> KeepAsync(
        LoadedChat chat, ChatArrival arrival, CaseNumber number, IReadOnlyList<ChatFile> files, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var file in files)
        {
            await CommandAsync(
                number, new AddAttachment(file.Name.Text ?? "fil", file.MediaType, file.Bytes, file.Sha256, file.Reference, now),
                EventId.From("chat-file", number.Value, file.Reference), chat.Stream, ct);
        }

        return new ChatOutcome.Done();
    }

    private async Task<ChatOutcome> CommandAsync(CaseNumber number, CaseCommand command, Guid id, string cause, CancellationToken ct) =>
        await cases.DecideAsync(number, command, id, new EventContext("user", "chat", cause), ifRevision: null, ct) is Refused<CaseEvent> no
            ? new ChatOutcome.NotDone(no.Code) : new ChatOutcome.Done();
}
