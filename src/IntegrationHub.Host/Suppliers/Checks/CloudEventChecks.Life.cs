using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Suppliers;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <content>A case from assigned to closed, lived through once, and looked at from all sides.</content>
internal sealed partial class CloudEventChecks
{
    /// <summary>A case that was lived through, as far as it went.</summary>
    /// <param name="Case">The case.</param>
    /// <param name="Note">The id of a note that was added while the supplier worked on it; null when it did not get so far.</param>
    /// <param name="Stopped">Why it did not come to its end; null when it did.</param>
    private sealed record Life(TestCase Case, string? Note, string? Stopped);

    private Life? _life;

    private async Task<Life> LifeAsync(CancellationToken ct) => _life ??= await LiveAsync(exchange.NewCase(), ct);

    private async Task<Life> LiveAsync(TestCase about, CancellationToken ct)
    {
        var (assigned, answer) = await AssignAsync(about, ct);
        if (!answer.IsTaken)
        {
            return new Life(about, null, $"{assigned.Type} was answered {answer}");
        }

        if (await DecidedAsync(about, ct) is not { } first)
        {
            return new Life(about, null, $"neither {SupplierMessages.Accepted} nor {SupplierMessages.Declined} came within {Seconds(pace.HeardWithin)}");
        }

        if (first.Report is TicketDeclined declined)
        {
            return new Life(about, null, $"it was declined ({declined.Reason})");
        }

        var (note, noted) = await exchange.TellAsync(about, about.Note("Ett tillägg under arbetet."), ct);
        return !noted.IsTaken ? new Life(about, null, $"{note.Type} was answered {noted}") : new Life(about, note.Id, await EndAsync(about, ct));
    }

    /// <summary>From the work to the end: what is asked is answered; resolved, not so after all, resolved again, confirmed, closed.</summary>
    /// <returns>Why it did not come to its end; null when it did.</returns>
    private async Task<string?> EndAsync(TestCase about, CancellationToken ct)
    {
        var (read, resolved) = (0, 0);
        while (true)
        {
            var next = await back!.UntilAsync(
                () => back.Of(about.Number).Skip(read).FirstOrDefault(heard => heard.Report is TicketResolved or TicketQuestionAsked or TicketCancelled), pace.HeardWithin, ct);
            if (next?.Report is null or TicketCancelled)
            {
                return next?.Report is TicketCancelled cancelled ? $"it was cancelled ({cancelled.Reason})"
                    : $"{SupplierMessages.Resolved} did not come within {Seconds(pace.HeardWithin)}{(resolved > 0 ? " after it was reopened" : "")}";
            }

            read = back.Of(about.Number).Index().First(pair => pair.Item == next).Index + 1;
            resolved += next.Report is TicketResolved ? 1 : 0;
            HubMessage[] replies = next.Report is TicketQuestionAsked ? [new CaseQuestionAnswered(about.Number, TestCase.Mark + "Rum 12.", about.Ticket)]
                : resolved == 1 ? [new CaseReopened(about.Number, TestCase.Mark + "Det fungerar inte ändå.", about.Ticket)]
                : [new CaseResolutionConfirmed(about.Number, about.Ticket), new CaseClosed(about.Number, Confirmed: true, about.Ticket)];
            foreach (var reply in replies)
            {
                if (await exchange.TellAsync(about, reply, ct) is { Answer: { IsTaken: false } answer, Told.Type: { } type })
                {
                    return $"{type} was answered {answer}";
                }
            }

            if (resolved > 1)
            {
                return null;
            }
        }
    }

    private async Task<Verdict> WholeLifeAsync(CancellationToken ct)
    {
        if (back is null)
        {
            return s_nobodyListens;
        }

        var life = await LifeAsync(ct);
        var refused = back.All.LastOrDefault(heard => heard.Answered is >= 400 and not 409 && heard.Code != "on-purpose");
        return life.Stopped is null
            ? Verdict.Passed($"Case {life.Case.Number}, ticket {life.Case.Ticket}: assigned, accepted, resolved, reopened, resolved, confirmed, closed.")
            : Verdict.Failed(
                Sentence([$"case {life.Case.Number}: {life.Stopped}", .. refused is null ? Array.Empty<string>() : [$"what came last was refused: {refused.Said}"]]),
                $"Take the test case as any other: {SupplierMessages.Accepted}, then {SupplierMessages.Resolved}, each time within {Seconds(pace.HeardWithin)} (see --patience), to {back.Address}suppliers/{supplier.Id}/events.");
    }

    private Task<Verdict> OrderAsync(CancellationToken ct) => LookAsync(life =>
    {
        var told = back!.Of(life.Case.Number).Where(heard => heard.Event!.Type.StartsWith("supplier.ticket.", StringComparison.Ordinal)).ToList();
        List<string> faults = [];
        if (told is [{ Report: not (TicketAccepted or TicketDeclined) } early, ..] && told.Exists(heard => heard.Report is TicketAccepted))
        {
            faults.Add($"{early.Event!.Type} came before {SupplierMessages.Accepted}");
        }

        faults.AddRange(told.Zip(told.Skip(1)).Where(pair => pair.Second.Event!.Time < pair.First.Event!.Time)
            .Select(pair => $"{pair.Second.Event!.Type} of {pair.Second.Event.Time:O} came after {pair.First.Event!.Type} of {pair.First.Event.Time:O}"));
        return faults.Count == 0
            ? AnyEvent(Text($"{told.Count} events of one case, in the order of their times."))
            : Verdict.Failed(Sentence(faults), "Send the events of one case one after the other: the next when the one before was answered.");
    }, ct);

