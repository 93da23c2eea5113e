using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Privacy;
using IntegrationHub.Host;
using IntegrationHub.Host.Privacy;
using IntegrationHub.Host.Serving;
using Microsoft.Extensions.Configuration;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace IntegrationHub.Tests.Privacy;

/// <summary>A stand-in for the key vault, with a real RSA key: what it takes and gives follows the public REST reference, not our client.</summary>
public sealed class WrappingTheMasterKey : IDisposable
{
    private readonly WireMockServer _vault = WireMockServer.Start();
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-vault-");
    private readonly List<int> _faults = [];

    public WrappingTheMasterKey()
    {
        _vault.Given(Request.Create().WithPath("/token").UsingPost().WithBody(body =>
                body!.Contains("grant_type=client_credentials", StringComparison.Ordinal) && body.Contains("scope=https%3A%2F%2Fvault.azure.net%2F.default", StringComparison.Ordinal)
                && body.Contains("client_id=hub", StringComparison.Ordinal) && body.Contains("client_secret=secret", StringComparison.Ordinal)))
            .RespondWith(Response.Create().WithBody("""{"token_type":"Bearer","expires_in":3599,"access_token":"a-token"}"""));
        Serve("/keys/hub/wrapkey", value => _rsa.Encrypt(value, RSAEncryptionPadding.OaepSHA256));
        Serve("/keys/hub/v1/unwrapkey", value => _rsa.Decrypt(value, RSAEncryptionPadding.OaepSHA256));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Wrapped => Path.Combine(_folder.FullName, "master.wrapped");

    public void Dispose()
    {
        _vault.Dispose();
        _rsa.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_vault_gives_the_same_key_at_each_start_and_the_file_alone_tells_nothing()
    {
        var first = (await Home().ReadAsync(Ct)).Now;
        Assert.Equal(first, (await Home().ReadAsync(Ct)).Now);
        Assert.Equal(32, first.Length);
        var file = await File.ReadAllTextAsync(Wrapped, Ct);
        Assert.DoesNotContain(Convert.ToBase64String(first), file, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "master.key")));
    }

