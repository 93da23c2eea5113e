using IntegrationHub.Adapters.Keys;
using IntegrationHub.Core.Privacy;

namespace IntegrationHub.Host.Privacy;

/// <summary>The lines of a receipt that follow from what was found: what became unreadable, and what the hub cannot reach.</summary>
internal static class ErasureReceipt
{
    private const int MostNamed = 20;

    /// <summary>The hub's own places.</summary>
    /// <param name="keys">What was done where the keys lay.</param>
    /// <param name="traces">Where the person was.</param>
    public static List<PlaceReport> OfTheHub(IReadOnlyList<PlaceReport> keys, PersonTraces traces)
    {
        var contacts = traces.Streams.Count(stream => stream.StartsWith("contact-", StringComparison.Ordinal));
        return
        [
            .. keys,
            new("event log", traces.Events > 0 ? PlaceOutcome.Unreadable : PlaceOutcome.Nothing,
                $"{traces.Events} events in {traces.Streams.Count} streams hold texts that no key opens any more. " +
                "The record stands: what happened, when, and who had the ball."),
            new("idempotency records", contacts > 0 ? PlaceOutcome.Unreadable : PlaceOutcome.Nothing,
                $"{contacts} contacts keep a mark of their content, made under the destroyed key; no text can be tried against it."),
            new("suppliers' messages kept for later", traces.Unmapped.Count > 0 ? PlaceOutcome.Erased : PlaceOutcome.Nothing,
                $"{traces.Unmapped.Count} messages that no rule understood spoke of the person or of a case; the key of each is destroyed."),
            new("conversations", traces.Chats.Count > 0 ? PlaceOutcome.Erased : PlaceOutcome.Nothing,
                $"{traces.Chats.Count} conversations in which the person was proven; the key of each is destroyed."),
            traces.Invoices.Count == 0
                ? new("invoices", PlaceOutcome.Nothing, "No invoice has the person's name, number or address in its notes or lines.")
                : new("invoices", PlaceOutcome.KeptByLaw,
                    $"{traces.Invoices.Count} invoices name the person in their words: {string.Join(", ", traces.Invoices.Take(MostNamed))}{(traces.Invoices.Count > MostNamed ? ", …" : "")}. The law on bookkeeping keeps " +
                    "an invoice whole for seven years; Invoices:RetentionDays says when it loses its words."),
            new("read models", PlaceOutcome.Nothing, "They hold no word of anybody's, only pseudonyms."),
            new("memory of the hub", PlaceOutcome.Erased, "The keys that were held for speed are dropped."),
            new("log output and metrics", PlaceOutcome.Nothing, "They never hold personal data."),
        ];
    }

    /// <summary>What the other hubs on the same log do.</summary>
    public static PlaceReport OfOtherHubs { get; } = new(
        "other hubs on this log", PlaceOutcome.LeftToOthers,
        FormattableString.Invariant($"Each drops the keys from its memory when it reads of this in the log, at the latest after {KeyDatabase.Memory.TotalSeconds} s, and then takes the texts out ") +
        "of its own search index, whose files it rewrites within a day, and of its folder of kept mails; one that is switched off does so when it starts. Of one that is never started again, delete the data directory.");

    /// <summary>What somebody else must see to.</summary>
    public static IEnumerable<PlaceReport> OfOthers(PersonTraces traces)
    {
        foreach (var (supplier, cases) in traces.Suppliers)
        {
            yield return new PlaceReport(
                $"supplier {supplier}", PlaceOutcome.LeftToOthers,
                $"To be done by the supplier: it was told of {string.Join(", ", cases)} and keeps its own record. Ask it to erase, as the contract says.");
        }

        if (traces.Messages > 0)
        {
            yield return new PlaceReport(
                "telephone carrier", PlaceOutcome.LeftToOthers,
                $"To be done by the carrier: {traces.Messages} text messages went through it, and it keeps them for as long as the contract says.");
        }

        if (traces.Streams.Count(stream => stream.StartsWith("mail-", StringComparison.Ordinal)) is var received and > 0)
        {
            yield return new PlaceReport(
                "mail box", PlaceOutcome.LeftToOthers,
                $"To be done by whoever runs the box: {received} mails of the person lie in its folders Hub-taken and Hub-aside for up to 30 days. Delete them there if they must go sooner.");
        }

        if (traces.Mails > 0)
        {
            yield return new PlaceReport(
                "mail server", PlaceOutcome.LeftToOthers,
                $"To be done by whoever runs the mail server: {traces.Mails} mails went through it, and it keeps what its rules say.");
        }

        yield return new PlaceReport(
            "backups", PlaceOutcome.LeftToOthers,
            "To be done by the operator: a copy of the keys from before this erasure still opens the texts. Delete such copies, and restore none of them.");
    }
}
