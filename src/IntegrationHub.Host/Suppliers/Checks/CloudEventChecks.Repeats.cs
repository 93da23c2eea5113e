using IntegrationHub.Adapters.Suppliers.CloudEvents;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <content>Answers, and what happens when a message comes twice, late, or not in its turn.</content>
internal sealed partial class CloudEventChecks
{
    private const int Notes = 3;

    private bool _notesTold;

    private async Task<Verdict> EveryMessageAnsweredAsync(CancellationToken ct)
    {
        var silent = (await AnswersAsync(ct)).Where(answer => answer.Status is null).ToList();
        return silent.Count == 0
            ? Verdict.Passed(Text($"{exchange.Answers.Count} sound messages, each answered."))
            : Verdict.Failed(
                Text($"{silent.Count} of {exchange.Answers.Count} sound messages were not answered; the first: {silent[0]}."),
                "Answer each message on the connection that it came on, once it is stored.");
    }

    private async Task<Verdict> NoServerErrorsAsync(CancellationToken ct)
    {
        var errors = (await AnswersAsync(ct)).Where(answer => answer.Status >= 500).ToList();
        return errors.Count == 0
            ? Verdict.Passed(Text($"{exchange.Answers.Count} sound messages, none answered with 5xx."))
            : Verdict.Failed(
                Text($"{errors.Count} of {exchange.Answers.Count} sound messages were answered with 5xx; the first: {errors[0]}."),
                "Store the message and answer 2xx; do the work afterwards.");
    }

    private async Task<Verdict> AnswersInTimeAsync(CancellationToken ct)
    {
        var slowest = (await AnswersAsync(ct)).Max(answer => answer.Took);
        return slowest <= pace.AnswerWithin
            ? Verdict.Passed($"The slowest answer took {Seconds(slowest)}.")
            : Verdict.Failed(
                $"The slowest answer took {Seconds(slowest)}; wanted is {Seconds(pace.AnswerWithin)}, and after {Seconds(CloudEventSender.Timeout)} the hub tells again.",
                "Store the message and answer 2xx; do the work afterwards.");
    }

    /// <summary>The answers so far, and those to a case with some notes.</summary>
    private async Task<IReadOnlyList<SupplierAnswer>> AnswersAsync(CancellationToken ct)
    {
        if (!_notesTold)
        {
            _notesTold = true;
            var about = exchange.NewCase();
            await AssignAsync(about, ct);
            for (var i = 1; i <= Notes; i++)
            {
                await exchange.TellAsync(about, about.Note(Text($"Tillägg {i}.")), ct);
            }
        }

        return exchange.Answers;
    }

