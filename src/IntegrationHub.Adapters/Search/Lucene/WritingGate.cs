namespace IntegrationHub.Adapters.Search.Lucene;

/// <summary>Lets documents be put by two at a time, and everything else be done alone.</summary>
internal sealed class WritingGate : IDisposable
{
    /// <summary>How many put at a time: making documents is most of the work, and the machine is the hub's too.</summary>
    private const int Together = 2;

    private readonly SemaphoreSlim _alone = new(1, 1);
    private readonly SemaphoreSlim _places = new(Together, Together);

    /// <summary>Works beside somebody else who puts.</summary>
    public async Task TogetherAsync(Action change, CancellationToken ct)
    {
        await _places.WaitAsync(ct);
        try
        {
            await Task.Run(change, CancellationToken.None);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Works while nobody else does.</summary>
    public async Task AloneAsync(Action change, CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        var taken = 0;
        try
        {
            for (; taken < Together; taken++)
            {
                await _places.WaitAsync(ct);
            }

            await Task.Run(change, CancellationToken.None);
        }
        finally
        {
            if (taken > 0)
            {
                _places.Release(taken);
            }

            _alone.Release();
        }
    }

    /// <summary>As <see cref="AloneAsync"/>, on the caller's thread.</summary>
    public void Alone(Action change)
    {
        _alone.Wait();
        for (var taken = 0; taken < Together; taken++)
        {
            _places.Wait();
        }

        try
        {
            change();
        }
        finally
        {
            _places.Release(Together);
            _alone.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _alone.Dispose();
        _places.Dispose();
    }
}
