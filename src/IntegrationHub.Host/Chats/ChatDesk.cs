using IntegrationHub.Core.Calls;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Chats;

/// <summary>
/// Takes conversations step by step: what came in, the deeds that it asks for, then one event with the turn and what was said. What
/// came before is answered from the log and does nothing, also after a restart and when two come at once.
/// </summary>
internal sealed class ChatDesk(ChatStore chats, ChatDialogue dialogue, ChatDeeds deeds, ChatIdentity identity, IPersonKeys keys, TimeProvider clock)
{
    /// <summary>The most of a message that is read; more is cut off, and the user is told.</summary>
    public const int LongestText = 4_000;

    private const int Tries = 20;

    /// <summary>Takes one thing that a user did.</summary>
    /// <exception cref="EventLogException">The log cannot be read or written; it may be sent again.</exception>
    public async Task<ChatAnswered> TakeAsync(ChatArrival arrival, CancellationToken ct)
    {
        var stream = ChatStore.StreamOf(arrival.Channel, arrival.Conversation);
        var key = $"in {arrival.Key}";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var chat = await chats.LoadAsync(stream, ct);
            if (chat.Find(key) is { Fact: ChatStepTaken before } known)
            {
                return new ChatAnswered(stream, known.Recorded.Revision, ChatMessages.Read(before.Said?.Text), Repeated: true);
            }

            if (await StepAsync(chat, arrival, key, ct) is { } answered)
            {
                return answered;
            }
        }

        throw new EventLogException("busy", "The conversation is being changed by many at once.");
    }

    /// <summary>The id of the event that an arrival becomes.</summary>
    public static Guid IdOf(ChatArrival arrival) => EventId.From(ChatStore.StreamOf(arrival.Channel, arrival.Conversation), $"in {arrival.Key}");

    private async Task<ChatAnswered?> StepAsync(LoadedChat chat, ChatArrival arrival, string key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = new List<ChatEvent>();
        var state = chat.State;
        void First(ChatEvent fact)
        {
            before.Add(fact);
            state = state.After(fact);
        }

        if (state.Step < 0)
        {
            var unknown = keys.Pseudonym("contact", chat.Stream);
            First(new ChatStarted(arrival.Channel, Own(unknown, arrival.Conversation, chat.Stream), unknown, LanguageOf(arrival.Locale), now));
        }

        if (arrival.Reference is { } reference && state.Reference?.Text != reference)
        {
            First(new ChatReferenceNoted(Own(state.Person, reference, chat.Stream), now));
        }

        if (before.Count > 0 && await chats.AddAsync(chat, $"before {arrival.Key}", before, context: null, ct) is null)
        {
            return null;
        }

        chat = before.Count == 0 ? chat : await chats.LoadAsync(chat.Stream, ct);
        if (arrival.EntraId is { } entra && chat.State.Turn.Who is null && await identity.FindAsync(entra, chat, ct) is { } who)
        {
            chat = chat with { State = chat.State with { Turn = chat.State.Turn with { Who = who } } };
        }

        var heard = Heard(chat, arrival);
        var step = await deeds.FinishAsync(chat, arrival, dialogue.Decide(chat.State, heard), ct);
        var said = ChatMessages.Write(step.Said);
        ChatEvent taken = new ChatStepTaken(
            chat.State.Step + 1, heard, step.Turn, said is null ? null : Own(chat.State.Person, said, chat.Stream), now);
        return await chats.AddAsync(chat, key, [taken, .. step.Also], context: null, ct) is { } revision
            ? new ChatAnswered(chat.Stream, revision, step.Said, Repeated: false) : null;
    }

    private static ChatHeard Heard(LoadedChat chat, ChatArrival arrival)
    {
        Personal? Its(string? text) => string.IsNullOrWhiteSpace(text) ? null : Own(chat.State.Person, text, chat.Stream);
        var text = arrival.Text?.Trim();
        text = Secrets.WithoutPassword(text is { Length: > LongestText } ? text[..LongestText] : text);
        return new ChatHeard(arrival.Act, Its(text), arrival.Choice, arrival.Step, Its(arrival.Activity))
        {
            Files = arrival.Files is not { Count: > 0 } files ? null
                : [.. files.Select(file => new ChatFile(Own(chat.State.Person, file.Name, chat.Stream), file.MediaType, file.Bytes, file.Sha256, file.Reference))],
            ReplyTo = Its(arrival.ReplyTo),
            InResponse = arrival.InResponse ? true : null,
            FilesNotTaken = arrival.FilesNotTaken > 0 ? arrival.FilesNotTaken : null,
        };
    }

    private static Personal Own(PersonId person, string text, string chat) => new Personal(person, text).Within(chat);

    private static string LanguageOf(string? locale) => locale?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? "en" : "sv";
}
