using System.Net.Security;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Gossip;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.ServerFeatures;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using Empty = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Empty;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>One node and what it offers. Disposing of it ends every call on it.</summary>
internal sealed class NodeConnection : IDisposable
{
    // A record holds at most 16 MiB; the rest is what is wrapped around it.
    private const int LargestMessage = 17 * 1024 * 1024;

    private readonly GrpcChannel _channel;
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly KurrentSettings _settings;
    private BatchCall? _batch;

    public NodeConnection(NodeAddress address, KurrentSettings settings, SslClientAuthenticationOptions ssl, TimeProvider clock)
    {
        (Address, _settings, _clock) = (address, settings, clock);
        _channel = GrpcChannel.ForAddress($"{(settings.Tls ? "https" : "http")}://{address}", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                SslOptions = ssl,
                ConnectTimeout = settings.GossipTimeout,
                KeepAlivePingDelay = settings.KeepAliveInterval,
                KeepAlivePingTimeout = settings.KeepAliveTimeout,
                PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                EnableMultipleHttp2Connections = true, // One connection carries a hundred calls; the hub may follow and read more often.
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = LargestMessage,
            MaxSendMessageSize = null,
        });
        Streams = new Streams.StreamsClient(_channel);
        Groups = new PersistentSubscriptions.PersistentSubscriptionsClient(_channel);
    }

    public NodeAddress Address { get; }

    public Streams.StreamsClient Streams { get; }

    public PersistentSubscriptions.PersistentSubscriptionsClient Groups { get; }

    /// <summary>Whether the node takes many appends over one call.</summary>
    public bool Batches { get; private set; }

    /// <summary>The call that carries appends; made at the first.</summary>
    public BatchCall Batch
    {
        get
        {
            lock (_lock)
            {
                return _batch ??= new BatchCall(Streams.BatchAppend(Options(CancellationToken.None)), _settings.DefaultDeadline);
            }
        }
    }

    /// <summary>What every call carries; without a deadline, as calls with many answers have none.</summary>
    public CallOptions Options(CancellationToken ct) => new(Headers(), cancellationToken: ct);

    /// <summary>The same for a call with one answer.</summary>
    public CallOptions Bounded(CancellationToken ct) => _settings.DefaultDeadline == Timeout.InfiniteTimeSpan
        ? Options(ct)
        : Options(ct).WithDeadline(_clock.GetUtcNow().UtcDateTime + _settings.DefaultDeadline);

    /// <summary>Who is in the cluster.</summary>
    public async Task<IReadOnlyList<NodeMember>> GossipAsync(CancellationToken ct)
    {
        var info = await new Gossip.GossipClient(_channel).ReadAsync(new Empty(), Options(ct));
        return [.. info.Members.Select(member => new NodeMember(
            new NodeAddress(member.HttpEndPoint.Address, (int)member.HttpEndPoint.Port), member.State, member.IsAlive))];
    }

    /// <summary>Asks what the node can do.</summary>
    /// <exception cref="RpcException">The node is not reached, or does not answer.</exception>
    public async Task AskFeaturesAsync(CancellationToken ct)
    {
        try
        {
            var supported = await new ServerFeatures.ServerFeaturesClient(_channel).GetSupportedMethodsAsync(new Empty(), Options(ct));
            Batches = supported.Methods.Any(m => m is { MethodName: "batchappend", ServiceName: "event_store.client.streams.streams" });
        }
        catch (RpcException old) when (old.StatusCode is StatusCode.Unimplemented)
        {
            Batches = false; // A server older than the question.
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _batch?.Dispose();
        }

        _channel.Dispose();
    }

    private Metadata Headers()
    {
        var headers = new Metadata
        {
            { "requires-leader", _settings.Preference is NodePreference.Leader ? "True" : "False" },
            { "connection-name", _settings.ConnectionName },
        };
        if (_settings.User is { } user)
        {
            // Set by ourselves: call credentials of the library do not travel where there is no TLS.
            headers.Add("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{_settings.Password}")));
        }

        return headers;
    }
}
