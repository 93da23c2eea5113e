using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Core.Privacy;

/// <summary>Which key store has the keys of the log's persons. The only event of its stream.</summary>
/// <param name="Store">Tells one key store from another and nothing about its keys: 64 hexadecimal digits.</param>
/// <param name="At">When, UTC.</param>
[StoredAs("key-store-named", 1)]
public sealed record KeyStoreNamed(string Store, DateTimeOffset At)
{
    /// <summary>The stream that it stands in.</summary>
    public const string Stream = "hub-keys";

    /// <summary>Whether the log belongs to this key store; a log that belongs to none yet belongs to it from now on.</summary>
    /// <remarks>
    /// With other keys every text would look like one that was erased, and each person would get a second key: a log that was
    /// restored without its keys, or a second node with keys of its own, must not get so far.
    /// </remarks>
    /// <exception cref="EventLogException">The log cannot be read or written.</exception>
    public static async Task<bool> BelongsAsync(IEventLog log, EventCodec codec, string store, DateTimeOffset now, CancellationToken ct)
    {
        if (await ReadAsync(log, codec, ct) is { } named)
        {
            return named.Store == store;
        }

        var mark = codec.Encode(EventId.From("key-store", store), new KeyStoreNamed(store, now), new EventContext("hub", "hub"));
        return await log.AppendAsync(Stream, ExpectedRevision.None, [mark], ct) is Appended
            || (await ReadAsync(log, codec, ct))?.Store == store;
    }

    private static async Task<KeyStoreNamed?> ReadAsync(IEventLog log, EventCodec codec, CancellationToken ct)
    {
        await foreach (var recorded in log.ReadStreamAsync(Stream, 0, ct))
        {
            return codec.Decode(recorded).Fact as KeyStoreNamed;
        }

        return null;
    }
}
