using IntegrationHub.Adapters.EventLog.Kurrent;

namespace IntegrationHub.Tests.EventLog.Kurrent;

public sealed class ReadingAConnectionString
{
    private static readonly NodeAddress s_local = new("localhost", 2113);

    [Theory]
    [InlineData("esdb://localhost")]
    [InlineData("ESDB://localhost/")]
    [InlineData("kurrentdb://localhost:2113")]
    [InlineData("kurrent://localhost:2113/")]
    [InlineData("kdb://localhost?tls=true")]
    public void One_host_is_a_single_node_with_the_defaults_of_the_official_client(string text)
    {
        var settings = ConnectionString.Read(text);
        Assert.Equal([s_local], settings.Seeds);
        Assert.False(settings.Discover);
        Assert.Equal(new KurrentSettings { Seeds = settings.Seeds }, settings);
        Assert.True(settings is { Tls: true, VerifyCertificate: true, Preference: NodePreference.Leader, MaxDiscoverAttempts: 10, User: null });
        Assert.Equal(
            (100, 5000, 10_000, 10_000, 10_000),
            (settings.DiscoveryInterval.TotalMilliseconds, settings.GossipTimeout.TotalMilliseconds,
                settings.KeepAliveInterval.TotalMilliseconds, settings.KeepAliveTimeout.TotalMilliseconds, settings.DefaultDeadline.TotalMilliseconds));
    }

    [Theory]
    [InlineData("esdb+discover://cluster.example.se", 1)]
    [InlineData("kurrentdb+discover://cluster.example.se:2113/", 1)]
    [InlineData("esdb://a,b:2114,[::1]:2115", 3)]
    public void Several_hosts_or_discover_are_asked_for_the_members(string text, int hosts)
    {
        var settings = ConnectionString.Read(text);
        Assert.True(settings.Discover);
        Assert.Equal(hosts, settings.Seeds.Count);
    }

    [Fact]
    public void Hosts_keep_their_ports_and_an_address_loses_its_brackets()
    {
        var seeds = ConnectionString.Read("esdb://a,b:2114,[::1]:2115,[fe80::1]").Seeds;
        Assert.Equal([new("a", 2113), new("b", 2114), new("::1", 2115), new("fe80::1", 2113)], seeds);
        Assert.Equal("[::1]:2115", seeds[2].ToString());
    }

    [Fact]
    public void Every_option_is_read_in_any_case()
    {
        var settings = ConnectionString.Read(
            "esdb://hub:S%40cret!@localhost:1?TLS=False&tlsverifycert=false&tlsCaFile=/etc/ca.crt&userCertFile=/c&userKeyFile=/k"
            + "&nodePreference=readOnlyReplica&maxDiscoverAttempts=3&discoveryInterval=7&gossipTimeout=8&keepAliveInterval=-1"
            + "&keepAliveTimeout=9&defaultDeadline=-1&connectionName=city&throwOnAppendFailure=false");
        Assert.Equal(
            new KurrentSettings
            {
                Seeds = settings.Seeds,
                User = "hub",
                Password = "S%40cret!",
                Tls = false,
                VerifyCertificate = false,
                CaFile = "/etc/ca.crt",
                UserCertificateFile = "/c",
                UserKeyFile = "/k",
                Preference = NodePreference.ReadOnlyReplica,
                MaxDiscoverAttempts = 3,
                DiscoveryInterval = TimeSpan.FromMilliseconds(7),
                GossipTimeout = TimeSpan.FromMilliseconds(8),
                KeepAliveInterval = Timeout.InfiniteTimeSpan,
                KeepAliveTimeout = TimeSpan.FromMilliseconds(9),
                DefaultDeadline = Timeout.InfiniteTimeSpan,
                ConnectionName = "city",
                ThrowOnAppendFailure = false,
            },
            settings);
    }

    [Theory]
    [InlineData(null, "not set")]
    [InlineData(" ", "not set")]
    [InlineData("localhost:2113", "esdb://")]
    [InlineData("http://localhost:2113", "esdb://")]
    [InlineData("esdb+find://localhost", "esdb://")]
    [InlineData("esdb://", "NAME:PORT")]
    [InlineData("esdb://localhost:0", "65535")]
    [InlineData("esdb://localhost:99999", "65535")]
    [InlineData("esdb://a,,b", "NAME:PORT")]
    [InlineData("esdb://[::zz]:2113", "NAME:PORT")]
    [InlineData("esdb://hub@localhost", "user:password")]
    [InlineData("esdb://:x@localhost", "user:password")]
    [InlineData("esdb://localhost/db", "follows the hosts")]
    [InlineData("esdb://localhost?tls=maybe", "tls (true or false)")]
    [InlineData("esdb://localhost?tls", "tls (true or false)")]
    [InlineData("esdb://localhost?tls=true&TLS=false", "twice")]
    [InlineData("esdb://localhost?nodePreference=boss", "readOnlyReplica")]
    [InlineData("esdb://localhost?gossipTimeout=0", "gossipTimeout")]
    [InlineData("esdb://localhost?keepAliveInterval=-2", "or -1")]
    [InlineData("esdb://localhost?speed=high", "the options are")]
    [InlineData("esdb://localhost?userCertFile=/c", "both or neither")]
    public void A_wrong_one_is_refused_by_name_and_with_a_good_value(string? text, string why)
    {
        var fault = Assert.Throws<FormatException>(() => ConnectionString.Read(text));
        Assert.StartsWith("EventLog:ConnectionString ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.Contains("esdb://hub:PASSWORD@", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("esdb://hub:geh:eim@localhost")]
    [InlineData("esdb://hub:geheim@localhost?x=geheim")]
    [InlineData("esdb://hub:geheim@localhost:port")]
    [InlineData("esdb://hub:gehe/geheim@localhost")]
    [InlineData("esdb://hub:ge?geheim@localhost")]
    [InlineData("esdb://hub:ge?geheim=1&geheim=2@localhost")]
    [InlineData("esdb://hub:geheim@localhost?tls=geheim")]
    public void No_fault_shows_the_account(string text)
    {
        var fault = Assert.Throws<FormatException>(() => ConnectionString.Read(text));
        Assert.DoesNotContain("geh", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Settings_print_without_the_password() =>
        Assert.Equal("localhost:2113", ConnectionString.Read("esdb://hub:geheim@localhost").ToString());
}