    [Fact]
    public async Task A_key_that_lay_there_unwrapped_is_taken_over()
    {
        var before = (await new MasterKeyFile(_folder.FullName).ReadAsync(Ct)).Now;
        Assert.Equal(before, (await Home().ReadAsync(Ct)).Now);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "master.key")));
        Assert.Equal(before, (await Home().ReadAsync(Ct)).Now);
    }

    [Fact]
    public async Task A_vault_that_is_busy_is_asked_again()
    {
        _faults.AddRange([503, 429]);
        Assert.Equal(32, (await Home().ReadAsync(Ct)).Now.Length);
        Assert.Empty(_faults);
    }

    [Fact]
    public async Task A_refusal_says_which_right_is_missing_and_no_secret()
    {
        _faults.Add(403);
        var fault = await Assert.ThrowsAsync<KeyVaultException>(() => Home().ReadAsync(Ct));
        Assert.Contains("wrapKey", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Wrapped));
    }

    [Fact]
    public async Task A_file_that_names_another_vault_gets_no_token()
    {
        await File.WriteAllTextAsync(Wrapped, JsonSerializer.Serialize(new WrappedKey("http://127.0.0.1:9/keys/hub/v1", [1])), Ct);
        await Assert.ThrowsAsync<KeyVaultException>(() => Home().ReadAsync(Ct));
        Assert.Empty(_vault.LogEntries);
    }

    [Fact]
    public async Task The_master_key_can_be_changed_and_the_texts_are_still_read()
    {
        var settings = new PrivacySettings(null, null, Settings(), new Dictionary<CaseKind, TimeSpan>());
        var before = (await Home().ReadAsync(Ct)).Now;
        byte[]? key;
        await using (var data = await DataDirectory.OpenAsync(_folder.FullName, settings, new EventLogSettings(Kurrent: null), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Ct))
        {
            key = data.Keys.Key(new PersonId("p-1"), "10000016");
            await data.Keys.RewrapAsync(await data.Home.BeginChangeAsync(Ct), Ct); // And here the hub is killed.
        }

        await using (var again = await DataDirectory.OpenAsync(_folder.FullName, settings, new EventLogSettings(Kurrent: null), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Ct))
        {
            Assert.Equal(key, again.Keys.Key(new PersonId("p-1"), "10000016"));
        }

        Assert.NotEqual(before, (await Home().ReadAsync(Ct)).Now);
        Assert.Null((await Home().ReadAsync(Ct)).Next);
    }

    [Theory]
    [InlineData("Privacy:KeyName", "Privacy:KeyVaultUrl=https://v.example", "Privacy:TenantId=t")]
    [InlineData("Privacy:KeyVaultUrl", "Privacy:KeyVaultUrl=http://v.example", "Privacy:TenantId=t", "Privacy:KeyName=k", "Privacy:ClientId=c", "Privacy:ClientSecret=s")]
    [InlineData("Privacy:MasterKey", "Privacy:MasterKey=abc")]
    [InlineData("Privacy:MasterKey", "Privacy:KeyStore=postgres://hub:hush@keys.example.se/hub_keys")]
    [InlineData("names no Database", "Privacy:KeyStore=postgres://hub:hush@keys.example.se", "Privacy:MasterKey=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")]
    [InlineData("names no Username", "Privacy:KeyStore=Host=keys.example.se;Database=hub_keys;Password=hush")]
    [InlineData("Host=keys.example.se;Database=hub_keys;", "Privacy:KeyStore=sqlite:hush")]
    [InlineData("begins with postgres://", "Privacy:KeyStore=mysql://hub:hush@keys.example.se/hub_keys")]
    [InlineData("one of its options", "Privacy:KeyStore=postgres://hub:hush@keys.example.se/hub_keys?sslmode=perhaps")]
    [InlineData("one of its options", "Privacy:KeyStore=postgres://hub:hush@keys.example.se/hub_keys?wonder=1")]
    [InlineData("Retention:wonder", "Retention:wonder=3")]
    [InlineData("Retention:fault", "Retention:fault=soon")]
    [InlineData("Orders:RetentionDays", "Orders:RetentionDays=0")]
    [InlineData("Invoices:RetentionDays", "Invoices:RetentionDays=7 years")]
    public void A_wrong_setting_is_named(string name, params string[] settings)
    {
        var fault = Assert.Throws<SettingsException>(() => PrivacySettings.Read(Configuration(settings)));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=keys.example.se;Port=6432;Database=hub keys;Username=hub;Password=hush")]
    [InlineData("postgres://hub:hush%2F@keys.example.se:6432/hub%20keys?sslmode=require")]
    [InlineData("postgresql://hub@keys.example.se:6432/hub keys")]
    public void The_shared_key_store_can_be_written_in_two_ways_and_its_password_is_not_shown(string text)
    {
        var settings = PrivacySettings.Read(Configuration("Privacy:KeyStore=" + text, "Privacy:MasterKey=MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="));
        Assert.Equal("the database hub keys at keys.example.se:6432", $"{settings.KeyStore}");
        Assert.DoesNotContain("hush", $"{settings}", StringComparison.Ordinal);
    }

    [Fact]
    public void Retention_is_read_by_kind_in_days() => Assert.Equal(
        new Dictionary<CaseKind, TimeSpan> { [CaseKind.ChangeRequest] = TimeSpan.FromDays(730) },
        PrivacySettings.Read(Configuration("Retention:change-request=730")).Retention);

    [Fact]
    public void Retention_of_orders_and_invoices_is_read_in_days_and_is_for_ever_where_it_is_not_set()
    {
        Assert.Equal((null, null), Times(PrivacySettings.Read(Configuration())));
        Assert.Equal((TimeSpan.FromDays(1_000), TimeSpan.FromDays(2_922)), Times(PrivacySettings.Read(Configuration("Orders:RetentionDays=1000", "Invoices:RetentionDays=2922"))));
    }

    private static (TimeSpan? Orders, TimeSpan? Invoices) Times(PrivacySettings settings) => (settings.OrderRetention, settings.InvoiceRetention);

    private static IConfiguration Configuration(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2)).ToDictionary(pair => pair[0], string? (pair) => pair[1], StringComparer.Ordinal)).Build();

    private KeyVaultSettings Settings() => new(new Uri(_vault.Url!), "hub", new Uri(_vault.Url! + "/token"), "hub", "secret");

    private MasterKeyInVault Home() => new(_folder.FullName, new SecretFiles(_folder.FullName), new KeyVault(KeyVault.NewClient(TimeSpan.FromMilliseconds(1)), Settings()));

    private void Serve(string path, Func<byte[], byte[]> cipher) => _vault
        .Given(Request.Create().WithPath(path).WithParam("api-version", "7.4").WithHeader("Authorization", "Bearer a-token").UsingPost())
        .RespondWith(Response.Create().WithCallback(request =>
        {
            if (_faults.Count > 0)
            {
                var status = _faults[0];
                _faults.RemoveAt(0);
                return new WireMock.ResponseMessage { StatusCode = status };
            }

            var body = JsonDocument.Parse(request.Body!).RootElement;
            var good = body.GetProperty("alg").GetString() == "RSA-OAEP-256";
            var value = Base64Url.EncodeToString(cipher(Base64Url.DecodeFromChars(body.GetProperty("value").GetString())));
            return new WireMock.ResponseMessage
            {
                StatusCode = good ? 200 : 400,
                BodyData = new WireMock.Util.BodyData { DetectedBodyType = WireMock.Types.BodyType.String, BodyAsString = $$"""{"kid":"{{_vault.Url}}/keys/hub/v1","value":"{{value}}"}""" },
            };
        }));
}
