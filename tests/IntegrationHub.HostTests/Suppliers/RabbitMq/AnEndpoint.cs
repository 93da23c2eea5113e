using Amqp;
using Amqp.Framing;

namespace IntegrationHub.HostTests.Suppliers.RabbitMq;

/// <summary>The supplier's end of its queues: sends and takes messages by the AMQP library alone.</summary>
internal sealed class AnEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);
    private readonly Connection _connection;
    private readonly Session _session;

    private AnEndpoint(Connection connection) => (_connection, _session) = (connection, new Session(connection));

    public static async Task<AnEndpoint> ConnectAsync(string address) => new(await new ConnectionFactory().CreateAsync(new Address(address)));

    public async Task SendAsync(string queue, Message message)
    {
        var sender = new SenderLink(_session, "endpoint-" + queue + message.Properties?.MessageId, "/amq/queue/" + queue);
        message.Header = new Header { Durable = true };
        await sender.SendAsync(message).WaitAsync(s_patience);
        await sender.CloseAsync();
    }

    /// <summary>The next message of a queue; null when none comes in time.</summary>
    public async Task<Message?> TakeAsync(string queue)
    {
        var receiver = new ReceiverLink(_session, "endpoint-from-" + queue, new Source { Address = "/amq/queue/" + queue, Durable = 2 }, null);
        receiver.SetCredit(1, autoRestore: false);
        var message = await receiver.ReceiveAsync(s_patience);
        if (message is not null)
        {
            receiver.Accept(message);
        }

        await receiver.CloseAsync();
        return message;
    }

    public async ValueTask DisposeAsync() => await _connection.CloseAsync();
}
