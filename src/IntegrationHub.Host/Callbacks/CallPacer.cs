namespace IntegrationHub.Host.Callbacks;

/// <summary>Lets one call a second be ordered, whoever wants to: the carrier takes no more, and queues the rest out of sight.</summary>
/// <remarks>Counted on this node. Source: twilio.md, section 6.</remarks>
internal sealed class CallPacer(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1, 1);

    // As if the last had just been ordered: perhaps it was, before a restart.
    private DateTimeOffset _next = clock.GetUtcNow() + s_between;

    /// <summary>Waits for its turn; in the order of asking.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            if (_next - clock.GetUtcNow() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, ct);
            }

            _next = clock.GetUtcNow() + s_between;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
