using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHub.KurrentServer.Nodes;

/// <summary>An authority of the server's own, and a certificate for loopback signed by it.</summary>
internal static class Certificates
{
    private const string AuthorityFile = "ca.crt";

    public static string AuthorityPath(string directory) => Path.GetFullPath(Path.Combine(directory, AuthorityFile));

    /// <summary>Writes ca.crt, node.crt and node.key, valid for a year, and returns the node's certificate with its key.</summary>
    public static X509Certificate2 Create(string directory, TimeProvider clock)
    {
        Directory.CreateDirectory(directory);
        var (from, to) = (clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddYears(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        using var authority = request.CreateSelfSigned(from, to);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = NodeRequest(key).Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(AuthorityPath(directory), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "node.crt"), signed.ExportCertificatePem());
        File.WriteAllText(Path.Combine(directory, "node.key"), key.ExportPkcs8PrivateKeyPem());
        return signed.CopyWithPrivateKey(key);
    }

    private static CertificateRequest NodeRequest(ECDsa key)
    {
        var request = new CertificateRequest("CN=eventstoredb-node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        return request;
    }
}