    private async Task<Verdict> ReceiptsAsync(CancellationToken ct)
    {
        if (back is null)
        {
            return s_nobodyListens;
        }

        var life = await LifeAsync(ct);
        if (life.Note is not { } note)
        {
            return Verdict.Failed("The case did not get so far that it was worked on; see whole-life.", "Mend whole-life first.");
        }

        var receipt = await back.UntilAsync(
            () => back.Of(life.Case.Number).FirstOrDefault(heard => heard.Event!.Extensions.GetValueOrDefault("causationid") == note
                || heard.Report switch
                {
                    SupplierMessageAccepted yes => yes.Message == note,
                    SupplierMessageDeclined no => no.Message == note,
                    _ => false,
                }), pace.HeardWithin, ct);
        return receipt is not null
            ? Verdict.Passed($"The note was answered by {receipt.Event!.Type}.")
            : Verdict.Failed(
                $"Nothing that came names the note {note}.",
                "Send supplier.message.accepted.v1 or supplier.message.declined.v1 with its id as message, or set causationid in whatever answers it.");
    }

    private Task<Verdict> OwnTokenAsync(CancellationToken ct) => LookAsync(
        _ => back!.All.FirstOrDefault(heard => heard.Code is { } code && code.StartsWith("token-", StringComparison.Ordinal)) is { } refused
            ? Verdict.Failed($"An event came that was refused with {refused.Answered}: {refused.Said}", $"Send 'Authorization: Bearer TOKEN' with the agreed token, to /suppliers/{supplier.Id}/events.")
            : AnyEvent("Each event came with the agreed token."), ct);

    private Task<Verdict> OwnSignatureAsync(CancellationToken ct) => supplier.SigningKey is null
        ? Task.FromResult(Verdict.NotApplicable($"No Suppliers:{supplier.Id}:SigningKey is agreed."))
        : LookAsync(
            _ => back!.All.FirstOrDefault(heard => heard.Code == "signature-invalid") is { } refused
                ? Verdict.Failed($"An event came that was refused with {refused.Answered}: {refused.Said}", "Sign each try: HMAC-SHA256 over 'id.timestamp.body' (Standard Webhooks).")
                : AnyEvent("Each event was signed with the agreed key."), ct);

    private Task<Verdict> OwnEventsFitAsync(CancellationToken ct) => LookAsync(
        _ => back!.All.FirstOrDefault(heard => heard.Code is "message-misfit" or "event-invalid" or "not-a-cloudevent" or "format-unknown" or "too-large") is { } refused
            ? Verdict.Failed(
                $"{refused.Event?.Type ?? "A request"} was refused with {refused.Answered}: {refused.Said}", "Compare the event with its schema in contracts/suppliers/cloudevents.")
            : AnyEvent("Each event fits its schema."), ct);

    private Task<Verdict> ToldInTimeAsync(CancellationToken ct) => LookAsync(life =>
    {
        var late = back!.Of(life.Case.Number).Where(heard => heard.At - heard.Event!.Time > pace.ToldWithin).MaxBy(heard => heard.At - heard.Event!.Time);
        return late is null
            ? AnyEvent($"Each event came within {Seconds(pace.ToldWithin)} of what it tells.")
            : Verdict.Failed(
                $"{late.Event!.Type} came {Seconds((late.At - late.Event.Time)!.Value)} after the time that it bears.", "Send an event when it happens; and see that the clock is right.");
    }, ct);

    private Task<Verdict> ToldOnceAsync(CancellationToken ct) => LookAsync(_ =>
    {
        var again = back!.All.FirstOrDefault(heard => heard.IsRepeat || heard.Code == "id-used");
        return again is null
            ? AnyEvent("No event that was answered 202 came again.")
            : Verdict.Failed(
                again.IsRepeat ? $"{again.Event!.Type} ({again.Event.Id}) came again after it had been answered 202." : again.Said!,
                "Take 202 for the end: tell again only what was not answered, or with 5xx. Give each event an id of its own.");
    }, ct);

    /// <summary>The hub's answer is lost, then it cannot take the event now: it is told until it is taken, under the same id.</summary>
    private async Task<Verdict> ToldAgainAsync(CancellationToken ct)
    {
        if (back is null)
        {
            return s_nobodyListens;
        }

        var about = exchange.NewCase();
        back.AnswerInstead(about.Number, 0, 503);
        await AssignAsync(about, ct);
        IReadOnlyList<Heard> Told() => [.. back.All.Where(heard => heard.Report?.Case == about.Number)];
        var taken = await back.UntilAsync(() => Told().FirstOrDefault(heard => heard.Answered == 202), pace.HeardWithin, ct);
        var tries = Told();
        return taken is not null && tries is [{ } first, ..] && (taken.Event!.Source, taken.Event.Id) == (first.Event!.Source, first.Event.Id)
            ? Verdict.Passed(Text($"After a lost answer and a 503 it told {taken.Event.Type} again, under the same id."))
            : Verdict.Failed(
                tries.Count == 0 ? "Nothing came." : Text($"{tries[0].Event!.Type} ({tries[0].Event!.Id}) came, its answer was lost; then came {(tries.Count > 1 ? $"{tries[1].Event!.Type} ({tries[1].Event!.Id})" : "nothing")}."),
                "Without an answer, and after 5xx or 429, tell the same event again, under the same id, before the next one of the case.");
    }

    /// <summary>Looks at what came, once a case was lived through as far as it goes.</summary>
    private async Task<Verdict> LookAsync(Func<Life, Verdict> look, CancellationToken ct) => back is null ? s_nobodyListens : look(await LifeAsync(ct));

    private Verdict AnyEvent(string sound) => back!.All.Any(heard => heard.Answered == 202)
        ? Verdict.Passed(sound)
        : Verdict.Failed("No sound event came.", $"Send the supplier's events to {back.Address}suppliers/{supplier.Id}/events; see whole-life.");
}
