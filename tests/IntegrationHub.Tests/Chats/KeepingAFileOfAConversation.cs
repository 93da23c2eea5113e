using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host.Chats;
using IntegrationHub.Tests.People;

namespace IntegrationHub.Tests.Chats;

public sealed class KeepingAFileOfAConversation : IDisposable
{
    private static readonly PersonId s_person = new("p-1");
    private static readonly byte[] s_content = Encoding.UTF8.GetBytes("Skrivaren säger fel 49");
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-test-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_found_again_and_nothing_of_it_can_be_read_on_the_disk()
    {
        var files = new KeptFiles(_folder, new TestKeys());
        var kept = await files.KeepAsync(s_person, "chat-1", new OpenedFile("fel.txt", "text/plain", Picture: false, s_content), Ct);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(s_content)), kept.Sha256);

        var opened = (await files.OpenAsync(s_person, "chat-1", kept.Reference, Ct))!;
        Assert.Equal(("fel.txt", "text/plain", false), (opened.Name, opened.MediaType, opened.Picture));
        Assert.Equal(s_content, opened.Content);

        var stored = Assert.Single(Directory.GetFiles(_folder));
        Assert.DoesNotContain("fel", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(stored, Ct)), StringComparison.Ordinal);
        Assert.DoesNotContain("fel", Path.GetFileName(stored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Once_the_conversation_is_erased_it_cannot_be_opened()
    {
        var kept = await new KeptFiles(_folder, new TestKeys()).KeepAsync(s_person, "chat-1", new OpenedFile("fel.txt", "text/plain", Picture: false, s_content), Ct);
        Assert.Null(await new KeptFiles(_folder, new NoKeys()).OpenAsync(s_person, "chat-1", kept.Reference, Ct));
    }

    [Theory]
    [InlineData("../keys.db")]
    [InlineData("..%2fkeys.db")]
    [InlineData("")]
    [InlineData("00000000000000000000000000000000")]
    public async Task A_reference_leads_nowhere_else(string reference) =>
        Assert.Null(await new KeptFiles(_folder, new TestKeys()).OpenAsync(s_person, "chat-1", reference, Ct));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class NoKeys : IPersonKeys
    {
        public PersonId Pseudonym(string kind, string value) => s_person;

        public byte[]? Key(PersonId person) => null;
    }
}
