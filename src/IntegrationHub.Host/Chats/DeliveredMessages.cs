using System.Collections.Concurrent;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Chats;

/// <summary>
/// How many messages of an event a channel has: noted durably after each, so that what was sent in part goes on where it stopped, also
/// after a restart or at another node.
/// </summary>
/// <remarks>A kill between the channel's answer and the note, or a lost answer, doubles one message of a conversation: channels know no repeat.</remarks>
internal sealed class DeliveredMessages(IEventLog log, EventCodec codec, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, int> _notNoted = new();

    /// <summary>How many messages of the event the channel has.</summary>
    public async Task<int> CountAsync(RecordedEvent happened, CancellationToken ct)
    {
        var here = _notNoted.GetValueOrDefault(happened.Id);
        var id = happened.Id.ToString("N");
        await foreach (var recorded in log.ReadStreamBackwardsAsync(ChatDelivered.StreamOf(happened.Stream), ct))
        {
            if (recorded.Position < happened.Position)
            {
                break; // Older than the event: nothing of it can come any more.
            }

            if (codec.Decode(recorded).Fact is ChatDelivered delivered && delivered.Event == id)
            {
                return Math.Max(delivered.Messages, here);
            }
        }

        return here;
    }

    /// <summary>Notes that the channel has so many messages of the event.</summary>
    /// <exception cref="EventLogException">The log cannot be written; this node knows it all the same, until it ends.</exception>
    public async Task NoteAsync(RecordedEvent happened, int messages, CancellationToken ct)
    {
        _notNoted[happened.Id] = messages;
        var id = happened.Id.ToString("N");
        var note = codec.Encode(
            EventId.From("delivered", id, messages.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            new ChatDelivered(id, messages, clock.GetUtcNow()), new EventContext("hub", "chat", id));
        await log.AppendAsync(ChatDelivered.StreamOf(happened.Stream), ExpectedRevision.Any, [note], ct);
        _notNoted.TryRemove(happened.Id, out _);
    }
}
