using System.Globalization;
using global::Amqp;
using global::Amqp.Framing;
using global::Amqp.Types;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>Questions to a node of the broker's own (<c>$cbs</c>, <c>ENTITY/$management</c>), one after the other, each with its answer.</summary>
internal sealed class AmqpRequests : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private readonly SenderLink _out;
    private readonly ReceiverLink _in;
    private readonly string _replyTo;
    private readonly TimeProvider _clock;
    private int _asked;

    private AmqpRequests(SenderLink sender, ReceiverLink receiver, string replyTo, TimeProvider clock) =>
        (_out, _in, _replyTo, _clock) = (sender, receiver, replyTo, clock);

    /// <summary>Opens the two links.</summary>
    public static async Task<AmqpRequests> OpenAsync(AmqpWire wire, string node, TimeProvider clock, CancellationToken ct)
    {
        var replyTo = string.Create(CultureInfo.InvariantCulture, $"hub-{node}-{Environment.ProcessId}-{clock.GetTimestamp()}");
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach { Source = new Source { Address = node }, Target = new Target { Address = replyTo } };
        var receiver = new ReceiverLink(wire.Session, replyTo, attach, (_, _) => attached.TrySetResult());
        receiver.AddClosedCallback((_, error) => attached.TrySetException(new AmqpException(error ?? new Error("amqp:link:detach-forced"))));
        await attached.Task.WaitAsync(s_patience, clock, ct);
        return new AmqpRequests(new SenderLink(wire.Session, replyTo + "-out", node), receiver, replyTo, clock);
    }

    /// <summary>Asks, and gives the answer.</summary>
    /// <exception cref="AmqpException">The answer's status is no success.</exception>
    /// <exception cref="TimeoutException">No answer in 15 s.</exception>
    public async Task<Message> AskAsync(Message question, CancellationToken ct)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{_replyTo}-{++_asked}");
        question.Properties = new Properties { MessageId = id, ReplyTo = _replyTo };
        await _out.SendAsync(question).WaitAsync(s_patience, _clock, ct);
        var answer = await _in.ReceiveAsync(s_patience).WaitAsync(s_patience, _clock, ct) ?? throw new TimeoutException("The broker did not answer.");
        _in.Accept(answer);
        var status = Convert.ToInt32(Said(answer, "status-code") ?? Said(answer, "statusCode") ?? 0, CultureInfo.InvariantCulture);
        return status is >= 200 and < 300
            ? answer
            : throw new AmqpException(new Error(status == 401 ? ErrorCode.UnauthorizedAccess : ErrorCode.InternalError)
            {
                Description = string.Create(CultureInfo.InvariantCulture, $"The broker answered {status}."),
            });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_out.CloseAsync(), _in.CloseAsync()).WaitAsync(s_patience, _clock);
        }
        catch (Exception fault) when (AmqpWire.IsWireFault(fault))
        {
            // The wire had ended.
        }
    }

    private static object? Said(Message answer, string name) => answer.ApplicationProperties?.Map.TryGetValue(name, out var value) == true ? value : null;
}
