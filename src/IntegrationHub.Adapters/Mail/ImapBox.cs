using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;

namespace IntegrationHub.Adapters.Mail;

/// <summary>What becomes of a mail in the box.</summary>
public enum BoxVerdict
{
    /// <summary>It is taken: it goes to the folder of those.</summary>
    Taken,

    /// <summary>It cannot be read: it goes to a folder where a person looks.</summary>
    Aside,
}

/// <summary>
/// The support's mail box. What lies in its folder is not taken yet; what was taken is moved out, so that nothing needs to be
/// remembered: no UID outlives a connection, and a folder that was made anew (another UIDVALIDITY) is read like any other.
/// </summary>
/// <param name="server">Where it is; its path names the folder, INBOX when there is none.</param>
/// <param name="clock">The time.</param>
/// <remarks>Sources: RFC 9051; RFC 2177 (IDLE); RFC 6851 (MOVE, which the client makes up for where it is not there).</remarks>
public sealed class ImapBox(MailServer server, TimeProvider clock)
{
    /// <summary>The folder of mails that were taken.</summary>
    public const string TakenFolder = "Hub-taken";

    /// <summary>The folder of mails that could not be read.</summary>
    public const string AsideFolder = "Hub-aside";

    /// <summary>How long mails lie in those two.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private const int Milliseconds = 60_000;
    private static readonly TimeSpan s_look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(9); // Servers hang up after half an hour, some routers after ten minutes.
    private static readonly TimeSpan s_session = TimeSpan.FromHours(12);

    /// <summary>Takes what lies in the box and what comes, over one connection; ends after half a day, or by a fault.</summary>
    /// <param name="take">Takes one mail: its size, and its bytes; null bytes when it is larger than <see cref="ReadMail.MostBytes"/>.</param>
    /// <param name="connected">Told once the box is open.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="ProtocolException">The server said something that cannot be understood, or refused something.</exception>
    public async Task ReadAsync(Func<long, Stream?, CancellationToken, Task<BoxVerdict>> take, Action connected, CancellationToken ct)
    {
        using var client = new ImapClient { Timeout = Milliseconds };
        await client.ConnectAsync(server.Host, server.Port, server.Tls, ct);
        await client.AuthenticateAsync(server.User!, server.Password!, ct);
        var (taken, aside) = (await FolderAsync(client, TakenFolder, ct), await FolderAsync(client, AsideFolder, ct));
        await DropOldAsync(taken, ct);
        await DropOldAsync(aside, ct);
        var box = server.Path.Length == 0 ? client.Inbox! : await client.GetFolderAsync(server.Path, ct);
        await box.OpenAsync(FolderAccess.ReadWrite, ct);
        connected();
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < s_session)
        {
            var left = await TakeAllAsync(box, verdict => verdict == BoxVerdict.Taken ? taken : aside, take, ct);
            await WaitAsync(client, box, left, ct);
        }

        await client.DisconnectAsync(quit: true, ct);
    }

    /// <returns>How many mails could not be moved and lie there still.</returns>
    private static async Task<int> TakeAllAsync(
        IMailFolder box, Func<BoxVerdict, IMailFolder> folderOf, Func<long, Stream?, CancellationToken, Task<BoxVerdict>> take, CancellationToken ct)
    {
        var left = 0;
        foreach (var some in (await box.SearchAsync(SearchQuery.All, ct)).Chunk(100))
        {
            foreach (var mail in await box.FetchAsync(some, new FetchRequest(MessageSummaryItems.UniqueId | MessageSummaryItems.Size), ct))
            {
                var size = mail.Size ?? 0;
                await using var raw = size > ReadMail.MostBytes ? null : await box.GetStreamAsync(mail.UniqueId, "", ct);
                var verdict = await take(size, raw, ct);
                try
                {
                    await box.MoveToAsync(mail.UniqueId, folderOf(verdict), ct);
                }
                catch (ImapCommandException)
                {
                    left++; // Full, or forbidden: it is taken and known by its key, and is moved another time. The others are read all the same.
                }
            }
        }

        return left;
    }

    private async Task WaitAsync(ImapClient client, IMailFolder box, int left, CancellationToken ct)
    {
        if (box.Count > left)
        {
            return;
        }

        if (left > 0 || !client.Capabilities.HasFlag(ImapCapabilities.Idle))
        {
            await Task.Delay(s_look, clock, ct);
            await client.NoOpAsync(ct);
            return;
        }

        using var done = new CancellationTokenSource(s_idle, clock);
        void Came(object? sender, EventArgs e)
        {
            if (box.Count > 0)
            {
                done.Cancel();
            }
        }

        box.CountChanged += Came;
        try
        {
            await client.IdleAsync(done.Token, ct);
        }
        finally
        {
            box.CountChanged -= Came;
        }
    }

    private async Task DropOldAsync(IMailFolder folder, CancellationToken ct)
    {
        await folder.OpenAsync(FolderAccess.ReadWrite, ct);
        if (await folder.SearchAsync(SearchQuery.DeliveredBefore((clock.GetUtcNow() - KeptFor).UtcDateTime), ct) is { Count: > 0 } old)
        {
            await folder.AddFlagsAsync(old, MessageFlags.Deleted, silent: true, ct);
            await folder.ExpungeAsync(ct);
        }

        await folder.CloseAsync(expunge: false, ct);
    }

    private static async Task<IMailFolder> FolderAsync(ImapClient client, string name, CancellationToken ct)
    {
        var top = client.GetFolder(client.PersonalNamespaces[0]);
        return (await top.GetSubfoldersAsync(subscribedOnly: false, ct)).FirstOrDefault(folder => folder.Name == name)
            ?? await top.CreateAsync(name, isMessageFolder: true, ct)
            ?? throw new IOException($"The folder {name} could not be made in the mail box.");
    }
}
