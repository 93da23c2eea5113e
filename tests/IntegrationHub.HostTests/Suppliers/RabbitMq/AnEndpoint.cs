using System.Text.Json;
using Amqp;
using Amqp.Framing;

namespace IntegrationHub.HostTests.Suppliers.RabbitMq;

/// <summary>The supplier's end of its queues: sends and takes messages by the AMQP library alone.</summary>
internal sealed class AnEndpoint : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(180);
    private static readonly DateTimeOffset s_at = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);
    private readonly Connection _connection;
    private readonly Session _session;

    private AnEndpoint(Connection connection) => (_connection, _session) = (connection, new Session(connection));

    public static async Task<AnEndpoint> ConnectAsync(string address) => new(await new ConnectionFactory().CreateAsync(new Address(address)));

    /// <summary>A CloudEvent in binary mode. Its attributes have both prefixes that the binding allows, since both are to be understood.</summary>
    /// <param name="group">What it is about: messages of one group are taken in order.</param>
    public static Message Event(string id, string group, string type, object data) => new()
    {
        Properties = new Properties { MessageId = id, GroupId = group, ContentType = "application/json" },
        ApplicationProperties = new ApplicationProperties
        {
            ["cloudEvents_specversion"] = "1.0",
            ["cloudEvents_id"] = id,
            ["cloudEvents_source"] = "//workplace.example/desk",
            ["cloudEvents:type"] = type,
            ["cloudEvents_time"] = s_at.UtcDateTime,
        },
        BodySection = new Data { Binary = JsonSerializer.SerializeToUtf8Bytes(data) },
    };

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
