using System.Globalization;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>The contract with a supplier that takes CloudEvents over HTTP, as questions to its system.</summary>
/// <param name="supplier">Its settings.</param>
/// <param name="exchange">What speaks to it.</param>
/// <param name="back">Where its events come; null when nobody listens.</param>
/// <param name="pace">How long to wait.</param>
/// <remarks>Contract: <c>contracts/suppliers/README.md</c>. The other parts of this class: the door, the format, a case's life, repeats.</remarks>
internal sealed partial class CloudEventChecks(SupplierSettings supplier, SupplierExchange exchange, EventsBack? back, CheckPace pace)
{
    private static readonly Verdict s_nobodyListens = Verdict.NotApplicable(
        "Nobody listened: give --listen URL, and tell the supplier's system that the hub is there.");

    private const int TriesToEnd = 5;

    private const string Mend4xx = "Answer 401 or 403, and do nothing about the event.";

    /// <summary>All checks, in the order they are made; the last one cleans up.</summary>
    public IReadOnlyList<SupplierCheck> All =>
    [
        new("reachable", ReachableAsync),
        new("handshake", HandshakeAsync),
        new("token", TokenAsync),
        new("signature", SignatureAsync),
        new("structured", ct => TakesAsync("structured", CheckRequest.Structured, isSent: true, ct)),
        new("binary", ct => TakesAsync("binary", CheckRequest.Binary, isSent: false, ct)),
        new("batched", ct => TakesAsync("batched", told => CheckRequest.Batched(told), isSent: false, ct)),
        new("unknown-fields", UnknownFieldsAsync),
        new("unknown-types", UnknownTypesAsync),
        new("malformed", MalformedAsync),
        new("long-texts", LongTextsAsync),
        new("too-large", TooLargeAsync),
        new("every-message-answered", EveryMessageAnsweredAsync),
        new("no-server-errors", NoServerErrorsAsync),
        new("answers-in-time", AnswersInTimeAsync),
        new("whole-life", WholeLifeAsync),
        new("order", OrderAsync),
        new("receipts", ReceiptsAsync),
        new("own-token", OwnTokenAsync),
        new("own-signature", OwnSignatureAsync),
        new("own-events-fit", OwnEventsFitAsync),
        new("told-in-time", ToldInTimeAsync),
        new("told-once", ToldOnceAsync),
        new("told-again", ToldAgainAsync),
        new("same-id-twice", SameIdTwiceAsync),
        new("same-id-at-once", SameIdAtOnceAsync),
        new("same-id-other-content", SameIdOtherContentAsync),
        new("lost-answer", LostAnswerAsync),
        new("late-events", LateEventsAsync),
        new("wrong-order", WrongOrderAsync),
        new("nothing-left-open", NothingLeftOpenAsync),
    ];

    private async Task<Verdict> NothingLeftOpenAsync(CancellationToken ct)
    {
        List<string> faults = [];
        foreach (var open in exchange.Cases.Where(one => one.IsOpen).ToList())
        {
            var told = open.Event(open.Withdrawn(), exchange.Now);
            var answer = await exchange.TellAsync(open, told, CheckRequest.Structured(told), ct);
            for (var again = 1; again < TriesToEnd && !answer.IsTaken && !answer.IsRefused; again++)
            {
                answer = await exchange.TellAsync(open, told, CheckRequest.Structured(told), ct); // As the hub would: no case is left because of one bad moment.
            }

            if (!answer.IsTaken)
            {
                faults.Add($"the withdrawal of {open.Number} was answered {answer}");
            }
        }

        if (back is not null)
        {
            var late = await back.UntilAsync(WorkedOnAfterTheEnd, pace.Quiet, ct);
            faults.AddRange(late is null ? [] : [$"after {late.Report!.Case} was withdrawn or closed there came {late.Event!.Type}"]);
        }

        return faults.Count == 0
            ? Verdict.Passed(Text($"{exchange.Cases.Count} test cases, each closed or withdrawn at the end."))
            : Verdict.Failed(Sentence(faults), $"Take {HubMessages.Withdrawn} in every state, and stop working on the case.");
    }

    /// <summary>An event that a supplier dated after the end of its case, and that says that it goes on.</summary>
    private Heard? WorkedOnAfterTheEnd() => back!.All.FirstOrDefault(heard =>
        heard is { Answered: 202, IsRepeat: false, Report: TicketAccepted or TicketProgressed or TicketQuestionAsked or TicketResolved, Event.Time: { } time }
        && exchange.Cases.Any(one => one.Number == heard.Report.Case && time > one.EndedAt + pace.Quiet));

    private Task<(OutgoingEvent Told, SupplierAnswer Answer)> AssignAsync(TestCase about, CancellationToken ct) => exchange.TellAsync(about, about.Assigned(), ct);

    /// <summary>Waits until the supplier says whether it takes a case; null when it did not say so in time.</summary>
    private async Task<Heard?> DecidedAsync(TestCase about, CancellationToken ct)
    {
        var decided = await back!.UntilAsync(() => Decisions(about).FirstOrDefault(), pace.HeardWithin, ct);
        about.Named(back.Of(about.Number).Select(heard => heard.Report!.Ticket));
        return decided;
    }

    private IEnumerable<Heard> Decisions(TestCase about) => back!.Of(about.Number).Where(heard => heard.Report is TicketAccepted or TicketDeclined);

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Sentence(IEnumerable<string> parts)
    {
        var text = string.Join("; ", parts);
        return char.ToUpperInvariant(text[0]) + text[1..] + (text.EndsWith('.') ? "" : ".");
    }
}
