using IntegrationHub.Adapters.Search.Elastic;
using IntegrationHub.Host.Search;
using IntegrationHub.Host.Serving;
using Microsoft.Extensions.Configuration;

namespace IntegrationHub.Tests.Search;

public sealed class SettingTheSearch
{
    private const string Far = "https://search.example.se:9200";

    [Fact]
    public void Without_settings_the_index_is_embedded()
    {
        Assert.Null(Read().Elastic);
        Assert.Null(Read(("Search:Kind", "lucene"), ("Search:Url", "")).Elastic);
    }

    [Fact]
    public void An_elasticsearch_is_named_with_its_key_and_its_index()
    {
        var elastic = Read(("Search:Kind", "Elasticsearch"), ("Search:Url", Far), ("Search:ApiKey", "aWQ6a2V5")).Elastic!;
        Assert.Equal((new Uri(Far), "aWQ6a2V5", ElasticSettings.UsualIndex), (elastic.Url, elastic.ApiKey, elastic.Index));
        Assert.Equal("aWQ6a2V5", Read(("Search:Kind", "elasticsearch"), ("Search:Url", Far), ("Search:ApiKey", "id:key")).Elastic!.ApiKey);
        Assert.Null(Read(("Search:Kind", "elasticsearch"), ("Search:Url", "http://127.0.0.1:9200")).Elastic!.ApiKey);
    }

    [Theory]
    [InlineData("Search:Kind", "solr", "lucene")]
    [InlineData("Search:Url", null, "https://search.example.se:9200")]
    [InlineData("Search:Url", "http://search.example.se:9200", "https://search.example.se:9200")]
    [InlineData("Search:Url", "search.example.se", "https://search.example.se:9200")]
    [InlineData("Search:Url", "https://hub:hemligt@search.example.se", "Search:ApiKey")]
    [InlineData("Search:ApiKey", null, "/_security/api_key")]
    [InlineData("Search:ApiKey", "hem ligt", "\"encoded\"")]
    [InlineData("Search:CaFile", "/nowhere/ca.crt", "http_ca.crt")]
    [InlineData("Search:Index", "Hub_Search", "hub-search")]
    public void A_fault_names_the_setting_and_a_good_value_and_no_secret(string name, string? value, string good)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Search:Kind"] = "elasticsearch", ["Search:Url"] = Far, ["Search:ApiKey"] = "aWQ6a2V5", [name] = value };
        var fault = Assert.Throws<SettingsException>(() => SearchSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()));
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
        Assert.Contains(good, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hem", fault.Message.Replace("hemma", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("aWQ6a2V5", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_without_its_kind_is_a_fault() =>
        Assert.Contains("Search:Kind", Assert.Throws<SettingsException>(() => Read(("Search:Url", Far))).Message, StringComparison.Ordinal);

    private static SearchSettings Read(params (string Name, string Value)[] settings) => SearchSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build());
}
