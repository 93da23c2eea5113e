using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace IntegrationHub.Host.Serving;

/// <summary>Where the hub listens; known once it has started.</summary>
internal static class HubAddress
{
    /// <summary>An address on this machine under which the hub answers, without a slash at the end.</summary>
    /// <exception cref="InvalidOperationException">The hub has not started.</exception>
    public static string OnThisMachine(IServiceProvider services)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.OrderBy(a => a.StartsWith("http:", StringComparison.OrdinalIgnoreCase) ? 0 : 1).FirstOrDefault()
            ?? throw new InvalidOperationException("The hub does not listen yet.");
        foreach (var all in (ReadOnlySpan<string>)["0.0.0.0", "[::]", "*", "+"])
        {
            address = address.Replace($"://{all}:", "://127.0.0.1:", StringComparison.Ordinal);
        }

        return address.TrimEnd('/');
    }
}
