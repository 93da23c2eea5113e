namespace IntegrationHub.KurrentServer;

/// <summary>How a test server is to be. As it stands: one node, no TLS, anyone may do anything, the limits of version 23.10.6.</summary>
public sealed record ServerSettings
{
    /// <summary>The port of the first node on 127.0.0.1; the others follow. 0 takes free ones.</summary>
    public int Port { get; init; }

    /// <summary>How many nodes, 1 to 9; the first leads.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Where to write ca.crt, node.crt and node.key; null for no TLS. With TLS and no <see cref="Users"/> there is admin/changeit.</summary>
    public string? TlsDirectory { get; init; }

    /// <summary>Passwords by user; <c>admin</c> is an administrator. Null: nobody is asked.</summary>
    public IReadOnlyDictionary<string, string>? Users { get; init; }

    /// <summary>The most bytes of data in one append; 1 MiB until version 25.0.</summary>
    public int MaxAppendSize { get; init; } = 1024 * 1024;

    /// <summary>How long a batch append may be unfinished.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What a write waits for the disk; zero answers at once.</summary>
    public TimeSpan Flush { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>How many events a subscriber may fall behind while one event is on its way to it; then it is dropped.</summary>
    public int LiveBuffer { get; init; } = 32;

    /// <summary>How many event ids are remembered for appends that expect any revision.</summary>
    public int RememberedIds { get; init; } = 80_000;

    /// <summary>Whether batch append is announced; without it clients take the single append.</summary>
    public bool OffersBatchAppend { get; init; } = true;

    /// <summary>The clock of flushes, time-outs and <c>$maxAge</c>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    internal IReadOnlyDictionary<string, string>? Accounts => Users
        ?? (TlsDirectory is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["admin"] = "changeit" });
}
