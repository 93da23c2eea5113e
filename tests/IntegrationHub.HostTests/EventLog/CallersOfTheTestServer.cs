using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using IntegrationHub.Adapters.EventLog.Kurrent.Protos.Rpc;
using IntegrationHub.KurrentServer;
using StatusCode = Grpc.Core.StatusCode;

namespace IntegrationHub.HostTests.EventLog;

/// <summary>Who may do what, over TLS, as a secured node of version 23.10.6 was recorded.</summary>
public sealed class CallersOfTheTestServer : IAsyncLifetime
{
    private static readonly Metadata s_admin = RawClient.Credentials("admin", "changeit");

    private readonly TestFolder _folder = new();
    private KurrentTestServer _server = null!;
    private RawClient _client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KurrentTestServer.StartAsync(new ServerSettings { TlsDirectory = _folder.Path }, Ct);
        _client = new RawClient(_server.Addresses[0], Trusting(Path.Combine(_folder.Path, "ca.crt")));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_administrator_may_do_everything()
    {
        Assert.Equal(0UL, (await _client.AppendAsync("s", RawClient.NoStream, "a", s_admin)).Success.CurrentRevision);
        Assert.Equal("0 last:0", Reads.Line(await _client.ReadAsync(Reads.OfStream("s"), s_admin)));
        Assert.Equal(2, (await _client.ReadAsync(Reads.OfAll(), s_admin)).Count);
    }

    [Fact]
    public async Task Nobody_may_ask_who_leads_and_nothing_else()
    {
        await DeniedAsync(() => _client.AppendAsync("s", RawClient.Any, "a"));
        await DeniedAsync(() => _client.AppendAsync("$settings", RawClient.Any, "a"));
        await DeniedAsync(() => _client.ReadAsync(Reads.OfStream("s")));
        await DeniedAsync(() => _client.ReadAsync(Reads.OfAll()));
        await DeniedAsync(() => _client.ReadAsync(Reads.OfStream("s"), RawClient.Header("authorization", "Bearer junk")));
        await DeniedAsync(() => _client.Groups.CreateAsync(new() { Options = new() { GroupName = "g" } }, cancellationToken: Ct).ResponseAsync);
        Assert.Single((await _client.Gossip.ReadAsync(RawClient.Nothing, cancellationToken: Ct)).Members);
        Assert.NotEmpty((await _client.Features.GetSupportedMethodsAsync(RawClient.Nothing, cancellationToken: Ct)).Methods);
    }

    [Fact]
    public async Task In_a_batch_the_denial_is_a_message()
    {
        using var call = _client.Streams.BatchAppend(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(
            new() { CorrelationId = RawClient.Id('1'), IsFinal = true, Options = new() { StreamIdentifier = RawClient.Name("s"), Any = new() } }, Ct);
        var error = (await RawClient.TakeAsync(call.ResponseStream, 1))[0].Error;
        Assert.Equal((Code.PermissionDenied, "AccessDenied", "type.googleapis.com/event_store.client.AccessDenied"), (error.Code, error.Message, error.Details.TypeUrl));
    }

    [Fact]
    public async Task A_wrong_password_and_a_broken_header_are_two_things()
    {
        var wrong = await RawClient.RefusedAsync(() => _client.AppendAsync("s", RawClient.Any, "a", RawClient.Credentials("admin", "wrong")));
        Assert.Equal((StatusCode.Unauthenticated, "Unauthenticated", ""), (wrong.StatusCode, wrong.Status.Detail, RawClient.Trailers(wrong)));
        var broken = await RawClient.RefusedAsync(() => _client.AppendAsync("s", RawClient.Any, "a", RawClient.Header("authorization", "Basic ???")));
        Assert.Contains("500", broken.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_keeps_off_system_streams_and_all()
    {
        await using var server = await KurrentTestServer.StartAsync(
            new ServerSettings { Users = new Dictionary<string, string>(StringComparer.Ordinal) { ["admin"] = "a", ["hub"] = "h" } }, Ct);
        using var client = new RawClient(server.Addresses[0]);
        var hub = RawClient.Credentials("hub", "h");
        Assert.Equal(0UL, (await client.AppendAsync("s", RawClient.Any, "a", hub)).Success.CurrentRevision);
        await DeniedAsync(() => client.AppendAsync("$$s", RawClient.Any, "b", hub));
        await DeniedAsync(() => client.ReadAsync(Reads.OfAll(), hub));
        Assert.Equal(2, (await client.ReadAsync(Reads.OfAll(), RawClient.Credentials("admin", "a"))).Count);
    }

    [Fact]
    public async Task Another_authority_does_not_vouch_for_the_server()
    {
        using var folder = new TestFolder();
        await using var other = await KurrentTestServer.StartAsync(new ServerSettings { TlsDirectory = folder.Path }, Ct);
        using var client = new RawClient(_server.Addresses[0], Trusting(Path.Combine(folder.Path, "ca.crt")));
        var refusal = await RawClient.RefusedAsync(() => client.ReadAsync(Reads.OfStream("s"), s_admin));
        Assert.NotEqual(StatusCode.OK, refusal.StatusCode);
        Assert.Contains("certificate", refusal.Status.Detail, StringComparison.OrdinalIgnoreCase);
    }

    private static SocketsHttpHandler Trusting(string authority) => new()
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(authority) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };

    private static async Task DeniedAsync(Func<Task> call)
    {
        var refusal = await RawClient.RefusedAsync(call);
        Assert.Equal((StatusCode.PermissionDenied, "Access Denied", "exception=access-denied"), (refusal.StatusCode, refusal.Status.Detail, RawClient.Trailers(refusal)));
    }
}
