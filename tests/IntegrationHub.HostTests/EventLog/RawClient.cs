using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Gossip;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.ServerFeatures;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams;
using GroupsClient = IntegrationHub.Adapters.EventLog.Kurrent.Protos.PersistentSubscriptions.PersistentSubscriptions.PersistentSubscriptionsClient;
using Options = IntegrationHub.Adapters.EventLog.Kurrent.Protos.Streams.AppendReq.Types.Options;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>The KurrentDB protocol without a client library: what is on the wire is what a test sees.</summary>
internal sealed class RawClient(Uri address, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = null, HttpHandler = handler, DisposeHttpClient = true });

    public static Empty Nothing { get; } = new();

    public static Options NoStream => new() { NoStream = Nothing };

    public static Options Any => new() { Any = Nothing };

    public static Options StreamExists => new() { StreamExists = Nothing };

    public Streams.StreamsClient Streams => new(_channel);

    public GroupsClient Groups => new(_channel);

    public Gossip.GossipClient Gossip => new(_channel);

    public ServerFeatures.ServerFeaturesClient Features => new(_channel);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static Options At(ulong revision) => new() { Revision = revision };

    public static Metadata Header(string name, string value) => new() { { name, value } };

    public static Metadata Credentials(string user, string password) =>
        Header("authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public static StreamIdentifier Name(string stream) => new() { StreamName = ByteString.CopyFromUtf8(stream) };

    /// <summary>An id that a test can name: a letter of the recordings.</summary>
    public static UUID Id(char letter) => new() { String = $"00000000-0000-4000-8000-0000000000{(int)letter:x2}" };

    public static Guid Parse(UUID id)
    {
        if (id.ValueCase == UUID.ValueOneofCase.String)
        {
            return Guid.Parse(id.String);
        }

        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id.Structured.MostSignificantBits);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), id.Structured.LeastSignificantBits);
        return new Guid(bytes, bigEndian: true);
    }

    public static AppendReq.Types.ProposedMessage Event(char letter, string type = "T", string data = "{}", string contentType = "application/json") => new()
    {
        Id = Id(letter),
        Data = ByteString.CopyFromUtf8(data),
        Metadata = { ["type"] = type, ["content-type"] = contentType },
    };

    /// <summary>Appends events with the ids named by letters.</summary>
    public Task<AppendResp> AppendAsync(string stream, Options expected, string letters, Metadata? headers = null) =>
        AppendAsync(stream, expected, headers, [.. letters.Select(letter => Event(letter))]);

    public async Task<AppendResp> AppendAsync(string stream, Options expected, Metadata? headers, params AppendReq.Types.ProposedMessage[] events)
    {
        using var call = Streams.Append(headers, Deadline(), Ct);
        expected.StreamIdentifier = Name(stream);

        // A server that refuses early closes its side; what counts is the answer.
        try
        {
            await call.RequestStream.WriteAsync(new AppendReq { Options = expected }, Ct);
            foreach (var proposed in events)
            {
                await call.RequestStream.WriteAsync(new AppendReq { ProposedMessage = proposed }, Ct);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception fault) when (fault is RpcException or InvalidOperationException)
        {
            return await call.ResponseAsync;
        }

        return await call.ResponseAsync;
    }

    /// <summary>Data of the last metadata event of a stream.</summary>
    public Task<AppendResp> DescribeAsync(string stream, string json) =>
        AppendAsync("$$" + stream, Any, null, new AppendReq.Types.ProposedMessage
        {
            Id = new UUID { String = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString() },
            Data = ByteString.CopyFromUtf8(json),
            Metadata = { ["type"] = "$metadata", ["content-type"] = "application/json" },
        });

    /// <summary>Reads to the end of the call.</summary>
    public async Task<List<ReadResp>> ReadAsync(ReadReq request, Metadata? headers = null, TimeSpan? within = null)
    {
        using var call = Streams.Read(request, headers, Deadline(within), Ct);
        var read = new List<ReadResp>();
        while (await call.ResponseStream.MoveNext(Ct))
        {
            read.Add(call.ResponseStream.Current);
        }

        return read;
    }

    /// <summary>Waits for so many more messages of a call without end.</summary>
    public static async Task<List<T>> TakeAsync<T>(IAsyncStreamReader<T> answers, int count)
    {
        var taken = new List<T>();
        while (taken.Count < count && await answers.MoveNext(Ct).WaitAsync(TimeSpan.FromSeconds(120), Ct))
        {
            taken.Add(answers.Current);
        }

        return taken;
    }

    public static async Task<RpcException> RefusedAsync(Func<Task> call) => await Assert.ThrowsAsync<RpcException>(call);

    /// <summary>The trailers that say what went wrong, as <c>name=value</c> in the order of their names.</summary>
    public static string Trailers(RpcException refusal) => string.Join(' ', refusal.Trailers
        .Where(entry => entry.Key.Contains("exception", StringComparison.Ordinal) || entry.Key.Contains('-', StringComparison.Ordinal))
        .Where(entry => !entry.Key.StartsWith("content-", StringComparison.Ordinal))
        .OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}={entry.Value}"));

    public void Dispose() => _channel.Dispose();

    private static DateTime Deadline(TimeSpan? within = null) => (TimeProvider.System.GetUtcNow() + (within ?? TimeSpan.FromSeconds(30))).UtcDateTime;
}
