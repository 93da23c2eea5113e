using System.Net;
using System.Net.Sockets;

namespace IntegrationHub.Host.TroubleTickets;

/// <summary>Where the hub may be asked to call: an address that a caller names must not lead into the city's own network.</summary>
/// <param name="development">Whether this machine itself may be called, without TLS too.</param>
internal sealed class ListenerAddress(bool development)
{
    private const int LongestAddress = 500;

    /// <summary>What is wrong with a callback address; null for nothing. A name is looked up, and judged, when it is called.</summary>
    public string? Fault(string callback)
    {
        if (callback.Length > LongestAddress || !Uri.TryCreate(callback, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return "must be a whole address, for example https://partner.example/tmf-api";
        }

        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            return "must hold no user name, password or fragment";
        }

        var own = address.IsLoopback || address.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
        if (own)
        {
            return development ? null : "must not be this machine";
        }

        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !IsPublic(ip))
        {
            return "must not be a private address";
        }

        return address.Scheme == "https" || development ? null : "must begin with https://";
    }

    /// <summary>A handler that connects to public addresses only, whatever a name says by then; and follows no redirect.</summary>
    public SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = async (context, ct) =>
        {
            var found = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct);
            var good = Array.FindAll(found, address => IsPublic(address) || (development && IPAddress.IsLoopback(address)));
            if (good.Length == 0)
            {
                throw new HttpRequestException("The listener's name leads to no public address.");
            }

            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(good, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    /// <summary>Whether an address is out in the world.</summary>
    /// <remarks>Source: IANA's special-purpose registries (RFC 6890).</remarks>
    internal static bool IsPublic(IPAddress address)
    {
        var ip = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(ip))
        {
            return false;
        }

        var b = ip.GetAddressBytes();
        if (ip.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // Global unicast only, without documentation, Teredo and 6to4, which carry other addresses inside.
            return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x01 && ((b[2] == 0x0D && b[3] == 0xB8) || (b[2] == 0 && b[3] == 0))) && !(b[0] == 0x20 && b[1] == 0x02);
        }

        return b[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => b[1] is < 64 or > 127,
            169 => b[1] != 254,
            172 => b[1] is < 16 or > 31,
            192 => b[1] != 168 && !(b[1] == 0 && b[2] is 0 or 2) && !(b[1] == 88 && b[2] == 99),
            198 => b[1] is not (18 or 19) && !(b[1] == 51 && b[2] == 100),
            203 => !(b[1] == 0 && b[2] == 113),
            _ => true,
        };
    }
}
