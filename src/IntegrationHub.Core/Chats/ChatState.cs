using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Core.Chats;

/// <summary>What later decisions about a conversation ask for; nothing else.</summary>
public sealed record ChatState
{
    /// <summary>Before anything happened.</summary>
    public static readonly ChatState Empty = new();

    /// <summary>The last step taken; 0 before the first, -1 before the conversation began.</summary>
    public int Step { get; init; } = -1;

    /// <summary>What the hub did last.</summary>
    public ChatTurn Turn { get; init; } = new(ChatTurnKind.Silent, "sv");

    /// <summary>As in <see cref="ChatStarted"/>.</summary>
    public string Channel { get; init; } = "";

    /// <summary>The channel's own id of the conversation; its text is null once it was erased.</summary>
    public Personal? Conversation { get; init; }

    /// <summary>Where to answer; null for the web chat.</summary>
    public Personal? Reference { get; init; }

    /// <summary>The pseudonym that the conversation's texts are kept under.</summary>
    public PersonId Person { get; init; }

    /// <summary>What may be pressed now: the choices of the last that was said.</summary>
    public IReadOnlyList<ChatChoice> Offered { get; init; } = [];

    /// <summary>The desk that the user writes to; null when the hub answers.</summary>
    public string? Desk { get; init; }

    /// <summary>Whether somebody there has taken it.</summary>
    public bool Taken { get; init; }

    /// <summary>Since when the desk is wanted; null when the hub answers.</summary>
    public DateTimeOffset? HandedOver { get; init; }

    /// <summary>The cases that were made, shown or told of here; what may be shown of each is another question.</summary>
    public IReadOnlyList<CaseNumber> Cases { get; init; } = [];

    /// <summary>The code that is open; null for none.</summary>
    public ChatCodePromised? Code { get; init; }

    /// <summary>Whether the user was greeted.</summary>
    public bool Greeted { get; init; }

    /// <summary>Whether the user cannot be reached here any more.</summary>
    public bool Dead { get; init; }

    /// <summary>The state after one more event; an event it does not know leaves it alone.</summary>
    public ChatState After(object? fact) => fact switch
    {
        ChatStarted e => this with { Step = 0, Channel = e.Channel, Conversation = e.Conversation, Person = e.Person, Turn = Turn with { Language = e.Language } },
        ChatReferenceNoted e => this with { Reference = e.Reference },
        ChatStepTaken e => Said(e.Said) with
        {
            Step = e.Step,
            Turn = e.Turn,
            Dead = false,
            Greeted = Greeted || e.Said is not null,
            Cases = e.Turn.Case is { } number && !Cases.Contains(number) ? [.. Cases, number] : Cases,
            Code = e.Turn.Kind == ChatTurnKind.AskCode ? Code : null,
        },
        ChatTold e => Said(e.Said),
        ChatCodePromised e => this with { Code = e },
        ChatHandedOver e => this with { Desk = e.Desk, HandedOver = e.At, Taken = false },
        ChatTaken => this with { Taken = true },
        ChatGivenBack e => Said(e.Said) with { Desk = null, HandedOver = null, Taken = false, Turn = Turn.To(ChatTurnKind.Anything) },
        ChatDead => this with { Dead = true },
        _ => this,
    };

    private ChatState Said(Personal? said) =>
        ChatMessages.Read(said?.Text) is { Count: > 0 } messages
            ? this with { Offered = [.. messages.SelectMany(message => (message.Choices ?? []).Concat(message.Card?.Buttons ?? []))] }
            : this;
}
