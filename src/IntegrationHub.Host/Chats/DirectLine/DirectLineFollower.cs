using IntegrationHub.Core.Chats;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Host.Chats.DirectLine;

/// <summary>One reader of the log for all open streams, and one clock.</summary>
internal sealed partial class DirectLineFollower(
    DirectLineSockets sockets, ChatPresence presence, IEventLog log, EventCodec codec, TimeProvider clock, ILogger<DirectLineFollower> logger) : BackgroundService
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);
    private LogPosition? _seen;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        Task.Run(() => FollowAsync(stoppingToken), stoppingToken), Task.Run(() => TickAsync(stoppingToken), stoppingToken));

    private async Task FollowAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                // Only what comes from now on: what came before, each stream reads for itself.
                var from = _seen ??= await log.HeadAsync(ct);
                sockets.Follows();
                await foreach (var recorded in log.FollowAsync(from, ct))
                {
                    if (recorded.Stream.StartsWith(ChatStore.Prefix, StringComparison.Ordinal) && sockets.HasAny(recorded.Stream))
                    {
                        sockets.Push(codec.DecodeOrCarry(recorded));
                    }

                    _seen = recorded.Position;
                }
            }
            catch (EventLogException fault)
            {
                Behind(logger, fault);
                await Task.Delay(s_again, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task TickAsync(CancellationToken ct)
    {
        using var seconds = new PeriodicTimer(s_again, clock);
        try
        {
            while (await seconds.WaitForNextTickAsync(ct))
            {
                sockets.Tick();
                presence.Forget();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Open chats do not hear what comes; the log is followed again")]
    private static partial void Behind(ILogger logger, Exception fault);
}
