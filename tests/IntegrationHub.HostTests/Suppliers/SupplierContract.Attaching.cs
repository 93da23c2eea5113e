using System.Security.Cryptography;
using System.Text;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.HostTests.Suppliers;

/// <summary>A file of the case comes with its content, once; one that is withheld is told of, and no more.</summary>
public abstract partial class SupplierContract
{
    private const string FileText = "Pappersstopp i fack 2, fel 13.20\n";

    [Fact]
    public async Task A_file_is_there_once_with_its_content_however_often_it_is_told()
    {
        var ticket = await GivenAsync();
        var telling = Telling(File("fel.txt", ticket));
        await TellAsync(telling);
        Assert.Equal(Peer.IsReadBack, (await TellAsync(telling)).ReadBack);
        Assert.Equal(new PeerFile("fel.txt", FileText), Assert.Single(await Peer.FilesAsync(ticket)) is var there ? there with { Text = there.Text.ReplaceLineEndings("\n") } : null);
        Assert.Equal(Adapters.Suppliers.TicketMeaning.New, (await Peer.TicketAsync(ticket)).Meaning);
        await HearsNothingAsync(ticket);
    }

    [Fact]
    public async Task A_file_whose_answer_was_lost_is_there_once()
    {
        var ticket = await GivenAsync();
        var telling = Telling(File("logg.txt", ticket));
        Peer.Wire.LoseNextAnswer();
        Assert.IsType<TryLater>(await Hub.TellAsync(telling, Ct));
        Assert.IsType<Delivered>(await ToldAsync(Peer.Adapter(TimeProvider.System), telling));
        Assert.Equal("logg.txt", Assert.Single(await Peer.FilesAsync(ticket)).Name);
    }

    [Fact]
    public async Task A_file_that_is_withheld_is_told_of_and_is_not_there()
    {
        var ticket = await GivenAsync();
        await TellAsync(File("film.txt", ticket) with { Content = null, Withheld = CaseFileAdded.TooLarge });
        Assert.Empty(await Peer.FilesAsync(ticket));
        Assert.Contains("film.txt", Assert.Single((await Peer.TicketAsync(ticket)).Public), StringComparison.Ordinal);
    }

    private CaseFileAdded File(string name, string ticket)
    {
        var content = Encoding.UTF8.GetBytes(FileText);
        return new CaseFileAdded(
            Number, name, "text/plain", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), "user", Convert.ToBase64String(content), Ticket: ticket);
    }
}
