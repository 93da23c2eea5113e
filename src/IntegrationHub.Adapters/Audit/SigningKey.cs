using System.Security.Cryptography;
using System.Text;

namespace IntegrationHub.Adapters.Audit;

/// <summary>The key that checkpoints and packages are signed with: ECDSA P-256, PEM.</summary>
public static class SigningKey
{
    /// <summary>The key from a file, made at first use and readable by its owner only.</summary>
    /// <param name="path">PKCS#8, PEM.</param>
    public static ECDsa Open(string path)
    {
        if (!File.Exists(path))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            SafeFile.Write(path, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"), overwrite: false, secret: true);
        }

        return Read(File.ReadAllText(path), path);
    }

    /// <summary>The key in a PEM text, private or public.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="where">Names it in the fault's text.</param>
    /// <exception cref="InvalidDataException">It holds no key of that kind.</exception>
    public static ECDsa Read(string pem, string where)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key.KeySize == 256
                ? key
                : throw new InvalidDataException($"{where} holds a key of {key.KeySize} bits; it must be ECDSA P-256.");
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException or InvalidDataException)
        {
            key.Dispose();
            throw fault as InvalidDataException ?? new InvalidDataException(
                $"{where} holds no ECDSA P-256 key in PEM; make one with: openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt", fault);
        }
    }
}
