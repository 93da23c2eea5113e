using System.Globalization;
using IntegrationHub.Core.EventLog;

namespace IntegrationHub.Adapters.Suppliers.Simulator;

/// <summary>The faults that are switched on. Immutable.</summary>
public sealed class SimulatorFaults
{
    /// <summary>The answer to the hub comes late.</summary>
    public const string Slow = "slow";

    /// <summary>The message is answered with 500 and has no effect; drawn anew at each try.</summary>
    public const string Error = "500";

    /// <summary>The message is taken, then the connection dropped without an answer. A repeat of it is answered.</summary>
    public const string TimeoutAfterCommit = "timeout-after-commit";

    /// <summary>The message is taken, then the connection cut at once. A repeat of it is answered.</summary>
    public const string LostAnswer = "lost-answer";

    /// <summary>Each report is posted twice.</summary>
    public const string Repeat = "repeat";

    /// <summary>Reports arrive in the wrong order, by pairs; their times tell the true one.</summary>
    public const string Swap = "swap";

    /// <summary>Reports go out long after what they tell of; their times say when that was.</summary>
    public const string Delay = "delay";

    /// <summary>Reports come as if the desk's system had been changed without a word: fields under other names, one that nobody knows.</summary>
    public const string SchemaDrift = "schema-drift";

    /// <summary>The case, or the handover, is declined.</summary>
    public const string Decline = "decline";

    /// <summary>The message is taken and nothing is ever heard of it.</summary>
    public const string Silent = "silent";

    /// <summary>The desk presents a token to the hub that has expired, until the fault is switched off.</summary>
    public const string ExpiredToken = "expired-token";

    /// <summary>The order is declined.</summary>
    public const string OrderDecline = "order-decline";

    /// <summary>The delivery comes later than was promised.</summary>
    public const string DeliverLate = "deliver-late";

    /// <summary>An invoice bills a fifth more than was agreed.</summary>
    public const string BillWrongPrice = "bill-wrong-price";

    /// <summary>An invoice comes when the order is confirmed, for all of it, delivered or not.</summary>
    public const string BillUndelivered = "bill-undelivered";

    /// <summary>An invoice comes twice, under two numbers.</summary>
    public const string BillTwice = "bill-twice";

    /// <summary>An invoice bears a reference that nobody gave.</summary>
    public const string BillWrongReference = "bill-wrong-reference";

    /// <summary>The supplier holds that its invoices are right.</summary>
    public const string DisputeReject = "dispute-reject";

    /// <summary>Those that hit orders and invoices.</summary>
    public static readonly IReadOnlyList<string> OrderNames = [OrderDecline, DeliverLate, BillWrongPrice, BillUndelivered, BillTwice, BillWrongReference, DisputeReject];

    /// <summary>Those that hit cases, and what is said of cases and orders.</summary>
    public static readonly IReadOnlyList<string> Names = [Slow, Error, TimeoutAfterCommit, LostAnswer, Repeat, Swap, Delay, SchemaDrift, Decline, Silent, ExpiredToken];

    private readonly int _seed;
    private readonly IReadOnlyList<(string Name, int Percent, string? Supplier)> _faults;

    private SimulatorFaults(int seed, IReadOnlyList<string> list, IReadOnlyList<(string, int, string?)> faults) =>
        (_seed, List, _faults) = (seed, list, faults);

    /// <summary>As they were given.</summary>
    public IReadOnlyList<string> List { get; }

    /// <summary>Reads a list of faults.</summary>
    /// <param name="list">Each <c>NAME[:PERCENT][@SUPPLIER]</c>: <c>500</c>, <c>500:20</c>, <c>silent@mobile</c>. Without a percentage always.</param>
    /// <param name="seed">Settles what a percentage hits.</param>
    /// <param name="wrong">The first fault that is not one, and what to write; null when all are.</param>
    /// <returns>Null when one of them is wrong.</returns>
    public static SimulatorFaults? Parse(IReadOnlyList<string> list, int seed, out string? wrong)
    {
        List<(string, int, string?)> faults = [];
        foreach (var item in list)
        {
            var (what, supplier) = item.Split('@') switch { [var all] => (all, null), [var one, var at] => (one, at), _ => ("", null) };
            var (name, share) = what.Split(':') switch { [var plain] => (plain, "100"), [var some, var of] => (some, of), _ => ("", "") };
            if (!(Names.Contains(name, StringComparer.Ordinal) || OrderNames.Contains(name, StringComparer.Ordinal))
                || !int.TryParse(share, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || percent > 100)
            {
                wrong = $"'{item}' is not a fault; write NAME[:PERCENT][@SUPPLIER] with a name of {string.Join(", ", Names.Concat(OrderNames))}, for example 500:20@telephony.";
                return null;
            }

            faults.Add((name, percent, supplier));
        }

        wrong = null;
        return new SimulatorFaults(seed, [.. list], faults);
    }

    /// <summary>Whether a fault hits.</summary>
    /// <param name="fault">One of <see cref="Names"/> or <see cref="OrderNames"/>.</param>
    /// <param name="supplier">Whom it would hit.</param>
    /// <param name="draw">What it would hit: the same draw has the same outcome.</param>
    public bool Hit(string fault, string supplier, string draw) => _faults.Any(on =>
        on.Name == fault && (on.Supplier is null || on.Supplier == supplier) && Draw(_seed, fault, draw) < on.Percent);

    /// <summary>A number from 0 to 99 that follows from the seed and what it is drawn for.</summary>
    internal static int Draw(int seed, string what, string draw) =>
        (int)(BitConverter.ToUInt32(EventId.From(seed.ToString(CultureInfo.InvariantCulture), what, draw).ToByteArray()) % 100);
}
