using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Adapters.Chat.Files;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Host.Chats;
using IntegrationHub.Host.Suppliers;
using IntegrationHub.Tests.EventLog;
using IntegrationHub.Tests.People;

namespace IntegrationHub.HostTests.Suppliers;

public sealed class GivingFiles : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private static readonly byte[] s_content = Encoding.UTF8.GetBytes("fel 13.20");
    private static readonly PersonId s_person = new("p-file");
    private static readonly string s_stream = ChatStore.StreamOf(ChatChannel.Web, "c-1");
    private readonly TestFolder _folder = new();
    private readonly MemoryEventLog _log = new(TimeProvider.System);
    private readonly TestKeys _keys = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static FilePolicy Usual => FilePolicy.Of(Supplier());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_the_scanner_finds_clean_at_that_moment_goes_with_its_content()
    {
        var scanned = new List<byte[]>();
        var told = await ToldAsync(Usual, content =>
        {
            scanned.Add(content.ToArray());
            return new ScanVerdict.Clean();
        });
        Assert.Equal((Convert.ToBase64String(s_content), null), (told!.Content, told.Withheld));
        Assert.Equal(s_content, Assert.Single(scanned));
    }

    [Fact]
    public async Task What_is_infected_not_scanned_erased_too_large_or_of_another_type_is_told_of_and_stays()
    {
        Assert.Equal(CaseFileAdded.Infected, await WithheldAsync(Usual, _ => new ScanVerdict.Infected("Eicar")));
        Assert.Equal(CaseFileAdded.NotScanned, await WithheldAsync(Usual, scan: null));
        Assert.Equal(CaseFileAdded.TooLarge, await WithheldAsync(FilePolicy.Of(Supplier(("FileBytes", "5"))), Clean));
        Assert.Equal(CaseFileAdded.OtherType, await WithheldAsync(FilePolicy.Of(Supplier(("Files", "image/*"))), Clean));
        Assert.Equal(CaseFileAdded.OtherType, await WithheldAsync(FilePolicy.Of(Supplier(("Files", "none"))), Clean));
        Directory.Delete(_folder.Path, recursive: true);
        Directory.CreateDirectory(_folder.Path);
        Assert.Equal(CaseFileAdded.Erased, (await ToldAsync(Usual, Clean, keep: false))!.Withheld);
    }

    [Fact]
    public async Task A_scanner_that_does_not_answer_is_asked_again_later() =>
        Assert.Null(await ToldAsync(Usual, _ => new ScanVerdict.Unknown("away")));

    [Fact]
    public async Task A_file_that_lies_in_a_mailbox_is_told_of() =>
        Assert.Equal(CaseFileAdded.Elsewhere, (await ToldAsync(Usual, Clean, cause: "mail-1"))!.Withheld);

    [Fact]
    public void A_setting_that_cannot_be_read_is_named()
    {
        Assert.Empty(FilePolicy.Faults([Supplier(("Files", "image/*, application/pdf"), ("FileBytes", "1000"))]));
        var faults = FilePolicy.Faults([Supplier(("Files", "pdf"), ("FileBytes", "5 MB"))]).ToList();
        Assert.Collection(
            faults, fault => Assert.StartsWith("Suppliers:telephony:FileBytes ", fault, StringComparison.Ordinal), fault => Assert.StartsWith("Suppliers:telephony:Files names 'pdf'", fault, StringComparison.Ordinal));
    }

    private static ScanVerdict Clean(ReadOnlyMemory<byte> content) => new ScanVerdict.Clean();

    private async Task<string?> WithheldAsync(FilePolicy policy, Func<ReadOnlyMemory<byte>, ScanVerdict>? scan) =>
        await ToldAsync(policy, scan) is { Content: null } told ? told.Withheld : "It was sent.";

    private async Task<CaseFileAdded?> ToldAsync(FilePolicy policy, Func<ReadOnlyMemory<byte>, ScanVerdict>? scan, bool keep = true, string? cause = null)
    {
        var codec = new EventCodec(_keys);
        var started = new ChatStarted(ChatChannel.Web, new Personal(s_person, "c-1"), s_person, "sv", s_now);
        await _log.AppendAsync(s_stream, ExpectedRevision.Any, [codec.Encode(EventId.From("chat"), started, new EventContext("user", "chat"))], Ct);
        var kept = new KeptFiles(_folder.Path, _keys);
        var reference = keep ? (await kept.KeepAsync(s_person, s_stream, new OpenedFile("fel.txt", "text/plain", Picture: false, s_content), Ct)).Reference : new string('a', 32);
        var added = new AttachmentAdded(new Personal(s_person, "fel.txt"), "text/plain", s_content.Length, Convert.ToHexStringLower(SHA256.HashData(s_content)), reference, s_now);
        var recorded = new RecordedEvent("case-10000017", 3, new LogPosition(9), EventId.From("file"), "attachment-added.v1", default, default, s_now);
        var news = new CaseFileAdded("10000017", "fel.txt", added.MediaType, added.Bytes, added.Sha256, "user");
        return await new SupplierFiles(kept, new ChatStore(_log, codec, _keys), scan is null ? null : (content, _) => Task.FromResult(scan(content)))
            .FilledAsync(news, new Known(recorded, added, new EventContext("user", "chat", cause ?? s_stream)), policy, Ct);
    }

    private static SupplierSettings Supplier(params (string Name, string Value)[] options) => new("telephony", "tmf621", new Uri("https://tmf.example"), "a-token-of-both")
    {
        Options = options.ToDictionary(option => option.Name, option => option.Value, StringComparer.OrdinalIgnoreCase),
    };
}
