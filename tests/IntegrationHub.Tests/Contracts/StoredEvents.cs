using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Contracts;

/// <summary>Every stored shape has a sample in contracts/events that is never edited and can always be read.</summary>
public sealed class StoredEvents
{
    private static readonly string s_samples = Path.GetFullPath(Path.Combine(Here(), "../../../contracts/events"));
    private static readonly EventCodec s_codec = new(new OneKey());

    public static TheoryData<string> Types => [.. StoredTypes.All.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Have_a_sample_that_is_read_whole(string type)
    {
        var path = Path.Combine(s_samples, type + ".sample.json");
        Assert.True(File.Exists(path), $"contracts/events/{type}.sample.json is missing. Write one; it is then never edited.");
        var sample = File.ReadAllBytes(path);
        var known = s_codec.Decode(new RecordedEvent("s-1", 0, LogPosition.Start, Guid.Empty, type, sample, default, DateTimeOffset.UnixEpoch));
        var again = s_codec.Encode(Guid.Empty, known.Fact!, known.Context);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(sample), JsonNode.Parse(again.Data.Span)),
            $"Read and written again, the sample of {type} is another:\n{System.Text.Encoding.UTF8.GetString(again.Data.Span)}");
    }

    [Fact]
    public void Of_a_newer_hub_are_carried_and_not_lost()
    {
        var data = """{"shape":"unknown"}"""u8.ToArray();
        var known = s_codec.Decode(new RecordedEvent("s-1", 0, LogPosition.Start, Guid.Empty, "case-teleported.v1", data, default, DateTimeOffset.UnixEpoch));
        Assert.Null(known.Fact);
        Assert.Equal(data, known.Recorded.Data.ToArray());
    }

    [Fact]
    public void Hold_personal_text_only_sealed()
    {
        var note = new Core.Cases.NoteAdded(Core.Cases.NoteVisibility.Public, new Personal(new PersonId("p-1"), "Åsa Öst är sjuk"), DateTimeOffset.UnixEpoch);
        var stored = s_codec.Encode(Guid.Empty, note, new EventContext("user", "web"));
        Assert.DoesNotContain("sjuk", System.Text.Encoding.UTF8.GetString(stored.Data.Span), StringComparison.Ordinal);
        Assert.Equal(note, s_codec.Decode(new RecordedEvent("s", 0, LogPosition.Start, Guid.Empty, stored.Type, stored.Data, stored.Metadata, default)).Fact);
    }

    [Fact]
    public void Are_unreadable_once_the_persons_key_is_gone()
    {
        var json = """{"visibility":"public","text":{"of":"p-1","sealed":"AAAA"},"at":"2026-11-24T08:00:00+00:00"}"""u8.ToArray();
        var codec = new EventCodec(new NoKey());
        var fact = codec.Decode(new RecordedEvent("s", 0, LogPosition.Start, Guid.Empty, "note-added.v1", json, default, default)).Fact;
        Assert.Equal(Personal.Erased, Assert.IsType<Core.Cases.NoteAdded>(fact).Text.Shown);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private sealed class OneKey : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => new("p-1");

        public byte[] Key(PersonId person) => new byte[32];
    }

    private sealed class NoKey : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => new("p-1");

        public byte[]? Key(PersonId person) => null;
    }
}
