using System.Threading.Channels;
using global::Amqp;
using global::Amqp.Framing;
using global::Amqp.Types;

namespace IntegrationHub.Adapters.Suppliers.Amqp;

/// <summary>One round of receiving from Azure Service Bus: session by session, several beside each other, where the entity wants it, and else one message after the other.</summary>
/// <remarks>
/// A link gets credit for one message at a time. Then no lock runs out before the work begins, and when a message goes back, none behind
/// it has been given out: none is counted as failed, and the order holds.
/// </remarks>
internal sealed class ServiceBusReceiving(AmqpWire wire, string address, MessageWork work)
{
    private const int Sessions = 8;
    private const string SessionFilter = "com.microsoft:session-filter";
    private static readonly TimeSpan s_wantSession = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_idleSession = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>Receives until a link ends or a message goes back.</summary>
    /// <exception cref="AmqpException">The service refuses.</exception>
    public async Task<RoundEnd> RunAsync(CancellationToken ct)
    {
        try
        {
            var (link, _) = await wire.ReceiverAsync(new Source { Address = address }, new Target(), null, ct);
            return await WorkAsync(link, LockOf, Timeout.InfiniteTimeSpan, ct) ?? RoundEnd.Idle;
        }
        catch (AmqpException refused) when (refused.Error?.Condition?.ToString() == ErrorCode.NotAllowed)
        {
            return await RunSessionsAsync(ct); // It requires sessions, or will refuse this too, and say why.
        }
    }

    private async Task<RoundEnd> RunSessionsAsync(CancellationToken ct)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var lanes = Enumerable.Range(0, Sessions).Select(_ => SessionsAsync(round.Token)).ToList();
        var first = await Task.WhenAny(lanes);
        await round.CancelAsync();
        await ((Task)Task.WhenAll(lanes)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await first;
    }

    /// <summary>Works on one session after the other.</summary>
    private async Task<RoundEnd> SessionsAsync(CancellationToken ct)
    {
        while (true)
        {
            var asked = new Fields { [(Symbol)"com.microsoft:timeout"] = (uint)s_wantSession.TotalMilliseconds };
            var source = new Source { Address = address, FilterSet = new Map { [(Symbol)SessionFilter] = null } };
            try
            {
                var (link, said) = await wire.ReceiverAsync(source, new Target(), asked, ct);
                var session = ((said.Source as Source)?.FilterSet?.FirstOrDefault(pair => pair.Key.ToString() == SessionFilter).Value as string)!;
                var until = said.Properties?[(Symbol)"com.microsoft:locked-until-utc"] is long ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : wire.Clock.GetUtcNow();
                var end = await KeepingAsync(
                    stop => ServiceBusRequests.RenewSessionAsync(wire, address, session, stop), until, () => WorkAsync(link, _ => null, s_idleSession, ct), ct);
                if (end is not (null or RoundEnd.Idle))
                {
                    return end.Value;
                }
            }
            catch (AmqpException none) when (none.Error?.Condition?.ToString() is "com.microsoft:timeout" or "com.microsoft:session-cannot-be-locked")
            {
                // No session has messages and is free.
            }
        }
    }

    /// <returns>Null when nothing came for so long; else why the link ended.</returns>
    private async Task<RoundEnd?> WorkAsync(ReceiverLink link, Func<Message, Guid?> lockOf, TimeSpan idle, CancellationToken ct)
    {
        var messages = Channel.CreateUnbounded<Message>();
        link.AddClosedCallback((_, _) => messages.Writer.TryComplete());
        link.Start(0, (_, message) => messages.Writer.TryWrite(message));
        try
        {
            while (true)
            {
                link.SetCredit(1, CreditMode.Manual);
                if (await NextAsync(messages.Reader, idle, ct) is not { } message)
                {
                    return link.IsClosed ? AmqpWire.EndOf(link.Error) : null;
                }

                var goesOn = lockOf(message) is { } held
                    ? await KeepingAsync(stop => ServiceBusRequests.RenewLockAsync(wire, address, held, stop), Until(message), () => work(link, message, ct), ct)
                    : await work(link, message, ct);
                if (!goesOn)
                {
                    return RoundEnd.NotNow;
                }
            }
        }
        finally
        {
            await wire.CloseAsync(link);
        }
    }

    private async Task<Message?> NextAsync(ChannelReader<Message> messages, TimeSpan idle, CancellationToken ct)
    {
        try
        {
            return await messages.WaitToReadAsync(ct).AsTask().WaitAsync(idle, wire.Clock, ct) && messages.TryRead(out var message) ? message : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Does something under a lock, which is renewed meanwhile when half of its time is over.</summary>
    private async Task<T> KeepingAsync<T>(Func<CancellationToken, Task<DateTimeOffset>> renew, DateTimeOffset until, Func<Task<T>> doing, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(renew, until, done.Token);
        try
        {
            return await doing();
        }
        finally
        {
            await done.CancelAsync();
            await renewing;
        }
    }

    private async Task RenewAsync(Func<CancellationToken, Task<DateTimeOffset>> renew, DateTimeOffset until, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var half = (until - wire.Clock.GetUtcNow()) / 2;
                await Task.Delay(TimeSpan.FromTicks(Math.Clamp(half.Ticks, s_shortest.Ticks, s_longest.Ticks)), wire.Clock, stop); // Their clock may differ from ours.
                until = await renew(stop);
            }
        }
        catch (Exception over) when (over is OperationCanceledException || AmqpWire.IsWireFault(over))
        {
            // The work is done; or the lock is lost: then the message comes again, and the hub knows what it has.
        }
    }

    private static Guid? LockOf(Message message) => message.DeliveryTag is { Length: 16 } tag ? new Guid(tag) : null;

    private DateTimeOffset Until(Message message) =>
        message.MessageAnnotations?.Map.TryGetValue((Symbol)"x-opt-locked-until", out var until) == true && until is DateTime instant
            ? new DateTimeOffset(instant.ToUniversalTime()) : wire.Clock.GetUtcNow();
}
