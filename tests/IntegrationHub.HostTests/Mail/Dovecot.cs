using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MimeKit;

namespace IntegrationHub.HostTests.Mail;

/// <summary>A real mail box: Dovecot as a process of the test's own, on a free port of this machine.</summary>
internal sealed class Dovecot : IAsyncDisposable
{
    private const string Nobody = "65534";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-dovecot-");
    private readonly Process _process;

    private Dovecot(int port)
    {
        Port = port;
        var mail = _folder.CreateSubdirectory("mail").FullName;
        Everybody(_folder.FullName);
        Everybody(mail);
        File.WriteAllText(Path.Combine(_folder.FullName, "dovecot.conf"), $$"""
            base_dir = {{_folder.FullName}}/run
            state_dir = {{_folder.FullName}}/run
            log_path = {{_folder.FullName}}/dovecot.log
            protocols = imap
            listen = 127.0.0.1
            ssl = no
            disable_plaintext_auth = no
            mail_location = maildir:{{mail}}/%n
            mail_uid = {{Nobody}}
            mail_gid = {{Nobody}}
            first_valid_uid = 1
            passdb {
              driver = static
              args = password=secret
            }
            userdb {
              driver = static
              args = uid={{Nobody}} gid={{Nobody}} home={{mail}}/%n
            }
            service imap-login {
              inet_listener imap {
                port = {{port}}
              }
              inet_listener imaps {
                port = 0
              }
            }
            namespace inbox {
              inbox = yes
              separator = /
            }

            """);
        _process = Process.Start(new ProcessStartInfo("dovecot", ["-F", "-c", Path.Combine(_folder.FullName, "dovecot.conf")]))
            ?? throw new InvalidOperationException("Dovecot was not started.");
    }

    public int Port { get; }

    /// <summary>The setting by which a hub reads the box.</summary>
    public string Url => $"imap://stod:secret@127.0.0.1:{Port}/INBOX?starttls=none";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Starts it, and waits until it answers. Debian's package dovecot-imapd is needed, and root: ops/test sees to the first.</summary>
    public static async Task<Dovecot> StartAsync()
    {
        var port = HubProcess.FreeAddress().Port;
        var server = new Dovecot(port);
        await MailScene.UntilAsync<object>(async () =>
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, Ct);
                return client;
            }
            catch (SocketException)
            {
                return null;
            }
        });
        return server;
    }

    /// <summary>A mail arrives, byte by byte as given.</summary>
    public async Task ArriveAsync(string raw) => await InAsync("INBOX", async folder =>
    {
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(raw.ReplaceLineEndings("\r\n")));
        var message = await MimeMessage.LoadAsync(bytes, Ct);
        return await folder.AppendAsync(message, MessageFlags.None, Ct);
    });

    /// <summary>How many mails lie in a folder; none when there is no such folder.</summary>
    public Task<int> CountAsync(string name) => InAsync(name, folder => Task.FromResult(folder.Count));

    /// <summary>The folder is made anew: it has another UIDVALIDITY, and its mails have other numbers.</summary>
    public async Task RenewAsync(string name)
    {
        using var client = await ConnectAsync();
        var folder = await client.GetFolderAsync(name, Ct);
        await folder.DeleteAsync(Ct);
        await client.GetFolder(client.PersonalNamespaces[0]).CreateAsync(name, isMessageFolder: true, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await stop.WaitForExitAsync(CancellationToken.None);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<T> InAsync<T>(string name, Func<IMailFolder, Task<T>> work)
    {
        using var client = await ConnectAsync();
        try
        {
            var folder = await client.GetFolderAsync(name, Ct);
            await folder.OpenAsync(FolderAccess.ReadWrite, Ct);
            return await work(folder);
        }
        catch (FolderNotFoundException)
        {
            return default!;
        }
    }

    private async Task<ImapClient> ConnectAsync()
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", Port, MailKit.Security.SecureSocketOptions.None, Ct);
        await client.AuthenticateAsync("stod", "secret", Ct);
        return client;
    }

    private static void Everybody(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111); // Dovecot's processes are other users'.
        }
    }
}
