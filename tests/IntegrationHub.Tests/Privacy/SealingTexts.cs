using System.Text;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Tests.Privacy;

public sealed class SealingTexts
{
    private static readonly PersonId s_person = new("p-1");

    [Fact]
    public void A_text_from_before_cases_had_keys_is_read_for_ever()
    {
        // As the first version stored it, under a key of 32 noughts; never edited.
        var stored = """{"visibility":"public","text":{"of":"p-1","sealed":"SEALED"},"at":"2026-11-24T08:00:00+00:00"}"""
            .Replace("SEALED", FirstVersion, StringComparison.Ordinal);
        var fact = new EventCodec(new TwoKeys()).Decode(Recorded(Encoding.UTF8.GetBytes(stored))).Fact;
        Assert.Equal("Åsa Öst är sjuk", Assert.IsType<NoteAdded>(fact).Text.Text);
    }

    [Fact]
    public void A_text_of_a_case_is_sealed_under_the_cases_key_with_the_same_bytes_each_time()
    {
        var codec = new EventCodec(new TwoKeys());
        var note = new NoteAdded(NoteVisibility.Public, new Personal(s_person, "Åsa Öst är sjuk").Within("10000016"), DateTimeOffset.UnixEpoch);
        var (first, second) = (codec.Encode(Guid.Empty, note, new EventContext("user", "web")), codec.Encode(Guid.Empty, note, new EventContext("user", "web")));
        Assert.Equal(first.Data.ToArray(), second.Data.ToArray());
        Assert.DoesNotContain(FirstVersion, Encoding.UTF8.GetString(first.Data.Span), StringComparison.Ordinal);
        Assert.Equal(note, codec.Decode(Recorded(first.Data)).Fact);
    }

    [Fact]
    public void A_mark_of_content_tells_a_repeat_and_cannot_be_guessed_without_the_key()
    {
        var keys = new TwoKeys();
        var mark = ContentMark.Of(keys, s_person, "10000016", "hash")!;
        Assert.DoesNotContain("hash", mark, StringComparison.Ordinal);
        Assert.True(mark.Length < 64, "An event with a mark is no longer than one with a plain hash.");
        Assert.True(ContentMark.IsSame(mark, ContentMark.Of(keys, s_person, "10000016", "hash"), "hash"));
        Assert.False(ContentMark.IsSame(mark, ContentMark.Of(keys, s_person, "10000016", "other"), "other"));
        Assert.NotEqual(mark, ContentMark.Of(keys, s_person, "10000024", "hash"));
    }

    [Fact]
    public void A_plain_hash_that_an_earlier_version_kept_is_still_compared_and_one_under_a_destroyed_key_counts_as_the_same()
    {
        Assert.True(ContentMark.IsSame("hash", "k1.x", "hash"));
        Assert.False(ContentMark.IsSame("hash", "k1.x", "other"));
        Assert.True(ContentMark.IsSame("k1.y", ContentMark.Of(new NoPersonKeys(), s_person, "10000016", "other"), "other"));
    }

    private const string FirstVersion = "PK05MXUsiLroYYXgoTeaV3lL0URkr/jJIIQhOAgqCzCi2tTJzPCTDCxLS2zOtg==";

    private static RecordedEvent Recorded(ReadOnlyMemory<byte> data) =>
        new("case-10000016", 0, LogPosition.Start, Guid.Empty, "note-added.v1", data, default, DateTimeOffset.UnixEpoch);

    private sealed class TwoKeys : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => s_person;

        public byte[] Key(PersonId person) => new byte[32];

        public byte[] Key(PersonId person, string matter) => [.. Enumerable.Repeat((byte)matter[^1], 32)];
    }
}
