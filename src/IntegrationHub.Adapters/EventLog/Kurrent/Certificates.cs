using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>The certificates that a connection string names, read once.</summary>
internal static class Certificates
{
    /// <summary>How the wire is encrypted.</summary>
    /// <exception cref="FormatException">A file cannot be read; the text names the option.</exception>
    public static SslClientAuthenticationOptions Read(KurrentSettings settings)
    {
        var options = new SslClientAuthenticationOptions();
        if (settings.UserCertificateFile is { } certificate)
        {
            options.ClientCertificates = [Own(certificate, settings.UserKeyFile!)];
        }

        if (!settings.VerifyCertificate)
        {
#pragma warning disable CA5359 // Asked for by name: tlsVerifyCert=false.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (settings.CaFile is { } file)
        {
            // A city's own authority publishes no revocation lists that the hub could reach.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(Authorities(file));
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static X509Certificate2Collection Authorities(string file)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Fault("tlsCaFile", fault.Message);
        }

        return authorities.Count > 0 ? authorities : throw Fault("tlsCaFile", "it holds no certificate");
    }

    private static X509Certificate2 Own(string certificate, string key)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
            // Windows cannot use a key that lives in memory only.
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Fault("userCertFile or userKeyFile", fault.Message);
        }
    }

    private static FormatException Fault(string option, string why) =>
        new($"EventLog:ConnectionString cannot be used: {option} cannot be read: {why.TrimEnd('.')}. "
            + $"A good value is a PEM file, for example {option.Split(' ')[0]}=/etc/hub/ca.crt");
}
