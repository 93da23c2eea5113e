using System.Globalization;

namespace IntegrationHub.Adapters.EventLog.Kurrent;

/// <summary>Where a node listens.</summary>
/// <param name="Host">Name or address; an IPv6 address without brackets.</param>
/// <param name="Port">1 to 65,535.</param>
public sealed record NodeAddress(string Host, int Port)
{
    /// <summary>The port of a node that names none.</summary>
    public const int DefaultPort = 2113;

    /// <summary>As it stands in a connection string.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}

/// <summary>Which node of a cluster the hub would rather talk to.</summary>
public enum NodePreference
{
    /// <summary>The leader only: what was written can be read at once.</summary>
    Leader,

    /// <summary>A follower; what was just written may be read a moment later.</summary>
    Follower,

    /// <summary>Any node that has the data.</summary>
    Random,

    /// <summary>A replica that takes no part in elections.</summary>
    ReadOnlyReplica,
}

/// <summary>How the hub reaches KurrentDB; read from <c>EventLog:ConnectionString</c> by <see cref="ConnectionString"/>.</summary>
/// <remarks>Defaults as the official .NET client has them. Never printed with its password.</remarks>
public sealed record KurrentSettings
{
    /// <summary>The node, or the nodes that are asked for the cluster's members. At least one.</summary>
    public required IReadOnlyList<NodeAddress> Seeds { get; init; }

    /// <summary>Whether the node to talk to is found by gossip; otherwise it is the only seed.</summary>
    public bool Discover { get; init; }

    /// <summary>Whether the wire is encrypted.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>Whether the node's certificate is checked.</summary>
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>PEM file of the authority that signed the nodes' certificates; null for the system's own.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM file of the hub's own certificate; null for none.</summary>
    public string? UserCertificateFile { get; init; }

    /// <summary>PEM file of that certificate's key.</summary>
    public string? UserKeyFile { get; init; }

    /// <summary>The account; null to go without one.</summary>
    public string? User { get; init; }

    /// <summary>The account's password.</summary>
    public string? Password { get; init; }

    /// <summary>The node to talk to, where there is a choice.</summary>
    public NodePreference Preference { get; init; } = NodePreference.Leader;

    /// <summary>Rounds of asking the seeds before the cluster counts as not there.</summary>
    public int MaxDiscoverAttempts { get; init; } = 10;

    /// <summary>Between two rounds.</summary>
    public TimeSpan DiscoveryInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long one node may take to be reached and to answer who is there.</summary>
    public TimeSpan GossipTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a quiet connection is trusted before it is asked; infinite for never asking.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the answer to that may take.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one try of an append, or another call with one answer, may take; infinite for any time.</summary>
    public TimeSpan DefaultDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The name under which the database shows the hub.</summary>
    public string ConnectionName { get; init; } = "integration-hub";

    /// <summary>Taken and without effect: in this hub a conflict is an answer, never an exception.</summary>
    public bool ThrowOnAppendFailure { get; init; } = true;

    /// <summary>The nodes, without the account; the generated text would show the password wherever a record is logged.</summary>
    public override string ToString() => string.Join(',', Seeds);
}
