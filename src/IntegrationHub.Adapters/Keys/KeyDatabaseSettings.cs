using System.Globalization;
using Npgsql;

namespace IntegrationHub.Adapters.Keys;

/// <summary>The PostgreSQL database that several hubs share for persons' keys.</summary>
public sealed class KeyDatabaseSettings
{
    private const string Example = "Host=keys.example.se;Database=hub_keys;Username=hub;Password=... or postgres://hub:...@keys.example.se/hub_keys";

    private const int SecondsToConnect = 5; // Somebody is on the telephone.

    private KeyDatabaseSettings(NpgsqlConnectionStringBuilder connection) => Connection = connection;

    internal NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The value of <c>Privacy:KeyStore</c>: <c>Host=...;Database=...;Username=...</c> with the options of Npgsql, or <c>postgres://user:password@host[:port]/database[?option=value]</c>, escaped.</param>
    /// <exception cref="FormatException">The text names the setting, what is wrong and a good value; never a secret.</exception>
    public static KeyDatabaseSettings Read(string text)
    {
        var connection = text.Contains("://", StringComparison.Ordinal) ? FromUri(text) : FromWords(text);
        foreach (var (name, value) in new[] { ("Host", connection.Host), ("Database", connection.Database), ("Username", connection.Username) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw Fault($"it names no {name}");
            }
        }

        connection.ApplicationName ??= "IntegrationHub";
        if (!connection.ShouldSerialize("Timeout"))
        {
            connection.Timeout = SecondsToConnect;
        }

        connection.PersistSecurityInfo = false;
        connection.IncludeErrorDetail = false; // It would show what stands in a row.
        return new KeyDatabaseSettings(connection);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"the database {Connection.Database} at {Connection.Host}:{Connection.Port}");

    private static NpgsqlConnectionStringBuilder FromWords(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            throw Fault("it is not made of NAME=VALUE; pairs that Npgsql knows");
        }
    }

    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
        {
            throw Fault("it is no address that begins with postgres:// (a password with a : / ? # or @ is written escaped, as %3A %2F %3F %23 %40)");
        }

        var account = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
            Username = Uri.UnescapeDataString(account[0]),
            Password = account.Length > 1 ? Uri.UnescapeDataString(account[1]) : null,
        };
        if (uri.Port > 0)
        {
            connection.Port = uri.Port;
        }

        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = option.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (option, "");
            try
            {
                connection[name] = value;
            }
            catch (Exception fault) when (fault is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
            {
                throw Fault("one of its options is not one that Npgsql knows, or does not take its value");
            }
        }

        return connection;
    }

    private static FormatException Fault(string what) =>
        new($"Privacy:KeyStore is not the address of a PostgreSQL database: {what}. Set it, for example, to {Example}; or leave it empty, and keys lie in the data directory of a single hub.");
}
