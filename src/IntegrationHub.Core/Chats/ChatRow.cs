using System.Collections.Frozen;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Views;

namespace IntegrationHub.Core.Chats;

/// <summary>A conversation in lists: which desk has it, since when, and who waits for whom. Without a word of anybody's.</summary>
/// <param name="Chat">The conversation's stream.</param>
/// <param name="Language"><c>sv</c> or <c>en</c>.</param>
/// <param name="LastAt">When anything was last said in it.</param>
public sealed record ChatRow(string Chat, string Language, DateTimeOffset LastAt)
{
    /// <summary>The desk that the user writes to; null when the hub answers.</summary>
    public string? Desk { get; init; }

    /// <summary>Since when the desk is wanted; null when the hub answers.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether somebody there has taken it.</summary>
    public bool Taken { get; init; }

    /// <summary>Since when the user waits for the desk's next words; null when the desk spoke last, or the hub answers.</summary>
    public DateTimeOffset? Unanswered { get; init; }

    /// <summary>The case that it is about; null when there is none.</summary>
    public CaseNumber? Case { get; init; }

    /// <summary>Whether the channel says that the user cannot be reached in it any more.</summary>
    public bool Gone { get; init; }

    /// <summary>All conversations; those that a desk has are sought by it.</summary>
    public static readonly View<ChatRow> View = new(
        "chats", 1, KeyOf, Apply,
        new Dictionary<string, Func<ChatRow, string?>>(StringComparer.Ordinal) { ["desk"] = row => row.Desk }.ToFrozenDictionary(StringComparer.Ordinal))
    {
        Types = new[]
        {
            typeof(ChatStarted), typeof(ChatStepTaken), typeof(ChatTold), typeof(ChatHandedOver), typeof(ChatTaken), typeof(ChatDeskSaid), typeof(ChatGivenBack),
            typeof(ChatDead),
        }.Select(StoredTypes.NameOf).ToFrozenSet(StringComparer.Ordinal),
    };

    private static string? KeyOf(Known known) => known.Fact is ChatEvent && ChatStore.IsStream(known.Recorded.Stream) ? known.Recorded.Stream : null;

    private static ChatRow? Apply(ChatRow? row, Known known) => (row, known.Fact) switch
    {
        (null, ChatStarted e) => new ChatRow(known.Recorded.Stream, e.Language, e.At),
        ({ }, ChatStepTaken e) => row with
        {
            Language = e.Turn.Language,
            LastAt = e.At,
            Gone = false,
            Case = e.Turn.Case ?? row.Case,
            Unanswered = row.Desk is not null && e.Heard.Act is ChatAct.Message or ChatAct.Files ? row.Unanswered ?? e.At : row.Unanswered,
        },
        ({ }, ChatTold e) => row with { LastAt = e.At },
        ({ }, ChatHandedOver e) => row with { Desk = e.Desk, Since = e.At, Taken = false, Unanswered = e.At, Case = e.Case ?? row.Case, LastAt = e.At },
        ({ }, ChatTaken) => row with { Taken = true },
        ({ }, ChatDeskSaid e) => row with { Unanswered = null, LastAt = e.At },
        ({ }, ChatGivenBack e) => row with { Desk = null, Since = null, Taken = false, Unanswered = null, LastAt = e.At },
        ({ }, ChatDead) => row with { Gone = true },
        _ => row,
    };
}
