using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrationHub.Adapters.Correlation;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Orders;
using IntegrationHub.Core.Routing;
using IntegrationHub.Core.Simulation;
using IntegrationHub.Host.Correlation;
using IntegrationHub.Host.Orders;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub simulate --cases N --days D --seed S</c>: a plausible history with common faults and orders into an empty log, or its contacts into a file.</summary>
public static class Simulate
{
    private static readonly Option<int> s_cases = Whole("--cases", "How many cases in all.", 14_400, 10_000_000);
    private static readonly Option<int> s_days = Whole("--days", "Over how many days.", 30, 3_660);
    private static readonly Option<int> s_seed = new("--seed") { Description = "The same seed gives the same history.", DefaultValueFactory = _ => 1 };
    private static readonly Option<DateTimeOffset?> s_start = new("--start") { Description = "The first day; left out, the history ends yesterday when it is fed in, and begins on 5 January 2026 in a file." };
    private static readonly Option<string?> s_output = new("--output") { Description = "Write reports to this CSV instead of feeding them in." };
    private static readonly Option<string?> s_truth = new("--truth") { Description = "Beside --output: write which report comes from which fault to this CSV." };
    private static readonly Option<int> s_faults = new("--faults") { Description = "At most so many common faults a weekday.", DefaultValueFactory = _ => 3 };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("simulate", "A made-up history of contacts with common faults, and of orders, for trying and for back-tests.")
        {
            s_cases, s_days, s_seed, s_start, s_faults, s_output, s_truth, HubCommands.Json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var output = parsed.GetValue(s_output);
            var start = parsed.GetValue(s_start)?.ToUniversalTime() ?? (output is null
                ? new DateTimeOffset(context.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-parsed.GetValue(s_days))
                : new DateTimeOffset(2026, 1, 4, 23, 0, 0, TimeSpan.Zero));
            var settings = new SimulationSettings(parsed.GetValue(s_cases), parsed.GetValue(s_days), parsed.GetValue(s_seed), start)
            {
                FaultsOnAWeekday = Math.Clamp(parsed.GetValue(s_faults), 0, 50),
            };
            var history = HistorySimulation.Make(settings);
            var orders = 0;
            var json = parsed.GetValue(HubCommands.Json);
            if (output is not null)
            {
                await WriteAsync(history, context.PathOf(output), parsed.GetValue(s_truth) is { } truth ? context.PathOf(truth) : null);
            }
            else
            {
                orders = await FeedAsync(settings, history, parsed.GetRequiredValue(HubCommands.Data), json, context, ct);
            }

            await context.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(new { cases = history.Reports.Count, orders, faults = history.Faults }, HubCommands.ReportJson)
                : string.Create(CultureInfo.InvariantCulture, $"{history.Reports.Count:N0} cases over {settings.Days} days, {history.Faults.Count} common faults among them{(orders > 0 ? $"; {orders:N0} orders" : "")}."));
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(SimulatedHistory history, string output, string? truth)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        await using (var writer = new StreamWriter(output, append: false, utf8))
        {
            CorrelationFiles.WriteReports(writer, history.Reports.Select(one => one.Report));
        }

        if (truth is not null)
        {
            await using var writer = new StreamWriter(truth, append: false, utf8);
            CorrelationFiles.WriteTruth(writer, history.Reports.Where(one => one.Fault is not null).Select(one => (one.Report.Id, one.Fault!)));
        }
    }

    private static Task<int> FeedAsync(SimulationSettings settings, SimulatedHistory history, string path, bool json, CommandContext context, CancellationToken ct) =>
        context.WithDataAsync(path, async data =>
        {
            using var numbers = new CaseNumbers(data.Log, data.Codec, context.Clock);
            var catalogue = ServiceCatalogue.Default.Copy();
            var cases = new CaseStore(data.Log, data.Codec, catalogue);
            var intake = new CaseIntake(data.Log, data.Codec, data.Keys, cases, numbers, new Router(catalogue, clock: context.Clock), catalogue);
            var feed = new SimulatedFeed(data.Log, data.Codec, data.Keys, intake, cases);
            var gate = new Lock();
            var fed = await context.WithProgressAsync("Cases", history.Reports.Count, json, told => feed.RunAsync(
                settings, history, context.Clock.GetUtcNow(),
                done =>
                {
                    lock (gate)
                    {
                        told(done);
                    }
                },
                ct));
            return fed ? await FeedOrdersAsync(settings, data, json, context, ct) : throw new CommandFailedException(
                "The data directory holds real cases, and a made-up history must not stand among them. Give an empty one with --data, or --output FILE.");
        });

    private static async Task<int> FeedOrdersAsync(SimulationSettings settings, DataDirectory data, bool json, CommandContext context, CancellationToken ct)
    {
        using var articles = new ArticleRegister(data.Log, data.Codec);
        var (catalogue, rules, orders) = (await articles.CurrentAsync(ct), OrderSettings.Read(CommandContext.Settings()).Rules, new OrderStore(data.Log, data.Codec));
        using var intake = new OrderIntake(data.Log, data.Codec, data.Keys, orders, context.Clock);
        var (history, until, gate) = (OrderSimulation.Make(settings, catalogue, rules), settings.Start.AddDays(settings.Days), new Lock());
        await context.WithProgressAsync("Orders", history.Count, json, async told =>
        {
            await new SimulatedOrderFeed(intake, orders, data.Keys, catalogue, rules).RunAsync(
                history, until,
                done =>
                {
                    lock (gate)
                    {
                        told(done);
                    }
                },
                ct);
            return true;
        });
        return history.Count;
    }

    private static Option<int> Whole(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1 || result.GetValueOrDefault<int>() > most)
            {
                result.AddError($"{name} takes a whole number from 1 to {most}.");
            }
        });
        return option;
    }
}
