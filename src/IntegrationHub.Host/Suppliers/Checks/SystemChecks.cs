using System.Net;
using IntegrationHub.Adapters.Suppliers;
using IntegrationHub.Adapters.Suppliers.CloudEvents;
using IntegrationHub.Core.Cases;
using IntegrationHub.Core.Suppliers;
using CaseReopened = IntegrationHub.Core.Suppliers.CaseReopened;

namespace IntegrationHub.Host.Suppliers.Checks;

/// <summary>The wire to a system: it can lose the answer to the next thing that is written there, and counts what was made.</summary>
internal sealed class LosingAnswers : DelegatingHandler
{
    private volatile bool _lose;
    private int _made;

    /// <summary>How many requests were answered 201: so many things were made there.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>The system does the next thing that it is asked to, and its answer is lost.</summary>
    public void LoseNext() => _lose = true;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.Created)
        {
            Interlocked.Increment(ref _made);
        }

        if (request.Method == HttpMethod.Get || !_lose)
        {
            return answer;
        }

        _lose = false;
        answer.Dispose();
        throw new HttpRequestException("The answer was lost, on purpose.");
    }
}

/// <summary>What the hub's adapter to a system can do there, with a case that no person reported.</summary>
/// <param name="supplier">Its settings.</param>
/// <param name="adapter">A new one, that knows nothing yet.</param>
/// <param name="wire">Between the adapter and the system.</param>
/// <param name="clock">The time.</param>
internal sealed class SystemChecks(SupplierSettings supplier, Func<ISupplierSystem> adapter, LosingAnswers wire, TimeProvider clock)
{
    private const string Mend = "See what the answer says, and compare the settings of the supplier with its system.";
    private readonly TestCase _first = new(CaseNumber.ForTest(clock.GetUtcNow().ToUnixTimeMilliseconds() / 10), supplier.Id);
    private readonly TestCase _lost = new(CaseNumber.ForTest((clock.GetUtcNow().ToUnixTimeMilliseconds() / 10) + 1), supplier.Id);

    /// <summary>All checks, in the order they are made; the last one cleans up.</summary>
    public IReadOnlyList<SupplierCheck> All =>
    [
        new("read", ReadAsync),
        new("create", CreateAsync),
        new("create-once", CreateOnceAsync),
        new("lost-answer", LostAnswerAsync),
        new("note", ct => TellAsync(_first.Note("Ett tillägg under arbetet."), ct)),
        new("priority", ct => TellAsync(new CasePriorityChanged(_first.Number, "3", TestCase.Mark + "brådskar mer.", "hub", _first.Ticket), ct)),
        new("reopen", ct => TellAsync(new CaseReopened(_first.Number, TestCase.Mark + "det fungerar inte ändå.", _first.Ticket), ct)),
        new("confirm", ct => TellAsync(new CaseResolutionConfirmed(_first.Number, _first.Ticket), ct)),
        new("nothing-left-open", NothingLeftOpenAsync),
    ];

    private async Task<Verdict> ReadAsync(CancellationToken ct)
    {
        if (adapter() is not IPolledSystem polled)
        {
            return Verdict.NotApplicable("It is not asked: it tells the hub by itself.");
        }

        try
        {
            await polled.ReadAsync(null, ct);
            return Verdict.Passed("It can be asked what happened.");
        }
        catch (HttpRequestException wrong)
        {
            return Verdict.Failed($"It cannot be asked what happened: {wrong.Message}", $"See Suppliers:{supplier.Id}:Url and Token, and what the hub's user may read there.");
        }
    }

    private async Task<Verdict> CreateAsync(CancellationToken ct) => await TellAsync(_first.Assigned(), ct);

    private async Task<Verdict> CreateOnceAsync(CancellationToken ct)
    {
        if (_first.Ticket is not { } ticket)
        {
            return Verdict.NotApplicable("It names no ticket of its own, so it cannot be seen whether there is one.");
        }

        var again = await adapter().TellAsync(Telling(_first, _first.Assigned(), "create"), ct);
        return again is Delivered { Ticket: { } same } && same == ticket
            ? Verdict.Passed($"A second adapter that knew nothing found ticket {ticket} by the case's number.")
            : Verdict.Failed($"The same case again: {Said(again)}; the ticket was {ticket}.", "See that the hub's user may search for tickets by the field that holds the case's number.");
    }

    private async Task<Verdict> LostAnswerAsync(CancellationToken ct)
    {
        if (supplier.Protocol is "amqp")
        {
            return Verdict.NotApplicable("A queue names no ticket; the message's id is the same at each try.");
        }

        var made = wire.Made;
        wire.LoseNext();
        var lost = await adapter().TellAsync(Telling(_lost, _lost.Assigned(), "lost"), ct);
        _lost.Told(HubMessages.Assigned, clock.GetUtcNow());
        var again = await adapter().TellAsync(Telling(_lost, _lost.Assigned(), "lost"), ct);
        _lost.Named((again as Delivered)?.Ticket);
        return lost is TryLater && again is Delivered && wire.Made - made == 1
            ? Verdict.Passed($"The answer was lost after ticket {_lost.Ticket} was made; told again, it was found, and no second one made.")
            : Verdict.Failed(
                $"With the answer lost: {Said(lost)}; told again: {Said(again)}; {wire.Made - made} were made.",
                "See that the hub's user may search for tickets by the field that holds the case's number.");
    }

    private async Task<Verdict> NothingLeftOpenAsync(CancellationToken ct)
    {
        List<string> open = [];
        foreach (var about in new[] { _first, _lost }.Where(one => one.IsOpen))
        {
            if (await adapter().TellAsync(Telling(about, about.Withdrawn(), "end"), ct) is not Delivered and var answer)
            {
                open.Add($"case {about.Number}, ticket {about.Ticket}: {Said(answer)}");
            }
        }

        return open.Count == 0
            ? Verdict.Passed("Each test case was withdrawn at the end.")
            : Verdict.Failed(string.Join("; ", open), "Close these tickets by hand, and see Moves:withdrawn in the settings.");
    }

    private async Task<Verdict> TellAsync(HubMessage news, CancellationToken ct)
    {
        var isFirst = news is CaseAssigned;
        if (!isFirst && !_first.IsOpen)
        {
            return Verdict.NotApplicable("There is no ticket; see create.");
        }

        var type = HubMessages.TypeOf(news);
        var answer = await adapter().TellAsync(Telling(_first, news, isFirst ? "create" : type), ct);
        if (answer is not Delivered taken)
        {
            return Verdict.Failed($"{type}: {Said(answer)}", Mend);
        }

        _first.Told(type, clock.GetUtcNow());
        _first.Named(taken.Ticket);
        return Verdict.Passed($"{type}: {Said(taken)}");
    }

    private SupplierTelling Telling(TestCase about, HubMessage news, string what) => new(
        news, Core.EventLog.EventId.From("check", about.Number, what).ToString("N"), SupplierDeliveries.Source, clock.GetUtcNow(), null, about.Ticket);

    private static string Said(Delivery delivery) => delivery switch
    {
        Delivered taken => $"taken{(taken.Ticket is { } ticket ? $", ticket {ticket}" : "")}{(taken.Status is { } status ? $", {status}" : "")}{(taken.ReadBack ? ", read back" : "")}.",
        Refused no => $"refused ({no.Why})",
        TryLater later => $"not now ({later.Why})",
        _ => "refused for good (410)",
    };
}
