namespace IntegrationHub.HostTests;

/// <summary>A hub that serves, and a client that speaks to it.</summary>
internal abstract class ServedHub(Uri address) : IDisposable
{
    /// <summary>Where it serves.</summary>
    public Uri Address { get; } = address;

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; } = new() { BaseAddress = address };

    /// <summary>Everything that it has printed so far.</summary>
    public abstract string Said { get; }

    /// <summary>Ends it.</summary>
    public virtual void Dispose()
    {
        Http.Dispose();
        GC.SuppressFinalize(this);
    }
}