    private async Task<Verdict> SameIdTwiceAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Assigned(), exchange.Now);
        var request = CheckRequest.Structured(told);
        var first = await exchange.TellAsync(about, told, request, ct);
        var second = await exchange.TellAsync(about, told, request, ct);
        return !first.IsTaken || !second.IsTaken
            ? Verdict.Failed($"The first was answered {first}, the same again {second}.", "Answer a repeat as the first time: 2xx.")
            : first.Receipt != second.Receipt
            ? Verdict.Failed($"The receipt of the first was '{first.Receipt}', of the same again '{second.Receipt}'.", "Give a repeat the receipt of the first.")
            : await OneTicketAsync(about, "the same event was sent twice", ct);
    }

    private async Task<Verdict> SameIdAtOnceAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Assigned(), exchange.Now);
        var request = CheckRequest.Structured(told);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => exchange.TellAsync(about, told, request, ct)));
        return Array.Find(answers, answer => !answer.IsTaken && answer.Status is not (409 or 425 or 429 or 503)) is { } bad
            ? Verdict.Failed($"One of four at once was answered {bad}.", "Answer 2xx to a repeat, or 409 while the first is being worked on.")
            : await OneTicketAsync(about, "the same event was sent four times at once", ct);
    }

    private async Task<Verdict> SameIdOtherContentAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var (told, first) = await AssignAsync(about, ct);
        var other = Changed(told, message => message["data"]!["description"] = TestCase.Mark + "samma id, annat innehåll.");
        var second = await exchange.PostAsync(about, other, ct);
        return !first.IsTaken || second.Status is null or >= 500
            ? Verdict.Failed($"The first was answered {first}, other content under the same id {second}.", "Refuse it with 409, or answer it as the repeat of the first.")
            : await OneTicketAsync(about, $"other content under the same id was answered {second.Status}", ct);
    }

    /// <summary>Cut as soon as all of it was sent, which a server may take for a caller that gave up; then answered, and the answer lost; then sent again.</summary>
    private async Task<Verdict> LostAnswerAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Assigned(), exchange.Now);
        await exchange.CutAsync(about, told, ct);
        await exchange.LoseAsync(about, told, ct);
        var again = await exchange.TellAsync(about, told, CheckRequest.Structured(told), ct);
        return again.IsTaken || again.Status is 409 or 425 or 429
            ? await OneTicketAsync(about, "the connection was cut before the answer, and the event sent again", ct)
            : Verdict.Failed($"After the connection was cut before the answer, the same event was answered {again}.", "Know a message by source and id, whatever became of the connection.");
    }

    private async Task<Verdict> LateEventsAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var told = about.Event(about.Assigned("som hände för tre dagar sedan."), exchange.Now.AddDays(-3));
        var answer = await exchange.TellAsync(about, told, CheckRequest.Structured(told), ct);
        return answer.IsTaken
            ? await OneTicketAsync(about, "an event was three days late", ct)
            : Verdict.Failed($"An event that was three days late was answered {answer}.", "Take late events: after a long failure the hub tells everything that happened.");
    }

    /// <summary>A note overtakes the case that it belongs to: after a failure that may happen.</summary>
    private async Task<Verdict> WrongOrderAsync(CancellationToken ct)
    {
        var about = exchange.NewCase();
        var (note, early) = await exchange.TellAsync(about, about.Note("Ett tillägg som kommer före ärendet."), ct);
        var (_, assigned) = await AssignAsync(about, ct);
        var again = await exchange.TellAsync(about, note, CheckRequest.Structured(note), ct);
        return early.Status is null or >= 500 || !assigned.IsTaken || !again.IsTaken
            ? Verdict.Failed(
                $"A note that came before its case was answered {early}, then the case {assigned}, then the note again {again}.",
                "Keep the early note, or answer it 409 (the hub tells it again); then take the case and the note.")
            : await OneTicketAsync(about, $"a note came before its case ({early.Status})", ct);
    }

    /// <summary>Whether the supplier has one ticket of a case, and took it once, as far as its answers and events tell.</summary>
    private async Task<Verdict> OneTicketAsync(TestCase about, string after, CancellationToken ct)
    {
        const string Mend = "Know a message by source and id, in one transaction with the ticket; a repeat finds what the first made.";
        if (back is not null)
        {
            if (await DecidedAsync(about, ct) is null)
            {
                return Verdict.Failed($"Case {about.Number} was neither accepted nor declined within {Seconds(pace.HeardWithin)}, after {after}.", $"Send {SupplierMessages.Accepted}; see whole-life.");
            }

            await back.UntilAsync(() => Decisions(about).Skip(1).FirstOrDefault(), pace.Quiet, ct);
            about.Named(back.Of(about.Number).Select(heard => heard.Report!.Ticket));
            if (Decisions(about).Count() is var times and not 1)
            {
                return Verdict.Failed(Text($"{SupplierMessages.Accepted} or its opposite came {times} times for case {about.Number}, after {after}."), Mend);
            }
        }

        return about.Tickets.Count switch
        {
            0 => Verdict.NotApplicable($"Each was answered 2xx, but no ticket was named: without --listen, and a 'ticket' in the answers, it cannot be seen whether there is one, after {after}."),
            1 => Verdict.Passed($"One ticket, {about.Ticket}, after {after}."),
            _ => Verdict.Failed($"The tickets {string.Join(", ", about.Tickets)} were named for case {about.Number}, after {after}.", Mend),
        };
    }
}
