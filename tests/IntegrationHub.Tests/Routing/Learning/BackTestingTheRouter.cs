using System.IO.Compression;
using System.Text;
using IntegrationHub.Adapters.Routing;
using IntegrationHub.Core.Routing.Learning;
using IntegrationHub.Host.Commands;
using IntegrationHub.Host.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Testing;

namespace IntegrationHub.Tests.Routing.Learning;

public sealed class BackTestingTheRouter : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-route-").FullName;
    private readonly StringWriter _out = new();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _out.Dispose();
    }

    [Fact]
    public async Task Each_text_gets_a_row_with_service_desk_and_why()
    {
        Write("texts.csv", "text,id,extra\n\"Skrivaren, på \"\"plan 3\"\"\n är trasig\",\"a,1\",x\n,2,\nnär är det dags att förnya passet,3,\n");
        Assert.Equal((0, null), await RunAsync("route", "--input", "texts.csv", "--output", "routed.csv"));
        var rows = File.ReadAllText(In("routed.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("id,service,desk,confidence,ask,alternatives,reason", rows[0]);
        Assert.StartsWith("\"a,1\",printing,workplace,0.9", rows[1], StringComparison.Ordinal);
        Assert.Contains(",true,", rows[2], StringComparison.Ordinal);
        Assert.StartsWith("3,not-ours,,", rows[3], StringComparison.Ordinal);
        Assert.Equal(4, rows.Length);
    }

    [Fact]
    public async Task A_model_is_trained_from_a_packed_history_and_its_label_is_the_answer()
    {
        using (var packed = new StreamWriter(new GZipStream(File.Create(In("train.csv.gz")), CompressionLevel.Fastest)))
        {
            packed.Write("topic_group,document\n" + string.Concat(History.Texts().Select(text => $"{(text.Label == "wifi" ? "Wireless, all" : text.Label)},{text.Text}\n")
                .Select(line => line.StartsWith("Wireless", StringComparison.Ordinal) ? "\"Wireless, all\"" + line["Wireless, all".Length..] : line)));
        }

        Assert.Equal((0, null), await RunAsync("route", "train", "--input", "train.csv.gz", "--model", "m.model"));
        Write("texts.csv", "id,text\n1,antenn blinkar i masten\n");
        Assert.Equal((0, null), await RunAsync("route", "--input", "texts.csv", "--output", "routed.csv", "--model", "m.model"));
        Assert.Contains("\r\n1,\"Wireless, all\",,", File.ReadAllText(In("routed.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_before_is_kept_under_its_version()
    {
        File.WriteAllBytes(In("m.model"), ModelFile.Write(History.Trained.Model));
        Write("train.csv", "service,text\n" + string.Concat(History.Texts()[..300].Select(text => $"{text.Label},{text.Text}\n")));
        Assert.Equal((0, null), await RunAsync("route", "train", "--input", "train.csv", "--model", "m.model"));
        Assert.True(File.Exists(In($"m.{History.Trained.Model.Version}.model")));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("number,words\n1,x\n", "lacks id")]
    [InlineData("id,text\n1,\"a\" b\n", "line 2")]
    public async Task A_file_at_fault_is_refused_in_one_line_and_nothing_is_written(string content, string why)
    {
        Write("texts.csv", content);
        var (exit, error) = await RunAsync("route", "--input", "texts.csv", "--output", "routed.csv");
        Assert.Equal(1, exit);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error!);
        Assert.False(File.Exists(In("routed.csv")));
    }

    [Theory]
    [InlineData(2, "route", "--input", "texts.csv")]
    [InlineData(2, "route", "train", "--model", "m")]
    [InlineData(2, "route", "train", "--input", "x.csv", "--from-log", "--model", "m")]
    [InlineData(2, "route", "drift", "--days", "0")]
    [InlineData(1, "route", "--input", "absent.csv", "--output", "routed.csv")]
    [InlineData(1, "route", "--input", "a.csv", "--output", "a.csv")]
    public async Task Wrong_usage_and_absent_files_have_their_own_exit_codes(int exit, params string[] args) => Assert.Equal(exit, (await RunAsync(args)).Exit);

    [Fact]
    public async Task A_damaged_model_is_noted_and_the_rules_go_on_alone()
    {
        var (path, said) = (In("routing.model"), new FakeLogger<RouterModel>());
        var bytes = ModelFile.Write(History.Trained.Model);
        bytes[200] ^= 1;
        File.WriteAllBytes(path, bytes);
        var model = new RouterModel(path, wanted: false, said);
        model.Load();
        Assert.Null(model.Now);
        Assert.Contains("damaged", said.LatestRecord.Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await model.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None)).Status);

        File.WriteAllBytes(path, ModelFile.Write(History.Trained.Model));
        model.Load();
        Assert.Equal(History.Trained.Model.Version, model.Now?.Version);
        Assert.Equal(HealthStatus.Healthy, (await model.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None)).Status);
    }

    [Theory]
    [InlineData(true, HealthStatus.Degraded)]
    [InlineData(false, HealthStatus.Healthy)]
    public async Task An_absent_model_is_a_fault_only_where_a_setting_names_it(bool wanted, HealthStatus health)
    {
        var model = new RouterModel(In("absent.model"), wanted, new FakeLogger<RouterModel>());
        model.Load();
        Assert.Equal(health, (await model.CheckHealthAsync(new HealthCheckContext(), CancellationToken.None)).Status);
    }

    private Task<(int Exit, string? Error)> RunAsync(params string[] args) =>
        HubCommands.InvokeAsync(args, new CommandContext(_out, _folder, TimeProvider.System, Running: null, Progress: (_, _) => { }), CancellationToken.None);

    private string In(string name) => Path.Combine(_folder, name);

    private void Write(string name, string content) => File.WriteAllText(In(name), content, Encoding.UTF8);
}
