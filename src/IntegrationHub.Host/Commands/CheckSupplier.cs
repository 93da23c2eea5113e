using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Host.Serving;
using IntegrationHub.Host.Suppliers.Checks;

namespace IntegrationHub.Host.Commands;

/// <summary><c>hub check supplier ID [--listen URL]</c>: drives a supplier's system through the contract, with test cases, and prints a scorecard.</summary>
/// <remarks>Exit code 0 when nothing failed, 1 otherwise. Contract: <c>contracts/suppliers/README.md</c>.</remarks>
public static class CheckSupplier
{
    private static readonly Argument<string> s_id = new("ID") { Description = "The supplier's id, as under Suppliers:ID." };

    private static readonly Option<Uri?> s_listen = new("--listen")
    {
        Description = "Where to listen for the supplier's events, for example http://127.0.0.1:5099; its system is told that the hub is there.",
        CustomParser = Address,
    };

    private static readonly Option<double?> s_patience = new("--patience") { Description = "For how many seconds an event of the supplier's is waited for (60)." };

    private static readonly Option<string?> s_only = new("--only") { Description = "Only these checks, by name, in a comma list." };

    /// <summary>The command as the command line knows it.</summary>
    public static Command Command(CommandContext context)
    {
        var command = new Command("supplier", "Checks a supplier's system against the contract.") { s_id, s_listen, s_patience, s_only, HubCommands.Json };
        command.SetAction(async (parsed, ct) =>
        {
            var settings = CommandContext.Settings();
            var supplier = Supplier(settings, parsed.GetRequiredValue(s_id));
            var pace = parsed.GetValue(s_patience) is { } patience ? CheckPace.Usual with { HeardWithin = TimeSpan.FromSeconds(patience) } : CheckPace.Usual;
            await using var checking = await SupplierChecking.BeginAsync(supplier, settings, parsed.GetValue(s_listen), pace, context.Clock, ct);
            var checks = SupplierChecking.Chosen(checking.Checks, parsed.GetValue(s_only));
            var json = parsed.GetValue(HubCommands.Json);
            var card = await Scorecard.MakeAsync(
                supplier.Id, supplier.Protocol, checks, context.Clock.GetUtcNow(), result => Print(context.Out, result, quiet: json), ct);
            await context.Out.WriteLineAsync(json
                ? JsonSerializer.Serialize(card, HubCommands.ReportJson)
                : string.Create(CultureInfo.InvariantCulture, $"{card.Supplier} ({card.Protocol}): {card.Passed} passed, {card.Failed} failed, {card.NotApplicable} not applicable."));
            return card.Failed == 0 ? 0 : 1;
        });
        return command;
    }

    private static void Print(TextWriter output, CheckResult result, bool quiet)
    {
        if (quiet)
        {
            return;
        }

        var outcome = result.Outcome switch { CheckOutcome.Passed => "passed", CheckOutcome.Failed => "FAILED", _ => "-" };
        output.WriteLine($"{outcome,-7} {result.Check,-22} {result.Seen}");
        if (result.Do is { } mend)
        {
            output.WriteLine($"{"",-30} => {mend}");
        }
    }

    /// <exception cref="SettingsException">There is no such supplier, or its settings are wrong.</exception>
    private static SupplierSettings Supplier(IConfiguration settings, string id)
    {
        var section = settings.GetSection("Suppliers").GetChildren().FirstOrDefault(one => one.Key == id)
            ?? throw new SettingsException($"There is no Suppliers:{id}. Set what the hub has, for example HUB_Suppliers__{id}__Protocol, Url and Token.");
        var supplier = HubSettings.Supplier(section);
        return SupplierSettings.Faults([supplier], development: true).Concat(OrderWay.Faults([supplier], development: true)).ToList() is { Count: > 0 } faults ? throw new SettingsException(string.Join(' ', faults)) : supplier;
    }

    private static Uri? Address(System.CommandLine.Parsing.ArgumentResult said)
    {
        if (Uri.TryCreate(said.Tokens[0].Value, UriKind.Absolute, out var address) && address is { Scheme: "http" })
        {
            return address;
        }

        said.AddError("--listen takes an address, for example http://127.0.0.1:5099; put a proxy before it for https.");
        return null;
    }
}
