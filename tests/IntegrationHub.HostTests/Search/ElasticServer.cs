using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using IntegrationHub.Tests.Search.Elastic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationHub.HostTests.Search;

/// <summary>The double of Elasticsearch behind real HTTP, on this machine; with a certificate of its own behind TLS.</summary>
internal sealed class ElasticServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ElasticServer(WebApplication app) => _app = app;

    /// <summary>What answers.</summary>
    public ElasticDouble Elastic { get; } = new();

    /// <summary>Where.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts it.</summary>
    /// <param name="ct">Ends the start.</param>
    /// <param name="certificate">For TLS; null for plain HTTP.</param>
    public static async Task<ElasticServer> StartAsync(CancellationToken ct, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var server = new ElasticServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync(ct);
        return server;
    }

    /// <summary>A certificate for this machine, and the authority that signed it, in PEM.</summary>
    public static (X509Certificate2 Certificate, string Authority) NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ofAuthority = new CertificateRequest("CN=Elasticsearch test CA", key, HashAlgorithmName.SHA256);
        ofAuthority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var authority = ofAuthority.CreateSelfSigned(from, until);
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, from.AddMinutes(1), until.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(own);
        return (X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null), authority.ExportCertificatePem());
    }

    /// <summary>What was asked, as the check of the official types reads it: one file for all, as it parses the types each time.</summary>
    public static string Captured(IEnumerable<DoubleRequest> asked) => JsonSerializer.Serialize(asked.Select(one => new
    {
        method = one.Method,
        path = one.Path + one.Query,
        headers = new Dictionary<string, string?>(StringComparer.Ordinal) { ["content-type"] = one.ContentType },
        body = one.Body.Length == 0 ? null : one.Path.EndsWith("_bulk", StringComparison.Ordinal) ? (object)one.Body : JsonSerializer.Deserialize<JsonElement>(one.Body),
    }));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        var request = http.Request;
        var reply = Elastic.Answer(new(
            request.Method, request.Path.Value ?? "/", request.QueryString.Value, request.ContentType, request.Headers.Accept, request.Headers.Authorization, await body.ReadToEndAsync()));
        http.Response.StatusCode = reply.Status;
        if (reply.SaysProduct)
        {
            http.Response.Headers["X-Elastic-Product"] = "Elasticsearch";
        }

        if (reply.Body is { } json)
        {
            http.Response.ContentType = "application/vnd.elasticsearch+json;compatible-with=8";
            await http.Response.WriteAsync(json.ToJsonString());
        }
    }
}
