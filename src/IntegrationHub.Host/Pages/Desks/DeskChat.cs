using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Host.Chats;

namespace IntegrationHub.Host.Pages.Desks;

/// <summary>A conversation as a desk sees it.</summary>
/// <param name="Desk">Id of the desk that looks.</param>
/// <param name="Chat">The conversation's stream.</param>
/// <param name="Revision">What the page has seen; asked with again, to hear of changes only.</param>
/// <param name="Lines">What was said, oldest first; what came after the desk gave it back, and before it was handed over again, is the user's and the hub's.</param>
internal sealed record DeskChat(string Desk, string Chat, long Revision, ChatState State, IReadOnlyList<ChatLine> Lines)
{
    /// <summary>Whether this desk has it now.</summary>
    public bool IsHere => State.Desk == Desk;

    /// <summary>The case that it is about; null when there is none.</summary>
    public CaseNumber? Case => State.Turn.Case ?? (State.Cases.Count > 0 ? State.Cases[^1] : null);

    /// <summary>The conversation; null when it was never with this desk. Once it has left, the desk sees it up to there.</summary>
    public static DeskChat? Of(string desk, LoadedChat chat)
    {
        var seen = chat.History.Any(known => known.Fact is ChatHandedOver over && over.Desk == desk);
        if (!seen)
        {
            return null;
        }

        var lines = ChatTranscript.Of(chat);
        if (chat.State.Desk != desk)
        {
            var left = chat.History.Last(known => known.Fact is ChatGivenBack or ChatHandedOver && BelongsTo(known.Fact, desk)).Recorded.Revision;
            lines = [.. lines.Where(line => line.Revision <= left)];
        }

        return new DeskChat(desk, chat.Stream, chat.History.Count - 1, chat.State, lines);
    }

    private static bool BelongsTo(object? fact, string desk) => fact is ChatGivenBack back ? back.Desk == desk : fact is ChatHandedOver over && over.Desk == desk;
}
