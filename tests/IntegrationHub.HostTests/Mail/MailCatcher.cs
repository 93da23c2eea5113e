using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace IntegrationHub.HostTests.Mail;

/// <summary>A mail server on this machine that takes mails, and answers as a test says.</summary>
internal sealed class MailCatcher : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public MailCatcher()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port))).Build();
        var parts = new ServiceProvider();
        parts.Add(new Box(this));
        parts.Add(new Door(this));
        _serving = new SmtpServer.SmtpServer(options, parts).StartAsync(_stop.Token);
    }

    public int Port { get; }

    /// <summary>Every mail that was taken.</summary>
    public ConcurrentQueue<MimeMessage> Mails { get; } = new();

    /// <summary>What mails are answered, one after the other; 250 when empty.</summary>
    public ConcurrentQueue<SmtpResponse> Answers { get; } = new();

    /// <summary>Whether the address is taken.</summary>
    public Func<string, bool> Takes { get; set; } = _ => true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private sealed class Box(MailCatcher catcher) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (catcher.Answers.TryDequeue(out var answer) && (int)answer.ReplyCode >= 400)
            {
                return Task.FromResult(answer);
            }

            catcher.Mails.Enqueue(MimeMessage.Load(new MemoryStream(buffer.ToArray()), cancellationToken));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Door(MailCatcher catcher) : MailboxFilter
    {
        public override Task<bool> CanAcceptFromAsync(ISessionContext context, IMailbox from, int size, CancellationToken cancellationToken) => Task.FromResult(true);

        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            Task.FromResult(catcher.Takes(to.AsAddress()));
    }
}
