using System.Security.Cryptography;
using IntegrationHub.Adapters.Chat.Files;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;
using IntegrationHub.Core.Suppliers;
using IntegrationHub.Host.Chats;

namespace IntegrationHub.Host.Suppliers;

/// <summary>Fetches the content of a case's file in the moment in which a supplier is told of it; it is nowhere else outside the place where it is kept.</summary>
/// <param name="kept">The files of conversations.</param>
/// <param name="chats">Whose they are.</param>
/// <param name="scan">The virus scanner; null when there is none, and then no content leaves.</param>
internal sealed class SupplierFiles(KeptFiles kept, ChatStore chats, Func<ReadOnlyMemory<byte>, CancellationToken, Task<ScanVerdict>>? scan)
{
    /// <summary>The message with the file's content, or with why that is withheld.</summary>
    /// <param name="news">Without either.</param>
    /// <param name="happened">The file's event.</param>
    /// <param name="policy">What the supplier is given.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Null when the scanner cannot be asked now.</returns>
    public async Task<CaseFileAdded?> FilledAsync(CaseFileAdded news, Known happened, FilePolicy policy, CancellationToken ct)
    {
        if (policy.Objection(news.MediaType, news.Bytes) is { } objection)
        {
            return news with { Withheld = objection };
        }

        if (happened.Context.Cause is not { } stream || !ChatStore.IsStream(stream))
        {
            return news with { Withheld = CaseFileAdded.Elsewhere }; // In a mailbox.
        }

        if (scan is null)
        {
            return news with { Withheld = CaseFileAdded.NotScanned };
        }

        var chat = await chats.LoadAsync(stream, ct);
        if (happened.Fact is not AttachmentAdded added || await kept.OpenAsync(chat.State.Person, stream, added.Reference, ct) is not { } file
            || Convert.ToHexStringLower(SHA256.HashData(file.Content)) != news.Sha256)
        {
            return news with { Withheld = CaseFileAdded.Erased };
        }

        return await scan(file.Content, ct) switch
        {
            ScanVerdict.Clean => news with { Content = Convert.ToBase64String(file.Content) },
            ScanVerdict.Infected => news with { Withheld = CaseFileAdded.Infected },
            _ => null,
        };
    }
}
