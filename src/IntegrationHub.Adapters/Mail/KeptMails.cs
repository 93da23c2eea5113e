using IntegrationHub.Core.Mail;
using IntegrationHub.Core.Privacy;
using MimeKit;

namespace IntegrationHub.Adapters.Mail;

/// <summary>
/// Keeps mails as files where no mail server is set: <c>PERSON/CASE-EVENT.eml</c>, readable by the hub's user alone, for 30 days.
/// They are personal, and in the clear.
/// </summary>
/// <param name="folder">Made when the first is kept.</param>
/// <param name="from">Whom they are from.</param>
/// <param name="clock">Dates them.</param>
public sealed class KeptMails(string folder, MailboxAddress from, TimeProvider clock)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How long one is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    /// <summary>Keeps a mail; the same one again is kept once.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public async Task<MailOutcome> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (MailComposer.Compose(mail, from, now) is not { } message)
        {
            return new MailOutcome.Refused(0, TheAddress: true);
        }

        using (message)
        {
            DropOld(now);
            var path = Path.Combine(FolderOf(mail.Person), $"{mail.Matter}-{mail.Id:N}.eml");
            MakeFolder(Path.GetDirectoryName(path)!);
            var half = path + ".part";
            await using (var file = new FileStream(half, Options()))
            {
                await message.WriteToAsync(file, ct);
            }

            File.SetLastWriteTimeUtc(half, now.UtcDateTime);
            File.Move(half, path, overwrite: true);
        }

        return new MailOutcome.Kept();
    }

    /// <summary>Removes what is kept of matters, whoever was written to: a mail about an order names those that it is for.</summary>
    /// <param name="matters">Numbers of cases and orders.</param>
    /// <returns>How many mails there were.</returns>
    public int Forget(IReadOnlyCollection<string> matters)
    {
        if (matters.Count == 0 || !Directory.Exists(folder))
        {
            return 0;
        }

        var gone = 0;
        var sought = matters.ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => sought.Contains(Path.GetFileName(file).Split('-')[0])))
        {
            File.Delete(file);
            gone++;
        }

        return gone;
    }

    /// <summary>Removes what has been kept long enough.</summary>
    public void DropOld(DateTimeOffset now)
    {
        foreach (var file in Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [])
        {
            if (File.GetLastWriteTimeUtc(file) < (now - KeptFor).UtcDateTime)
            {
                File.Delete(file);
            }
        }
    }

    private string FolderOf(PersonId person) => Path.Combine(folder, person == PersonId.Nobody ? "nobody" : person.Value);

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }
}
